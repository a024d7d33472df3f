import { addMonths, monthNumber, monthOf, type Day } from "../lib/calendar.ts";
import type { Entities } from "./entities.ts";
import type { Sentence } from "./sentence.ts";

/** What the words about time are written into. */
type TimeWords = Pick<Entities, "month" | "years">;

/** Reads a month by name, with its year or this one, and "bulan depan". */
export function readMonth({
  sentence: { folded, tokens },
  today,
  entities,
}: {
  sentence: Sentence;
  today: Day;
  entities: TimeWords;
}): void {
  for (const token of MONTH.test(folded) ? tokens : []) {
    if (token.text.length < 3) continue;
    const number = monthNumber(token.text);
    if (number === undefined) continue;
    const before = folded.slice(0, token.start).trimEnd();
    const after = folded.slice(token.end);
    const year = /^\s*(20\d\d)/.exec(after)?.[1];
    // "mei", "jan" and the like are also names and slips: want a year or a cue
    if (year === undefined && token.text.length < 5 && !/(?:bulan|bln|sasi|wulan|per|sejak|sampai|mulai)$/.test(before))
      continue;
    entities.month = `${year ?? today.slice(0, 4)}-${String(number).padStart(2, "0")}`;
    return;
  }
  if (!/bulan|bln|sasi|wulan|month/.test(folded)) return;
  if (/\b(?:bulan|bln|sasi|wulan)\s+(?:depan|dpn|ngarep|hareup|payun)\b|\bnext month\b/.test(folded))
    entities.month = addMonths(monthOf(today), 1);
  else if (/\b(?:bulan|bln|sasi|wulan)\s+(?:ini|iki|niki|ieu)\b|\bthis month\b/.test(folded))
    entities.month = monthOf(today);
}

/** How names of months begin: without any of these no word needs to be looked up. */
const MONTH = /(?<![a-z])(?:jan|[fp]eb|mar|apr|me[ij]|may|jun|jul|agu|aug|agt|ags|sep|o[kc]t|no[vp]|de[sc])/;

/** Reads "tahun lalu" and its like, in the languages people write in. */
export function readRelativeTime({
  folded,
  today,
  entities,
}: {
  folded: string;
  today: Day;
  entities: TimeWords;
}): void {
  if (!/tahun|thn|taun|year/.test(folded)) return;
  const year = Number(today.slice(0, 4));
  if (/\b(?:tahun|thn|taun)\s+(?:lalu|kemarin|kmrn|kmarin|wingi|kamari)\b|\blast year\b/.test(folded))
    entities.years = [...new Set([...entities.years, year - 1])];
  if (/\b(?:tahun|thn|taun)\s+(?:ini|iki|niki|ieu)\b|\bthis year\b/.test(folded))
    entities.years = [...new Set([...entities.years, year])];
  if (/\b(?:tahun|thn|taun)\s+(?:depan|dpn|ngarep|hareup|payun)\b|\bnext year\b/.test(folded)) {
    entities.years = [...new Set([...entities.years, year + 1])];
    entities.month ??= `${year + 1}-01`;
  }
}
