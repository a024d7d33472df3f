import { createInterface } from "node:readline";
import { z } from "zod";
import { isPossibleDate } from "./lib/calendar.ts";
import type { ChannelName } from "./message.ts";
import type { Handled, Router } from "./router.ts";

/** What one question came to, as `ask --json` prints it. */
export type AskResult = {
  id?: string | number;
  intent: string;
  confidence: number;
  entities: Record<string, unknown>;
  reply: string;
  choices: string[];
  facts: string[];
  sources: string[];
  effects: unknown[];
  language: string;
  ms: number;
};

const CHANNELS = ["telegram", "whatsapp", "terminal"] as const;

const lineSchema = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  text: z.string("needs a text"),
  conversation: z.union([z.string(), z.number()]).nullish(),
  channel: z.enum(CHANNELS, `channel must be one of ${CHANNELS.join(", ")}`).nullish(),
  at: z.string().refine(isMoment, "at must be a date such as 2026-11-24 or 2026-11-24T09:00:00+07:00").nullish(),
});

/** "2026-11-24" (noon in Jakarta) or a full ISO date-time → the instant; undefined when it is neither. */
export function toMoment(text: string): Date | undefined {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return isPossibleDate(text) ? new Date(`${text}T12:00:00+07:00`) : undefined;
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text) || !isPossibleDate(text.slice(0, 10))) return undefined;
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}

function isMoment(text: string): boolean {
  return toMoment(text) !== undefined;
}

/** Asks one question through the router. Without a conversation each question is a chat of its own. */
export function ask(
  router: Router,
  {
    text,
    id,
    conversation,
    channel = "terminal",
    at,
  }: { text: string; id?: string | number; conversation?: string; channel?: ChannelName; at: Date },
): AskResult {
  const started = performance.now();
  const handled = router.handle({
    id: String(id ?? "1"),
    from: { channel, chatId: conversation ?? `single-${counter++}` },
    text,
    sentAt: at,
  });
  return toResult(handled, id, performance.now() - started);
}

let counter = 0;

function toResult({ understanding, answer }: Handled, id: string | number | undefined, ms: number): AskResult {
  const said = Object.entries(understanding.entities).filter(
    ([, value]) => value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0),
  );
  return {
    ...(id === undefined ? {} : { id }),
    intent: understanding.intent,
    confidence: Math.round(understanding.confidence * 1000) / 1000,
    entities: { ...Object.fromEntries(said), ...(understanding.also ? { also: understanding.also.intent } : {}) },
    reply: answer.text,
    choices: answer.choices.map(({ label }) => label),
    facts: [...answer.facts],
    sources: [...answer.sources],
    effects: [...answer.effects],
    language: understanding.language,
    ms: Math.round(ms * 1000) / 1000,
  };
}

/**
 * Answers JSON lines one by one, in order: {"id", "text", "conversation"?, "channel"?, "at"?}. A broken line gets
 * {"id"?, "error"} and the rest goes on. Resolves when the input ends.
 */
export async function askLines(
  router: Router,
  { input, write, now }: { input: NodeJS.ReadableStream; write: (line: string) => void; now: () => Date },
): Promise<void> {
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (line.trim() !== "") write(JSON.stringify(answerLine(router, line, now)));
  }
}

function answerLine(router: Router, line: string, now: () => Date): AskResult | { id?: unknown; error: string } {
  let data: unknown;
  try {
    data = JSON.parse(line.replace(/^\uFEFF/, ""));
  } catch (error) {
    return { error: `no valid JSON: ${(error as Error).message}` };
  }
  const checked = lineSchema.safeParse(data);
  if (!checked.success) {
    const id = (data as { id?: unknown } | null)?.id;
    return {
      ...(typeof id === "string" || typeof id === "number" ? { id } : {}),
      error: checked.error.issues
        .map(({ path, message }) => [path.join("."), message].filter(Boolean).join(": "))
        .join("; "),
    };
  }
  const { id, text, conversation, channel, at } = checked.data;
  return ask(router, {
    text,
    at: (at && toMoment(at)) || now(),
    ...(id === undefined ? {} : { id }),
    ...(conversation === undefined || conversation === null ? {} : { conversation: String(conversation) }),
    ...(channel ? { channel } : {}),
  });
}
