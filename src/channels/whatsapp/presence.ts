import type { WASocket } from "@whiskeysockets/baileys";
import { setTimeout as sleep } from "node:timers/promises";
import type { Address } from "../../message.ts";

/** How long attend() may take. */
const ATTEND_MS = 2_000;

/** Shows that the message was read and that somebody is writing. Never fails. */
export async function attend(
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

/** Shows for so long that somebody is writing, or until `life` ends. Never fails. */
export async function compose(
  current: () => WASocket | undefined,
  { chatId }: Address,
  { ms, life }: { ms: number; life: AbortSignal },
): Promise<void> {
  const show = (what: "composing" | "paused") =>
    void current()
      ?.sendPresenceUpdate(what, chatId)
      .catch(() => {});
  if (life.aborted) return;
  show("composing"); // a connection that hangs must not make it last longer
  if (await sleep(ms, true, { signal: life }).catch(() => false)) show("paused");
}
