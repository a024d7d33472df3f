import type { GroupMetadata, WASocket } from "@whiskeysockets/baileys";
import { randomBytes } from "node:crypto";
import type { Clock } from "../../lib/clock.ts";
import type { Log } from "../../lib/log.ts";
import type { OutboundMessage } from "../../message.ts";
import type { Channel, ChannelEvents, ChannelState, SendResult } from "../channel.ts";
import { createAcks } from "./acks.ts";
import { forgetHalfPairing, isLoggedIn, type WhatsAppAuth } from "./auth.ts";
import { createConnection } from "./connection.ts";
import { download } from "./download.ts";
import { createForgetting } from "./forgetting.ts";
import { keepGroups } from "./groups.ts";
import { phoneOfChatId } from "./jid.ts";
import { loadBaileys, type Baileys } from "./load.ts";
import { createUploadCache } from "./our-files.ts";
import { createPairing, type PairingWay } from "./pairing.ts";
import { attend, compose } from "./presence.ts";
import { ackResult } from "./send-result.ts";
import { NOT_CONNECTED, sendMessage } from "./send.ts";
import { watchEncryption } from "./sending.ts";
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
  /** What somebody sends who opens a chat by a link with this code; without it there are no links. */
  inviteText?: (code: string) => string;
  tuning?: Partial<Tuning>;
};

/** How long a stopping socket gets to write down what it has already confirmed to the server. */
const SETTLE_MS = 100;

/** One WhatsApp account, as a linked device. Not affiliated with WhatsApp, and against its terms for bulk messages. */
export function createWhatsAppChannel(options: WhatsAppOptions): Channel {
  const { auth, log, clock, random = Math.random } = options;
  const tuning: Tuning = { ...USUAL, ...options.tuning };
  const groups = new Map<string, GroupMetadata>();
  const uploads = createUploadCache(clock);
  const forgetting = createForgetting(auth);
  const pairing = createPairing(
    { qr: options.qr, phone: options.pairingPhone || undefined },
    { show: options.showPairing, qrTimeoutMs: tuning.qrTimeoutMs },
  );
  const life = new AbortController();
  let running: ReturnType<typeof join> | undefined;
  let newest: WASocket | undefined;
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
          uploads,
          socketUrl: options.socketUrl,
          getMessage: options.getMessage ?? (() => undefined),
          allowed: forgetting.allowed,
          keysLost: (error) => connection.cannotKeep("key", error),
        });
      },
      attach: (socket) => {
        newest = socket;
        socket.ws.prependListener("CB:message", ({ attrs }: { attrs: Record<string, string> }) =>
          forgetting.inContact(
            SENDER.map((attribute) => attrs[attribute]),
            socket,
          ),
        );
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
      restricted: events.restricted,
      tuning,
      log,
      clock,
      random,
    });
    return { traffic, acks, connection, events };
  }

  async function send(message: OutboundMessage, platformId = newMessageId()): Promise<SendResult> {
    if (!running) return NOT_CONNECTED;
    return sendMessage(message, platformId, { ...running, forgetting, tellRestriction, tuning, log });
  }

  function tellRestriction(result: SendResult, events: ChannelEvents): void {
    if (!result.ok && result.reason === "restricted") events.restricted(result.detail);
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
    compose: (address, ms) => compose(() => running?.connection.socket(), address, { ms, life: life.signal }),
    invite(code) {
      const { creds } = auth.state;
      const phone = isLoggedIn(creds) ? phoneOfChatId(creds.me?.id ?? "") : undefined;
      if (phone === undefined || !options.inviteText) return undefined;
      return `https://wa.me/${phone}?text=${encodeURIComponent(options.inviteText(code))}`;
    },
    fetch: async (attachment) =>
      download(await loadBaileys(), attachment, {
        timeoutMs: tuning.mediaTimeoutMs,
        agent: tuning.fetchAgent,
        anyHost: options.socketUrl !== undefined && !isWhatsApp(options.socketUrl),
      }),
    forget(chatIds) {
      const people = forgetting.forget(chatIds, newest);
      running?.traffic.forget(people);
    },
    async stop() {
      idle = { status: "stopped", since: clock(), detail: "ended by us" };
      life.abort();
      if (!running) return;
      running.connection.stop();
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    },
    state: () => running?.connection.state() ?? idle,
  };
}

/** Who wrote a message, in the attributes of its stanza. */
const SENDER = ["from", "participant", "sender_pn", "sender_lid", "participant_pn", "participant_lid"];

function isWhatsApp(socketUrl: string): boolean {
  return URL.canParse(socketUrl) && /(^|\.)whatsapp\.(com|net)$/.test(new URL(socketUrl).hostname);
}
