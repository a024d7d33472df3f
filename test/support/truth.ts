import type { AskResult } from "../../src/ask.ts";
import type { Knowledge } from "../../src/knowledge/knowledge.ts";

/** A number as it stands in a reply: "Rp16.800" → 16800, "25,23" → 25.23. */
const NUMBER = /\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?/g;

/** A sum that is shown: "2 × Rp8.400 + 4 × Rp16.800 = Rp84.000". */
const SUM =
  /((?:[\d.,]+\s*(?:juta|ribu|miliar|persen)?|Rp[\d.,]+)(?:\s*[×+−]\s*(?:Rp)?[\d.,]+\s*(?:juta|ribu|miliar|persen)?)+)\s*=\s*((?:Rp)?[\d.,]*\d)(\s*(?:juta|ribu|miliar))?/g;

/** Numbers that people of the test questions wrote in words. */
const IN_WORDS: readonly [RegExp, number][] = [
  [/\bsaratus r[eé]bu(?!\p{L})/iu, 100_000],
  [/\btujuh puluh ribu\b/i, 70_000],
];

const SCALES: Readonly<Record<string, number>> = { ribu: 1e3, juta: 1e6, miliar: 1e9, triliun: 1e12 };

/**
 * What is counted or read off the clock in the lines about a ticket (its number, place, wait, the office's hours) and
 * about a reminder (its day and hour, and the days one may choose).
 */
const TICKET =
  /\*Tiket \d+\*|antrean ke-\d+|sekitar \d+ (?:menit|jam|hari)|kantor buka [^;]*? \d\d\.\d\d WI(?:B|TA|T)|isi percakapan \d+ hari|tiket petugas \d+ hari|nomor 16 angka|sekitar pukul \d\d\.\d\d WI(?:B|TA|T)|tanggal \d{1,2}(?!\d)(?:, \d{1,2})*(?: \w+ \d{4})?|UU 27\/2022/gi;

/** The same in the other languages. */
const TICKET_ELSEWHERE =
  /\*ticket \d+\*|number \d+ in the queue|antrian ka-\d+|antrean kaping \d+|(?:about|kirang langkung) \d+ (?:minutes?|hours?|days?|menit|jam|dinten)|(?:the office opens|kantor buka|kantor bikak) [^;]*? \d\d\.\d\d WI(?:B|TA|T)|(?:at about|kirang langkung (?:jam|tabuh)) \d\d\.\d\d WI(?:B|TA|T)|(?:what was said|staff tickets) for \d+ days|16-digit|\bday \d{1,2}(?!\d)(?:, \d{1,2})*/gi;

/**
 * The numbers of a reply that nothing vouches for: neither a fact it names (its text, values, dates, source), nor the
 * person's own words, nor a sum that is shown and right, nor the number of a choice. Empty when all is true.
 */
export function unvouched(
  said: readonly string[],
  { reply, facts, choices }: AskResult,
  knowledge: Knowledge,
): string[] {
  const known = new Set<number>();
  for (const id of facts) {
    const fact = knowledge.fact(id);
    const { table = [], alsoReportedAt: _, ...rest } = fact;
    addNumbers(known, JSON.stringify(rest));
    for (const band of table) for (const value of Object.values(band)) if (value !== null) known.add(value);
    for (const { outlet, headline, published, stated } of knowledge.sourcesOf(fact))
      addNumbers(known, JSON.stringify([outlet, headline, published, stated]));
    for (const number of [fact.value, fact.percent, fact.numerator?.value, fact.denominator?.value])
      if (number !== undefined) known.add(number);
  }
  for (const text of said) {
    addNumbers(known, text);
    for (const [words, number] of IN_WORDS) if (words.test(text)) known.add(number);
  }
  const told = reply.replace(TICKET, "").replace(TICKET_ELSEWHERE, "");
  const body = choices.reduce((text, label, index) => text.replace(`${index + 1}. ${label}`, ""), told);
  for (const [, left = "", right = "", scale = ""] of body.matchAll(SUM)) {
    const result = valueOf(right) * (SCALES[scale.trim()] ?? 1);
    if (Math.abs(evaluate(left, known) - result) < 0.006 * Math.max(1, Math.abs(result) / 1e6))
      addSum(known, left, result);
  }
  const steps = body.replace(/^\d\) /gm, "");
  return Array.from(
    steps.matchAll(new RegExp(`(${NUMBER.source})(\\s+(?:ribu|juta|miliar|triliun))?`, "g")),
    (match) => match,
  )
    .filter(([, number = "", scale = ""]) => {
      const plain = valueOf(number);
      const scaled = plain * (SCALES[scale.trim()] ?? 1);
      return ![plain, scaled].some((value) => [...known].some((other) => Math.abs(other - value) < 1e-9));
    })
    .map(([text]) => text);
}

function addNumbers(known: Set<number>, text: string): void {
  for (const [, number = "", scale = ""] of text.matchAll(
    new RegExp(`(${NUMBER.source}|\\d+\\.\\d+)\\s*(ribu|rb|juta|jt|miliar|triliun)?`, "gi"),
  )) {
    known.add(valueOf(number));
    known.add(Number(number));
    const factor = { rb: 1e3, jt: 1e6, ...SCALES }[scale.toLowerCase()];
    if (factor) known.add(Math.round(valueOf(number) * factor));
  }
  // "2026-12" is written "Desember 2026", "2023-02-27" is written "27 Februari 2023"
  for (const [, year, , day] of text.matchAll(/(\d{4})-(\d{2})(?:-(\d{2}))?/g)) {
    known.add(Number(year));
    if (day) known.add(Number(day));
  }
}

function valueOf(text: string): number {
  const plain = text.replace(/[^\d.,]/g, "").replace(/[.,]+$/, "");
  return Number(
    /^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(plain)
      ? plain.replaceAll(".", "").replace(",", ".")
      : plain.replace(",", "."),
  );
}

/** The left side of a sum; NaN when a number in it is itself vouched for by nothing. */
function evaluate(left: string, known: ReadonlySet<number>): number {
  let total = 0;
  for (const [, sign = "+", product = ""] of left.matchAll(/(^|[+−])\s*([^+−]+)/g)) {
    const factors = product.split("×").map((part) => {
      const [, number = "", scale = ""] = /([\d.,]+)\s*(ribu|juta|miliar)?/.exec(part) ?? [];
      return valueOf(number) * (SCALES[scale] ?? 1);
    });
    const [first = 0] = factors;
    // how many times something is counted may be any whole number; what is counted must be known
    const counted = factors.length === 1 ? [first] : factors.slice(1);
    if (!counted.every((value) => value === 100 || known.has(value))) return NaN;
    total += (sign === "−" ? -1 : 1) * factors.reduce((a, b) => a * b, 1);
  }
  return total;
}

function addSum(known: Set<number>, left: string, result: number): void {
  known.add(result);
  known.add(Math.round(result * 100) / 100);
  addNumbers(known, left.replaceAll("Rp", ""));
}
