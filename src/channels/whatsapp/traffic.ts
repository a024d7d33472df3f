import type { BaileysEventMap, WAMessage, WAMessageKey, WASocket } from "@whiskeysockets/baileys";
import type { Log } from "../../lib/log.ts";
import type { Clock } from "../../lib/clock.ts";
import type { ChannelEvents, ReceiptStatus } from "../channel.ts";
import { toInbound } from "./inbound.ts";
import { chatKind, normaliseJid } from "./jid.ts";

/** proto.WebMessageInfo.Status; 0 (error) is heard from the acknowledgement instead. */
const STATUS: Readonly<Record<number, ReceiptStatus>> = { 2: "sent", 3: "delivered", 4: "read", 5: "read" };

/** So many keys of messages are remembered, to mark them as read. */
const KEYS = 2_000;

/**
 * Turns what Baileys emits into events of the channel. It listens at `ev.emit` and not at `ev.on`: between the two
 * Baileys holds messages back in memory that the server takes for delivered, and a crash would lose them.
 */
export function createTraffic({
  events,
  log,
  clock,
  maxAgeMs,
}: {
  events: ChannelEvents;
  log: Log;
  clock: Clock;
  maxAgeMs: number;
}) {
  const keys = new Map<string, WAMessageKey>();

  /** Writes down one message before anything else; a failing one does not keep the next from being written. */
  function take(message: WAMessage, socket: WASocket): void {
    const id = message.key.id ?? undefined;
    try {
      if (message.key.fromMe) return heardOf(message.key, message.status);
      if (!socket.user) return;
      const now = clock();
      const inbound = toInbound(message, socket.user, now);
      if (!inbound) return;
      if (now.getTime() - inbound.sentAt.getTime() > maxAgeMs) return log.info("whatsapp.too-old", { id });
      events.received(inbound);
      remember(inbound.id, message.key);
      tell(() => inbound.aliases?.forEach((alias) => events.samePerson(inbound.from, alias)));
    } catch (error) {
      log.error("whatsapp.not-written", { id, error: (error as Error).name });
      events.alarm("whatsapp.not-written", `A message that WhatsApp takes for delivered could not be stored: ${id}`);
    }
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
      case "messages.update":
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
    attach(socket: WASocket): void {
      const emit = socket.ev.emit.bind(socket.ev);
      socket.ev.emit = (event, data) => {
        tell(() => read(event, data, socket));
        return emit(event, data);
      };
    },
    tell,
    /** The key of a message that came in; of one from before the start only where it says no more than its address. */
    keyOf(id: string, chatId: string): WAMessageKey | undefined {
      return keys.get(id) ?? (chatKind(chatId) === "person" ? { remoteJid: chatId, id, fromMe: false } : undefined);
    },
  };
}
