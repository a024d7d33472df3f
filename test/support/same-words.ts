import { readFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createApp, type App } from "../../src/app.ts";
import { ask } from "../../src/ask.ts";
import type { Channel } from "../../src/channels/channel.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { openMemoryStores } from "../../src/storage/sqlite/index.ts";
import { serveOn } from "./serve.ts";

/** The reviewed chats; here only what is said to us counts. */
export type Chat = { name: string; turns: { said: string }[] };
export const CHATS = JSON.parse(
  readFileSync(join(import.meta.dirname, "..", "dialogues", "chats.json"), "utf8"),
) as Chat[];

/** The whole service on one channel, in memory, until the test ends. */
export async function serve(channel: Channel): Promise<void> {
  onTestFinished(await serveOn(channel, openMemoryStores({ clock: systemClock })));
}

let router: App["router"] | undefined;

/** What the terminal says today, turn by turn. */
export async function inTerminal({ name, turns }: Chat): Promise<string[]> {
  // by the same clock as the channels: out of office hours there is a line more
  router ??= (await createApp({ clock: systemClock })).router;
  const now = router;
  return turns.map(({ said }) =>
    plain(ask(now, { text: said, conversation: `same-words-${name}`, at: new Date() }).reply),
  );
}

/** Words alone: bold is shown by each channel in its own way, and tickets are counted by each store. */
export const plain = (text: string): string =>
  text
    .replace(/\*([^*\n]+)\*/g, "$1")
    .replace(/(tiket |antrean ke-)\d+/gi, "$1N")
    .trim();
