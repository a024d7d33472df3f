import type { GroupMetadata, WASocket } from "@whiskeysockets/baileys";
import { randomBytes } from "node:crypto";
import type { Clock } from "../../lib/clock.ts";
import type { Log } from "../../lib/log.ts";
import type { Address, OutboundMessage } from "../../message.ts";
import type { Channel, ChannelEvents, ChannelState, SendResult } from "../channel.ts";
import { createAcks } from "./acks.ts";
import { forgetHalfPairing, isLoggedIn, type WhatsAppAuth } from "./auth.ts";
import { createConnection } from "./connection.ts";
import { keepGroups } from "./groups.ts";
import { loadBaileys, type Baileys } from "./load.ts";
import { toContent } from "./outbound.ts";
import { createPairing, type PairingWay } from "./pairing.ts";
import { ackResult, failedSend } from "./send-result.ts";
import { beginSending, watchEncryption } from "./sending.ts";
import { openSocket } from "./socket.ts";
import { createTraffic } from "./traffic.ts";
import { USUAL, type Tuning } from "./tuning.ts";

export type WhatsAppOptions = {
  /** The login, opened by whoever joins the program (storage/sqlite/whatsapp-auth.ts). The channel never closes it. */
  auth: WhatsAppAuth;
  /** Which account, for logs: no phone number. */
  account: string;
  /** Another server than WhatsApp's. */
  socketUrl?: string | undefined;
  /** How the code for linking is shown; "text": the raw payload on a line of its own. */
  qr: PairingWay["qr"];
  /** Link by a code that is typed on this phone instead; only while the account is not linked. */
  pairingPhone?: string | undefined;
  /** Prints for the person at the machine. Must not go into a log: who reads it can take over the account. */
  showPairing(text: string): void;
  log: Log;
  clock: Clock;
  random?: () => number;
  /** The text of a message of ours by its id, for phones that ask for it again. */
  getMessage?: (id: string) => string | undefined;
  tuning?: Partial<Tuning>;
};

/** How long attend() may take. */
const ATTEND_MS = 2_000;
/** How long a stopping socket gets to write down what it has already confirmed to the server. */
const SETTLE_MS = 100;

