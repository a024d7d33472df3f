import type { Say } from "../knowledge/texts.ts";
import { isPossibleDate, monthNumber, type Day } from "../lib/calendar.ts";
import { asksForSecret } from "../lib/asks-secret.ts";
import { maskIdNumbers, MASK } from "../lib/id-number.ts";
import { findNumberWords } from "../understanding/amounts.ts";
import { fold } from "../understanding/normalise.ts";

/** What is wrong with an answer that staff wrote; `key` is a text of teaching.json with its places in `values`. */
export type AnswerProblem = {
  field: "text" | "source" | "validTo";
  key: `teaching.problem.${string}`;
  values?: Readonly<Record<string, number>>;
};

/** Characters of an answer: shorter says nothing, longer does not fit a phone's screen. */
const LENGTH = { shortest: 20, longest: 600 } as const;

/** Digits, but for the numbers of steps at the beginnings of lines. */
const STEP = /^\s*\d{1,2}\s*[.)]\s/gm;

/** Number words that may be a figure: with a unit of size, or in front of what is counted in figures. */
const COUNTED = /^\s*(?:persen|prosen|rupiah|hari|minggu|bulan|tahun|kali|orang|peserta|jam)\b/;

/**
 * Checks an answer before people may get it. Empty when nothing is wrong. A figure needs a source of the form
 * "who, date", the date as "27 Februari 2023", "Februari 2023", "2023" or "2023-02-27", and not after today.
 */
export function checkTaughtAnswer(
  { text, source, validTo }: { text: string; source: string; validTo?: string | undefined },
  today: Day,
): AnswerProblem[] {
  const length = text.trim().length;
  const problems: AnswerProblem[] = [];
  if (length < LENGTH.shortest)
    problems.push({ field: "text", key: "teaching.problem.short", values: { least: LENGTH.shortest, length } });
  if (length > LENGTH.longest)
    problems.push({ field: "text", key: "teaching.problem.long", values: { most: LENGTH.longest, length } });
  if (hasIdNumber(text)) problems.push({ field: "text", key: "teaching.problem.id-number" });
  if (asksForSecret(text)) problems.push({ field: "text", key: "teaching.problem.asks-secret" });
  if (hasIdNumber(source)) problems.push({ field: "source", key: "teaching.problem.id-number" });
  if (source.trim() === "") {
    if (hasFigure(text)) problems.push({ field: "source", key: "teaching.problem.no-source" });
  } else {
    const day = sourceDay(source);
    if (day === undefined) problems.push({ field: "source", key: "teaching.problem.source-form" });
    else if (day > today) problems.push({ field: "source", key: "teaching.problem.source-future" });
  }
  if (validTo !== undefined && (!/^\d{4}-\d{2}-\d{2}$/.test(validTo) || !isPossibleDate(validTo)))
    problems.push({ field: "validTo", key: "teaching.problem.no-day" });
  else if (validTo !== undefined && validTo < today)
    problems.push({ field: "validTo", key: "teaching.problem.day-over" });
  return problems;
}

/** A problem in the words of the staff's language. */
export function answerProblemText({ key, values }: AnswerProblem, say: Say): string {
  return say(key, values);
}

function hasIdNumber(text: string): boolean {
  return maskIdNumbers(text).masked || text.includes(MASK);
}

function hasFigure(text: string): boolean {
  const folded = fold(text.replace(STEP, ""));
  return (
    /\d/.test(folded) || findNumberWords(folded).some(({ scaled, end }) => scaled || COUNTED.test(folded.slice(end)))
  );
}

/** The first day that the date of a source can mean; undefined when it is not of the form "who, date". */
function sourceDay(source: string): Day | undefined {
  const [, who = "", date = ""] = /^(.*\p{L}.*),\s*([^,]+)$/u.exec(source.trim()) ?? [];
  if (who.trim() === "") return undefined;
  const [, day, name, year] = /^(?:(\d{1,2})\s+)?(?:(\p{L}+)\s+)?(\d{4})$/u.exec(date) ?? [];
  if (year === undefined) return isPossibleDate(date) ? firstDay(date) : undefined;
  if (name === undefined) return day === undefined ? firstDay(year) : undefined;
  const month = monthNumber(name);
  if (month === undefined) return undefined;
  const two = (number: number | string) => String(number).padStart(2, "0");
  const iso = `${year}-${two(month)}${day === undefined ? "" : `-${two(day)}`}`;
  return isPossibleDate(iso) ? firstDay(iso) : undefined;
}

/** "2023" → "2023-01-01", "2023-02" → "2023-02-01". */
function firstDay(date: string): Day {
  return `${date}-01-01`.slice(0, 10);
}
