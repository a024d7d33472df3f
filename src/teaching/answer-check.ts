import type { Say } from "../knowledge/texts.ts";
import { isPossibleDate, monthNumber, type Day } from "../lib/calendar.ts";
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

/** What nobody may be asked for in a chat. */
const SECRET =
  /\b(?:nik|nomor induk|ktp|kpj|nomor kartu|no kartu|kartu keluarga|nomor kk|otp|kode verifikasi|pin|password|kata sandi|sandi|ibu kandung|nama ibu)\b/;

/** Words by which something is asked for. */
const ASKS =
  /\b(?:di)?(?:kirim|tulis|ketik|sebut|isi)(?:kan|in)?(?:lah)?\b|\b(?:lampir|foto|serta|bagi|masuk|input|info|beri|beritahu|kasih)kan\b|\b(?:beri|beri tahu|beritahu|kasih|kasi|minta|balas|share|boleh tahu|berapa)\b/g;

/** Words that say what is needed: asking, when it is us who need it. */
const NEEDS = /\b(?:perlu|butuh|memerlukan|membutuhkan)\b/g;

/** Words before the asking that turn it into a warning. */
const WARNS =
  /\b(?:jangan(?! (?:lupa|ragu|sungkan|malu|khawatir|takut|segan))|(?:tidak|tak) (?:boleh|perlu|usah|pernah|akan|harus)|tanpa|dilarang|waspada|hati hati|penipu\w*)\b/;

/** Places where such data belongs. */
const ELSEWHERE =
  /\b(?:di|ke|pada|dalam|lewat|oleh)\s+(?:halaman |menu |formulir |loket |petugas )?(?:aplikasi|jmo|situs|website|laman|kantor|kasir|loket|bank|atm|formulir|minimarket|indomaret|alfamart)\b/;

/** This chat: nothing of the kind belongs here. */
const HERE = /\b(?:sini|chat|wa|whatsapp|telegram|pesan ini|kami|saya)\b/;

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

/** Whether a sentence asks a person to tell here what nobody may be asked for. */
function asksForSecret(text: string): boolean {
  return text.split(/[.!?;\n]+/).some((sentence) => {
    const folded = fold(sentence)
      .replace(/[^\p{L}\d\s]+/gu, " ")
      .replace(/\s+/g, " ");
    const secret = SECRET.exec(folded);
    if (!secret) return false;
    const here = HERE.test(folded);
    const asks = [...folded.matchAll(ASKS), ...(here ? folded.matchAll(NEEDS) : [])].map(({ index }) => index);
    // the asking that stands nearest before what is secret is the one that means it: "… dikirim: jangan minta NIK"
    const asked = asks.filter((index) => index < secret.index).sort((a, b) => b - a)[0] ?? asks[0];
    if (asked === undefined || WARNS.test(folded.slice(0, asked))) return false;
    return here || !ELSEWHERE.test(folded);
  });
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
