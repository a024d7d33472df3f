import { dayOf, isPossibleDate, monthNumber, type Day } from "../lib/calendar.ts";
import { maskIdNumbers } from "../lib/id-number.ts";
import type { Address } from "../message.ts";
import { TOPICS, type ConsentChange, type Topic } from "./consent.ts";
import type { SheetRow } from "./sheet.ts";

/** What a list says somebody agreed to or declined, before it is held against what we know. */
export type Claim = Pick<ConsentChange, "topic" | "granted" | "channel" | "wording"> & { day: Day };

/** The consent cell by itself. */
export type Said = { granted: boolean; topics: readonly Topic[] };

/** "ya" is all topics, "tidak" none of them, names of topics are those; undefined when it can be read as neither. */
export function consentWords(text: string): Said | undefined {
  const word = text.toLowerCase().replace(/\s+/g, " ").trim();
  if (YES.has(word)) return { granted: true, topics: TOPICS };
  if (NO.has(word)) return { granted: false, topics: TOPICS };
  const topics = word
    .split(/[^a-z]+/)
    .filter((part) => part !== "" && part !== "dan" && part !== "and")
    .map((part) => TOPIC_WORDS[part]);
  if (topics.length === 0 || topics.includes(undefined)) return undefined;
  return { granted: true, topics: TOPICS.filter((topic) => topics.includes(topic)) };
}

/** What a row says about consent that can be held; why the rest cannot is added to `warnings`. */
export function claimsOf(
  cells: SheetRow["cells"],
  {
    said,
    channel,
    today,
    warnings,
  }: { said: Said | undefined; channel: Address["channel"]; today: Day; warnings: string[] },
): Claim[] {
  if (cells.consent === undefined) return [];
  const day = cells.consentDate === undefined ? undefined : parseDay(cells.consentDate);
  const problem = consentProblem(cells, { said, day, today });
  if (problem !== undefined) warnings.push(`consent was left out: ${problem}`);
  if (problem !== undefined || !said || day === undefined) return [];
  const wording = maskIdNumbers(cells.wording ?? cells.consent).text.slice(0, LONGEST_WORDING);
  return said.topics.map((topic) => ({ topic, granted: said.granted, day, channel, wording }));
}

/**
 * Which claims of a list hold against what is known. A "no" of the person is stronger at any time, and so is a later one
 * of anybody; on the same day nobody can tell, and then too the "no" stands. `kept`: topics that stay declined.
 */
export function weigh(
  claims: readonly Claim[],
  { history, now, timeZone }: { history: readonly ConsentChange[]; now: Date; timeZone: string | undefined },
): { changes: ConsentChange[]; kept: Topic[] } {
  const changes: ConsentChange[] = [];
  const kept: Topic[] = [];
  for (const { day, ...claim } of claims) {
    const said = [...history, ...changes].filter(({ topic }) => topic === claim.topic);
    const last = said.at(-1);
    const lastDay = last ? dayOf(last.at, timeZone) : "";
    if (claim.granted && last?.granted) continue;
    // a later "no" is written down again: the same person may have said yes in between, under another id
    if (!claim.granted && last && (last.granted ? day < lastDay : day <= lastDay)) continue;
    const declined = said.some(({ granted, source }) => !granted && source === "person") || (last && day <= lastDay);
    if (claim.granted && declined) kept.push(claim.topic);
    else changes.push({ ...claim, at: momentOf(day, { now, last: last?.at }), source: "import" });
  }
  return { changes, kept };
}

const YES: ReadonlySet<string> = new Set(["ya", "y", "yes", "true", "1", "setuju", "semua", "all"]);
const NO: ReadonlySet<string> = new Set(["tidak", "tdk", "no", "n", "false", "0", "tidak setuju"]);

const TOPIC_WORDS: Readonly<Record<string, Topic>> = {
  diskon: "discount",
  discount: "discount",
  pendaftaran: "registration",
  registration: "registration",
  penipuan: "safety",
  safety: "safety",
};

/** Longest wording that is kept. */
const LONGEST_WORDING = 500;

function consentProblem(
  cells: SheetRow["cells"],
  { said, day, today }: { said: Said | undefined; day: Day | undefined; today: Day },
): string | undefined {
  if (!said) return "the consent cell is neither ya, tidak nor topics (diskon, pendaftaran, penipuan)";
  if (cells.consentDate === undefined) return "there is no date of consent";
  if (day === undefined) return "the date of consent is no day that exists, as in 2026-01-31 or 31/01/2026";
  if (day > today) return "the date of consent lies in the future";
  return said.granted && cells.wording === undefined ? "there is no wording or proof of it (bukti)" : undefined;
}

/** "2026-01-31", "31/01/2026", "31-1-2026", "31.01.2026", "31 Januari 2026". The day comes first, as in Indonesia. */
function parseDay(text: string): Day | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+Z?)?$/.exec(text);
  const [, day, month, year] = /^(\d{1,2})\s*[-/. ]\s*(\d{1,2}|[a-z]+)\s*[-/. ]\s*(\d{4})$/i.exec(text) ?? [];
  const parts = iso
    ? [iso[1], iso[2], iso[3]]
    : [year, /^\d/.test(month ?? "") ? month : monthNumber(month ?? ""), day];
  if (parts.some((part) => part === undefined)) return undefined;
  const written = parts.map((part) => String(part).padStart(2, "0")).join("-");
  return isPossibleDate(written) ? written : undefined;
}

/**
 * A list tells the day and not the hour: noon in Jakarta. Never after this moment, so that whatever the person says next
 * comes after it, and never before the change that it follows.
 */
function momentOf(day: Day, { now, last }: { now: Date; last: Date | undefined }): Date {
  const noon = Math.min(new Date(`${day}T12:00:00+07:00`).getTime(), now.getTime());
  return new Date(Math.max(noon, last?.getTime() ?? 0));
}
