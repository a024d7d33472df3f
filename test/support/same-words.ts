import { readFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { ask } from "../../src/ask.ts";
import type { Channel } from "../../src/channels/channel.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { createMemoryStores } from "../../src/storage/memory.ts";
import { testApp } from "./app.ts";
import { serveOn } from "./serve.ts";

/** The reviewed chats; here only what is said to us counts. */
export type Chat = { name: string; turns: { said: string }[] };
export const CHATS = JSON.parse(
  readFileSync(join(import.meta.dirname, "..", "dialogues", "chats.json"), "utf8"),
) as Chat[];

/** The whole service on one channel, in memory, until the test ends. */
export async function serve(channel: Channel): Promise<void> {
  onTestFinished(await serveOn(channel, createMemoryStores({ clock: systemClock })));
}

/** What the terminal says today, turn by turn. */
export async function inTerminal({ name, turns }: Chat): Promise<string[]> {
  const { router } = await testApp();
  return turns.map(({ said }) =>
    plain(ask(router, { text: said, conversation: `same-words-${name}`, at: new Date() }).reply),
  );
}

/** Words alone: bold is shown by each channel in its own way. */
export const plain = (text: string): string => text.replace(/\*([^*\n]+)\*/g, "$1").trim();
