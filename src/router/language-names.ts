import { isOneSlip } from "../understanding/edits.ts";

/** Words for "language", and the names that are no other word when a letter is wrong. */
const SPEECH = ["bahasa", "basa", "boso", "bhs", "bhsa"];
const NAMES = ["indonesia", "indonesian", "inggris", "english", "sundanese", "javanese"];

/** Short names, which are looked for only after the word for language: Sunda and Jawa are places and people as well. */
const NAMES_AFTER = ["indonesia", "sunda", "jawa", "jowo", "jawi", "inggris", "english"];

/** Words that are one slip from these and mean something else: to discuss, a treatment, wet, a base. */
const OTHER_WORDS = new Set([
  "bahas",
  "bahasan",
  "basah",
  "basi",
  "basis",
  "bass",
  "biasa",
  "bisa",
  "rasa",
  "masa",
  "kasa",
]);

/** Shortest word that is taken for "bahasa" or a name with a slip in it. */
const SHORTEST = 5;

/**
 * A message with slips in the names of languages put right: "bahsa indonesa" → "bahasa indonesia". Everything else stays
 * as it is.
 */
export function withLanguageNames(words: readonly string[]): string[] {
  const right: string[] = [];
  for (const word of words) right.push(meant(word, SPEECH.includes(right.at(-1) ?? "")));
  return right;
}

function meant(word: string, isAfterSpeech: boolean): string {
  if (SPEECH.includes(word) || NAMES.includes(word) || OTHER_WORDS.has(word)) return word;
  if (isAfterSpeech) return NAMES_AFTER.find((name) => !OWN.has(word) && isOneSlip(word, name)) ?? word;
  if (word.length < SHORTEST) return word;
  if (isOneSlip(word, "bahasa")) return "bahasa";
  return NAMES.find((name) => name.length > SHORTEST && isOneSlip(word, name)) ?? word;
}

/** Follow the word for language and are no slips: "bahasa jaya" names a firm, "bahasa jiwa" a heart. */
const OWN = new Set(["jaya", "jiwa", "jasa", "java", "janda", "bunda", "sandi", "tunda", "jawab"]);
