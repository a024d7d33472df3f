import { numberText } from "../lib/numbers.ts";
import type { ChannelName } from "../message.ts";
import type { Remark } from "./broadcasts.ts";
import type { Say } from "./render.ts";
import { stopRemark } from "./stop-words.ts";

/** What staff read of things that are kept as codes, ids and moments. */
export type CardHelpers = {
  say: Say;
  /** A member of staff by id; undefined when there is none (any more). */
  staffName(id: string): string | undefined;
  /** "9 Desember 2026, 09.12 WIB". */
  time(at: Date): string;
  regionName(code: string): string | undefined;
  occupationName(id: string): string | undefined;
  /** The subject of an intent, as its choice is labelled; also of the beginning of one ("claim"). */
  subject(intent: string): string | undefined;
};

/** Something to tell staff in their words: what stands in it as a code, a moment or a number is put as people read it. */
export function remarkText({ key, values }: Remark, helpers: CardHelpers): string {
  if (!values) return helpers.say(key);
  const shown = Object.entries(values).map(([place, value]) => [place, placeText(place, value, helpers)] as const);
  return helpers.say(key, Object.fromEntries(shown));
}

function placeText(place: string, value: string | number, { say, time }: CardHelpers): string {
  if (typeof value === "number") return place === "id" ? String(value) : numberText(value);
  if (place === "state") return say(`broadcast.state.${value}`);
  if (place === "why") return stopText(value, say);
  if (place === "account") return accountText(value, say);
  if (place === "language" && ["id", "su", "jv", "en"].includes(value)) return say(`broadcast.language.${value}`);
  if (place === "date" && /^\d{4}-\d{2}-\d{2}T/.test(value)) return time(new Date(value));
  return value;
}

/** Why outreach on an account was stopped, from the word that is kept of it ("failures 34"). */
export function stopText(word: string, say: Say): string {
  const { key, values } = stopRemark(word);
  const isKnown = word === "restricted" || /^(?:failures|missing-acks) \d+$/.test(word);
  return isKnown ? say(key, values) : say("broadcast.stop.other", { why: word });
}

/** An account as people call it: by its channel ("tg-123456", "wa-main"), as there is one account on each. */
export function accountText(account: string, say: Say): string {
  const channel = CHANNELS[account.split("-")[0] ?? ""];
  return channel ? say(`staff.channel.${channel}`) : account;
}

const CHANNELS: Readonly<Record<string, ChannelName>> = { tg: "telegram", wa: "whatsapp" };

/** Who of the staff did it. */
export function whoText(id: string, { say, staffName }: CardHelpers): string {
  return id === "program" ? say("broadcast.program") : (staffName(id) ?? say("broadcast.unknown-staff"));
}

/** "a, b dan c". */
export function listText(parts: readonly string[], last: string): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")}${last}${parts.at(-1)}`;
}

const MINUTE_MS = 60_000;

/** How long it takes, in the two largest units: "2 hari 3 jam". */
export function durationText(from: Date, to: Date, say: Say): string {
  const all = Math.max(0, Math.round((to.getTime() - from.getTime()) / MINUTE_MS));
  const [days, hours, minutes] = [Math.floor(all / 1440), Math.floor((all % 1440) / 60), all % 60];
  const parts = [
    ...(days > 0 ? [say("broadcast.duration.days", { days: numberText(days) })] : []),
    ...(hours > 0 ? [say("broadcast.duration.hours", { hours })] : []),
    ...(minutes > 0 && days === 0 ? [say("broadcast.duration.minutes", { minutes })] : []),
  ];
  return parts.join(" ") || say("broadcast.duration.short");
}

/** Counts by reason, most first, without those that are none. */
export function byCount(counts: Readonly<Partial<Record<string, number>>>): [string, number][] {
  return Object.entries(counts)
    .flatMap(([reason, count = 0]): [string, number][] => (count > 0 ? [[reason, count]] : []))
    .sort((a, b) => b[1] - a[1]);
}
