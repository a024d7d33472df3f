import type {
  AuthenticationState,
  GroupMetadata,
  SignalDataSet,
  SocketConfig,
  WASocket,
} from "@whiskeysockets/baileys";
import type { WhatsAppAuth } from "./auth.ts";
import type { Baileys } from "./load.ts";
import type { Tuning } from "./tuning.ts";

/** Baileys' own log carries addresses, texts and keys; ours says what is needed. */
const SILENT: SocketConfig["logger"] = {
  level: "silent",
  child: () => SILENT,
  trace: () => {},
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
};

/** What is made once and outlives single sockets. */
export type SocketParts = {
  auth: WhatsAppAuth;
  tuning: Tuning;
  socketUrl: string | undefined;
  /** The text of a message of ours, for a recipient who could not read it and asks again. */
  getMessage(id: string): string | undefined;
  groups: Map<string, GroupMetadata>;
  /** Files of ours that were uploaded. */
  uploads: NonNullable<SocketConfig["mediaCache"]>;
  /** What may be written of some keys. */
  allowed(data: SignalDataSet): SignalDataSet;
  /** A key could not be written: the socket must not go on. */
  keysLost(error: unknown): void;
};

/** A new, connecting socket. */
export function openSocket(baileys: Baileys, parts: SocketParts): WASocket {
  const { tuning, groups, socketUrl } = parts;
  return baileys.makeWASocket({
    logger: SILENT,
    auth: guarded(parts),
    markOnlineOnConnect: false,
    syncFullHistory: false,
    keepAliveIntervalMs: tuning.keepAliveIntervalMs,
    connectTimeoutMs: tuning.connectTimeoutMs,
    defaultQueryTimeoutMs: tuning.queryTimeoutMs,
    transactionOpts: { maxCommitRetries: 1, delayBetweenTriesMs: 0 },
    cachedGroupMetadata: async (jid) => groups.get(jid),
    mediaCache: parts.uploads,
    getMessage: async ({ id }) => {
      const text = id ? parts.getMessage(id) : undefined;
      return text === undefined ? undefined : { conversation: text };
    },
    ...(socketUrl ? { waWebSocketUrl: socketUrl } : {}),
    ...(tuning.version ? { version: tuning.version } : {}),
    ...(tuning.qrTimeoutMs ? { qrTimeout: tuning.qrTimeoutMs } : {}),
    ...(tuning.customUploadHosts ? { customUploadHosts: tuning.customUploadHosts } : {}),
    ...(tuning.fetchAgent ? { fetchAgent: tuning.fetchAgent } : {}),
  });
}

/** The auth state, whose failing write is heard at once and not only by Baileys, which would retry and go on. */
function guarded({ auth: { state }, allowed, keysLost }: SocketParts): AuthenticationState {
  return {
    creds: state.creds,
    keys: {
      ...state.keys,
      set: async (data) => {
        try {
          await state.keys.set(allowed(data));
        } catch (error) {
          keysLost(error);
          throw error;
        }
      },
    },
  };
}

/** Ends a socket without waiting: Baileys' own end() waits up to 30 s for the other side's goodbye. */
export function cutSocket(socket: WASocket): void {
  const wire = (socket.ws as unknown as { socket?: { terminate?(): void } | null }).socket;
  void socket.end(undefined).catch(() => {});
  wire?.terminate?.();
}