/** One WhatsApp account, as a linked device. Not affiliated with WhatsApp, and against its terms for bulk messages. */
export function createWhatsAppChannel(options: WhatsAppOptions): Channel {
  const { auth, log, clock, random = Math.random } = options;
  const tuning: Tuning = { ...USUAL, ...options.tuning };
  const groups = new Map<string, GroupMetadata>();
  const pairing = createPairing(
    { qr: options.qr, phone: options.pairingPhone || undefined },
    { show: options.showPairing, qrTimeoutMs: tuning.qrTimeoutMs },
  );
  let running: ReturnType<typeof join> | undefined;
  let idle: ChannelState = { status: "starting", since: clock() };

  function join(baileys: Baileys, events: ChannelEvents) {
    const traffic = createTraffic({
      events,
      log,
      clock,
      maxAgeMs: tuning.maxAgeMs,
      notWritten: (error) => connection.cannotKeep("message", error),
    });
    const acks = createAcks({
      timeoutMs: tuning.ackTimeoutMs,
      late: (id, error) => {
        const result = ackResult(error === undefined ? { said: "taken" } : { said: "refused", error }, id);
        traffic.tell(() => tellRestriction(result, events));
        traffic.tell(() => events.receipt(id, result.ok ? "sent" : "failed", error));
      },
    });
    const connection = createConnection({
      open: () => {
        forgetHalfPairing(auth.state.creds);
        auth.saveCreds(); // when this fails there must be no connection
        return openSocket(baileys, {
          auth,
          tuning,
          groups,
          socketUrl: options.socketUrl,
          getMessage: options.getMessage ?? (() => undefined),
          keysLost: (error) => connection.cannotKeep("key", error),
        });
      },
      attach: (socket) => {
        traffic.attach(baileys, socket);
        watchEncryption(socket);
        keepGroups(socket, groups);
        socket.ws.on("CB:ack,class:message", ({ attrs }: { attrs: { id: string; error?: string } }) =>
          acks.heard(attrs.id, attrs.error),
        );
      },
      opened: (socket) => void socket.groupFetchAllParticipating().catch(() => {}),
      closed: () => acks.abandon("the connection ended before the ack"),
      pairing,
      saveCreds: auth.saveCreds,
      alarm: events.alarm,
      tuning,
      log,
      clock,
      random,
    });
    return { traffic, acks, connection, events };
  }

  async function send(message: OutboundMessage, platformId = newMessageId()): Promise<SendResult> {
    const socket = running?.connection.socket();
    if (!running || !socket) return { ...RETRY, detail: "not connected" };
    const ack = running.acks.expect(platformId);
    const { written, mayBeOut } = beginSending(() =>
      socket.sendMessage(message.to.chatId, toContent(message), { messageId: platformId }),
    );
    let result: SendResult;
    try {
      // the answer may come before Baileys is done; and when the connection ends, Baileys goes on waiting for a while
      result = ackResult(await Promise.race([written.then(ack.within), ack.answer]), platformId);
    } catch (error) {
      log.warn("whatsapp.send-failed", { id: platformId, error: (error as Error).name });
      result = failedSend(error);
    }
    ack.forget();
    if (!result.ok && result.reason === "unknown" && !mayBeOut()) {
      // while the connection goes on it is this recipient's keys that the server does not give, and others need not wait
      const wholeAccount = running.connection.socket() !== socket;
      result = { ...RETRY, wholeAccount, detail: result.detail };
    }
    log.info("whatsapp.sent", { id: platformId, outcome: result.ok ? "ok" : result.reason });
    tellRestriction(result, running.events);
    return result;
  }

  function tellRestriction(result: SendResult, events: ChannelEvents): void {
    if (!result.ok && result.reason === "restricted") events.alarm("whatsapp.restricted", result.detail);
  }

  function newMessageId(): string {
    // the shape of Baileys' generateMessageIDV2, which needs the package loaded
    return `3EB0${randomBytes(9).toString("hex").toUpperCase()}`;
  }

  return {
    name: "whatsapp",
    account: options.account,
    repeatsSafely: true,
    newMessageId,
    async start(events) {
      if (!isLoggedIn(auth.state.creds) && !pairing.possible) {
        idle = { status: "stopped", since: clock(), detail: "not linked" };
        throw new Error("WhatsApp: not linked to a phone, and neither a QR code nor a pairing phone is switched on.");
      }
      const baileys = await loadBaileys();
      if (idle.status === "stopped") return; // stopped while loading
      running = join(baileys, events);
      await running.connection.start();
    },
    send,
    attend: (address, id) => attend(running?.connection.socket(), address, running?.traffic.keyOf(id, address.chatId)),
    async stop() {
      idle = { status: "stopped", since: clock(), detail: "ended by us" };
      if (!running) return;
      running.connection.stop();
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    },
    state: () => running?.connection.state() ?? idle,
  };
}

const RETRY = { ok: false, reason: "retry", retryAfterMs: 2_000, wholeAccount: true } as const;

async function attend(
  socket: WASocket | undefined,
  { chatId }: Address,
  key: Parameters<WASocket["readMessages"]>[0][number] | undefined,
): Promise<void> {
  if (!socket) return;
  let timer: NodeJS.Timeout | undefined;
  const time = new Promise((resolve) => {
    timer = setTimeout(resolve, ATTEND_MS);
  });
  const work = Promise.allSettled([
    key ? socket.readMessages([key]) : undefined,
    socket.sendPresenceUpdate("composing", chatId),
  ]);
  await Promise.race([time, work]);
  clearTimeout(timer);
}
