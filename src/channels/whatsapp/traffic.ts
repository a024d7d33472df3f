import type { BaileysEventMap, WAMessage, WAMessageKey, WASocket } from "@whiskeysockets/baileys";
import type { Log } from "../../lib/log.ts";
import type { Clock } from "../../lib/clock.ts";
import type { ChannelEvents, ReceiptStatus } from "../channel.ts";
import { keyOf, readBeforeReceipt } from "./before-receipt.ts";
import { toInbound } from "./inbound.ts";
import { chatKind, normaliseJid } from "./jid.ts";
import type { Baileys } from "./load.ts";

/** proto.WebMessageInfo.Status; 0 (error) is heard from the acknowledgement instead. */
const STATUS: Readonly<Record<number, ReceiptStatus>> = { 2: "sent", 3: "delivered", 4: "read", 5: "read" };

/** So many keys of messages are remembered, to mark them as read. */
const KEYS = 2_000;

/** A message that cannot be written down so often is passed over, or it would hold up everybody else's for ever. */
const MOST_REFUSALS = 5;

/**
 * Turns what Baileys hears into events of the channel. Messages are read before they are confirmed to the server; all
 * else at `ev.emit` and not at `ev.on`: between the two Baileys holds events back in memory.
 */
export function createTraffic({
  events,
  log,
  clock,
  maxAgeMs,
  notWritten,
}: {
  events: ChannelEvents;
  log: Log;
  clock: Clock;
  maxAgeMs: number;
  /** A message could not be stored: the connection must end before the server takes the message for delivered. */
  notWritten(error: unknown): void;
}) {
  const keys = new Map<string, WAMessageKey>();
  /** Read already when Baileys emits them. */
  const taken = new Set<string>();
  const refusals = new Map<string, number>();

  /** Writes down a message before it is confirmed. Throws when that fails and the message has to come again. */
  function takeFirst(message: WAMessage, socket: WASocket): void {
    const key = keyOf(message.key.remoteJid, message.key.id);
    try {
      write(message, socket);
      refusals.delete(key);
      taken.add(key);
    } catch (error) {
      const count = (refusals.get(key) ?? 0) + 1;
      refusals.set(key, count);
      log.error("whatsapp.not-written", { id: message.key.id ?? undefined, count, error: (error as Error).name });
      if (count >= MOST_REFUSALS) return; // it is tried once more when it is emitted
      notWritten(error);
      throw error;
    }
  }

  /** Takes a message as Baileys emits it: our own, and what was not read before; too late to ask for it again. */
  function take(message: WAMessage, socket: WASocket): void {
    const { id, remoteJid, fromMe } = message.key;
    if (fromMe) return heardOf(message.key, message.status);
    const key = keyOf(remoteJid, id);
    if (taken.delete(key)) return;
    try {
      write(message, socket);
    } catch (error) {
      log.error("whatsapp.given-up", { id: id ?? undefined, error: (error as Error).name });
      events.alarm("whatsapp.given-up", `A message that WhatsApp takes for delivered could not be stored: ${id}`);
    }
    refusals.delete(key);
  }

  function write(message: WAMessage, socket: WASocket): void {
    if (!socket.user) return;
    const now = clock();
    const inbound = toInbound(message, socket.user, now);
    if (!inbound) return;
    if (now.getTime() - inbound.sentAt.getTime() > maxAgeMs) return log.info("whatsapp.too-old", { id: inbound.id });
    events.received(inbound);
    remember(inbound.id, message.key);
    tell(() => inbound.aliases?.forEach((alias) => events.samePerson(inbound.from, alias)));
  }

  /** Tells something that is not a message; what fails there must not end the connection. */
  function tell(work: () => void): void {
    try {
      work();
    } catch (error) {
      log.error("whatsapp.event-failed", { error: (error as Error).name });
    }
  }

  function remember(id: string, key: WAMessageKey): void {
    keys.set(id, key);
    const oldest = keys.size > KEYS ? keys.keys().next().value : undefined;
    if (oldest !== undefined) keys.delete(oldest);
  }

  function heardOf(key: WAMessageKey, status: number | null | undefined): void {
    const word = STATUS[status ?? 1];
    if (key.fromMe && key.id && word) events.receipt(key.id, word);
  }

  function read<E extends keyof BaileysEventMap>(event: E, data: BaileysEventMap[E], socket: WASocket): void {
    switch (event) {
      case "messages.upsert": // "append" too: that is how messages come that were sent while we were away
        for (const message of (data as BaileysEventMap["messages.upsert"]).messages) take(message, socket);
        return;
      case "messages.update": // a changed or revoked message too, whose own message was taken already
        for (const { key, update } of data as BaileysEventMap["messages.update"]) heardOf(key, update.status);
        return;
      case "message-receipt.update":
        for (const { key, receipt } of data as BaileysEventMap["message-receipt.update"])
          heardOf(key, receipt.readTimestamp || receipt.playedTimestamp ? 4 : 3);
        return;
      case "lid-mapping.update": {
        const { lid, pn } = data as BaileysEventMap["lid-mapping.update"];
        const [chatId, alias] = [normaliseJid(lid), normaliseJid(pn)];
        if (chatId && alias) events.samePerson({ channel: "whatsapp", chatId }, alias);
        return;
      }
      default:
    }
  }

  return {
    /** Listens to a socket, for as long as it lives: what an ending socket still hands over is written down too. */
    attach(baileys: Baileys, socket: WASocket): void {
      taken.clear();
      readBeforeReceipt(baileys, socket, (message) => takeFirst(message, socket));
      const emit = socket.ev.emit.bind(socket.ev);
      socket.ev.emit = (event, data) => {
        tell(() => read(event, data, socket));
        return emit(event, data);
      };
    },
    tell,
    /** Nothing of these people is remembered. */
    forget(people: ReadonlySet<string>): void {
      for (const [id, { remoteJid }] of keys) if (people.has(normaliseJid(remoteJid) ?? "")) keys.delete(id);
    },
    /** The key of a message that came in; of one from before the start only where it says no more than its address. */
    keyOf(id: string, chatId: string): WAMessageKey | undefined {
      return keys.get(id) ?? (chatKind(chatId) === "person" ? { remoteJid: chatId, id, fromMe: false } : undefined);
    },
  };
}
