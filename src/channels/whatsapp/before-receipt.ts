import type { BinaryNode, WAMessage, WASocket } from "@whiskeysockets/baileys";
import { normaliseJid } from "./jid.ts";
import type { Baileys } from "./load.ts";

/** Messages that were announced and not decrypted yet; a long backlog fits, what can never be read does not pile up. */
const MOST_UNDERWAY = 20_000;

/**
 * Calls `take` with each message of somebody else when it is decrypted and before the server is told that it has
 * arrived. Baileys tells the server first and emits the message afterwards; a crash in between would lose it. But before
 * both it puts the content into its cache of recent messages, and there we stand. When `take` throws, nothing is
 * confirmed: the server hands the message over again after a reconnect.
 */
export function readBeforeReceipt(baileys: Baileys, socket: WASocket, take: (message: WAMessage) => void): void {
  const cache = socket.messageRetryManager;
  if (!cache) return; // what is emitted is written down too
  const underway = new Map<string, BinaryNode>();
  socket.ws.prependListener("CB:message", (node: BinaryNode) => {
    const { from, offline } = node.attrs;
    // Baileys reads a backlog one by one and all else at once: who writes meanwhile would overtake themselves
    const isWaitedFor = ({ attrs }: BinaryNode) => attrs["offline"] !== undefined && attrs["from"] === from;
    if (offline === undefined && [...underway.values()].some(isWaitedFor)) node.attrs["offline"] = "1";
    underway.set(keyOf(node.attrs["from"], node.attrs["id"]), node);
    const oldest = underway.size > MOST_UNDERWAY ? underway.keys().next().value : undefined;
    if (oldest !== undefined) underway.delete(oldest);
  });
  const addRecentMessage = cache.addRecentMessage.bind(cache);
  cache.addRecentMessage = (to, id, message) => {
    const key = keyOf(to, id);
    const node = underway.get(key);
    underway.delete(key);
    const me = socket.user;
    if (node && me) {
      const { fullMessage } = baileys.decodeMessageNode(node, me.id, me.lid ?? "");
      if (!fullMessage.key.fromMe) take({ ...fullMessage, message });
    }
    addRecentMessage(to, id, message); // also called for what we send ourselves
  };
}

/** The same for a message on the wire, decoded, and emitted. */
export function keyOf(chatId: string | null | undefined, id: string | null | undefined): string {
  return `${normaliseJid(chatId)} ${id}`;
}
