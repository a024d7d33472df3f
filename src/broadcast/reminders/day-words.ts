import type { Day } from "../../lib/calendar.ts";

const ONES = "satu dua tiga empat lima enam tujuh delapan sembilan".split(" ");

/** Days of the month in words, as Indonesians, Sundanese and Javanese say them. */
const IN_WORDS: ReadonlyMap<string, number> = new Map([
  ...numbers(1, "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas"),
  ...ONES.slice(1).flatMap((one, index): [string, number][] => [
    [`${one} belas`, index + 12],
    [`${one}belas`, index + 12],
  ]),
  ...["dua puluh", "duapuluh"].flatMap((tens): [string, number][] => [
    [tens, 20],
    ...ONES.map((one, index): [string, number] => [`${tens} ${one}`, index + 21]),
  ]),
  ...["tiga puluh", "tigapuluh"].flatMap((tens): [string, number][] => [
    [tens, 30],
    [`${tens} satu`, 31],
  ]),
  // Sundanese
  ...numbers(1, "hiji dua tilu opat lima genep tujuh dalapan salapan sapuluh sabelas"),
  ["tilu puluh", 30],
  // Javanese
  ...numbers(1, "siji loro telu papat limo enem pitu wolu songo sepuluh sewelas rolas telulas patbelas limolas"),
  ...numbers(16, "nembelas pitulas wolulas songolas"),
  ...numbers(21, "selikur rolikur telulikur patlikur selawe nemlikur pitulikur wolulikur songolikur"),
  ["sanga", 9],
  ["limalas", 15],
  ["rong puluh", 20],
  ["telung puluh", 30],
  ["setunggal", 1],
  ["kalih", 2],
  ["sekawan", 4],
  ["gangsal", 5],
  ["sedasa", 10],
  ["gangsal welas", 15],
  ["kalih dasa", 20],
  ["selangkung", 25],
]);

/** The longest first, so that "dua puluh lima" is not taken for "dua". */
const WORDS = new RegExp(`\\b(?:${[...IN_WORDS.keys()].toSorted((a, b) => b.length - a.length).join("|")})\\b`, "g");

const NUMBER = "(\\d{1,3})\\b";

const DATE = "(?:tanggal|tanggl|tangal|tnggal|tggl|tgal|tgl|kaping)";

/** Before a number: what makes it a day of the month. */
const EVERY = "(?:tiap|tiep|setiap|stiap|tip|saban|unggal|every)";
const MONTH = "(?:bulan|bulannya|bln|wulan|sasih)";
/** After a number: what makes it a number of something else. */
const COUNTED =
  "(?!\\s*(?:hari|minggu|pekan|bulan|bln|sasih|wulan|tahun|thn|jam|menit|x|kali|ribu|rb|juta|jt|persen|orang)\\b)";

const NAMED = [
  new RegExp(`\\b${DATE} ?(?:ke )?${NUMBER}`, "g"),
  new RegExp(`\\b${EVERY} (?:${MONTH} )?(?:di |pada |tiap )?${NUMBER}${COUNTED}`, "g"),
];

/** "tanggal 10 dan 25", "tanggal 1 5": more than one. */
const SEVERAL = new RegExp(
  `\\b${DATE} ?${NUMBER} (?:(?:dan|sama|jeung|karo|atau|atawa|utawa|sampai|sampe|s d|sd|ampe) )?(?:${DATE} ?)?${NUMBER}${COUNTED}`,
);

/** "3 hari sebelum tanggal 15", "h 3 sebelum tanggal 15". */
const DAYS_BEFORE = new RegExp(
  `\\b(?:${NUMBER} hari|h ?(\\d{1,2})) (?:sebelum|sblm|sebelom|saencan|sadurunge) ${DATE} ?${NUMBER}`,
);

const THIS_DAY = new RegExp(`\\b${DATE} (?:segini|sekian ini|ini|hari ini|sekarang|iki|ieu)\\b`);
const FIRST = new RegExp(`\\b(?:awal|kawit|mimiti) ${MONTH}`);
const MIDDLE = new RegExp(`\\b(?:per)?tengah(?:an)? ${MONTH}`);
const LAST = new RegExp(`\\b(?:akhir|ahir|akir|ujung|tungtung|pungkasan) ${MONTH}`);

/**
 * The day of the month that plain words name, which may be one that does not exist (0, 32). undefined when none is
 * named, or several are: one of them would be a guess.
 */
export function dayNamed(words: string, today: Day): number | undefined {
  const plain = inDigits(words);
  const before = DAYS_BEFORE.exec(plain);
  if (before) {
    const [, days = "", short = "", date = ""] = before;
    const day = Number(date) - Number(days || short);
    return day > 0 ? day : undefined;
  }
  if (SEVERAL.test(plain)) return undefined;
  const named = new Set(NAMED.flatMap((form) => Array.from(plain.matchAll(form), ([, number = ""]) => Number(number))));
  if (THIS_DAY.test(plain)) named.add(Number(today.slice(8)));
  if (named.size > 0) return named.size === 1 ? [...named][0] : undefined;
  if (FIRST.test(plain)) return 1;
  if (MIDDLE.test(plain)) return 15;
  return LAST.test(plain) ? 31 : undefined;
}

/** Whether the whole message is a day of the month: the answer to our question for one. */
export function isDayAlone(plain: string): boolean {
  return ALONE.test(inDigits(plain));
}

const ALONE = new RegExp(
  `^(?:(?:di|pada|ya|oke|ok|yang|yg|${EVERY}) )*${DATE} ?${NUMBER}(?: (?:aja|saja|wae|we|ya|yah|dong|deh|kak|min|pak|bu|mas|mbak|${EVERY}|${MONTH}|nya))*$`,
);

function inDigits(plain: string): string {
  return plain.replace(WORDS, (word) => String(IN_WORDS.get(word) ?? word));
}

function numbers(from: number, words: string): [string, number][] {
  return words.split(" ").map((word, index) => [word, from + index]);
}
