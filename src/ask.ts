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

/** "2026-11-24" (noon in Jakarta) or a full ISO date-time → the instant; undefined when it is neither. */
export function toMoment(text: string): Date | undefined {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return isPossibleDate(text) ? new Date(`${text}T12:00:00+07:00`) : undefined;
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text) || !isPossibleDate(text.slice(0, 10))) return undefined;
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
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
