import { createApp, type App } from "../../src/app.ts";
import { ask, toMoment, type AskResult } from "../../src/ask.ts";
import { fixedClock } from "../../src/lib/clock.ts";

/** The day tests are asked on unless they say otherwise. */
export const TODAY = "2026-11-24";

export function momentOf(day: string): Date {
  const moment = toMoment(day);
  if (!moment) throw new Error(`no such day: ${day}`);
  return moment;
}

let shared: Promise<App> | undefined;

/** The shipped program with its clock standing still. */
export function testApp(): Promise<App> {
  shared ??= createApp({ clock: fixedClock(momentOf(TODAY)) });
  return shared;
}

let chats = 0;

/** A new chat: says one message after another and gets what came of each. */
export async function newChat(day: string = TODAY): Promise<(text: string) => AskResult> {
  const { router } = await testApp();
  const conversation = `test-${++chats}`;
  return (text) => ask(router, { text, conversation, at: momentOf(day) });
}

/** One question in a chat of its own. */
export async function askOnce(text: string, day: string = TODAY): Promise<AskResult> {
  return (await newChat(day))(text);
}
