import { sample, stringMatching } from "fast-check";

/** A text made to keep a pattern busy: a beginning, a piece repeated to any length, and an end at which nothing fits. */
export type Attack = { before: string; piece: string; after: string };

/** Pieces that keep many patterns busy. */
const PIECES = [
  ..." \n\ta1.,-(_%é?",
  "1.1",
  "a1",
  "1 ",
  "a ",
  "a. ",
  "satu ",
  "2026 ",
  "((",
  '{"a":[',
  "<b>",
  "a\u0301",
  "👍",
];

/** What fits at the end of hardly any pattern. */
const NO_END = "\u0001";

/** Longest piece that is cut out of a fitting text to be repeated. */
const LONGEST_PIECE = 6;

/** Writes an attack out to about that many characters. */
export function written({ before, piece, after }: Attack, length: number): string {
  return before + piece.repeat(Math.ceil(length / piece.length)) + after;
}

/**
 * Attacks on one pattern: pieces that keep many patterns busy, and texts that fit it, broken off after every one of their
 * pieces has been repeated. `matches`: how many such texts. The same pattern gets the same attacks every time.
 */
export function attacksOn(pattern: RegExp, matches: number): Attack[] {
  const attacks = new Map<string, Attack>();
  const add = (attack: Attack) => void attacks.set(JSON.stringify(attack), attack);
  for (const piece of PIECES) add({ before: "", piece, after: NO_END });
  for (const word of wordsOf(pattern)) {
    add({ before: "", piece: word, after: NO_END });
    add({ before: "", piece: `${word} `, after: NO_END });
  }
  for (const fitting of textsFor(pattern, matches))
    for (let at = 0; at < fitting.length; at++) {
      for (const length of [1, 2, LONGEST_PIECE].filter((size) => at + size <= fitting.length))
        add({ before: fitting.slice(0, at), piece: fitting.slice(at, at + length), after: NO_END });
      for (const piece of [" ", "1", "a"]) add({ before: fitting.slice(0, at), piece, after: NO_END });
    }
  return [...attacks.values()];
}

/** The words that a pattern is written with. */
function wordsOf({ source }: RegExp): string[] {
  return [...new Set(source.replace(/\\p\{[^}]*\}|\\./g, " ").match(/[a-z]{2,}/g))].slice(0, 12);
}

/** Some texts that a pattern fits, short ones. What the generator cannot read of a pattern is made simpler for it. */
function textsFor({ source, flags }: RegExp, count: number): string[] {
  const simple = source
    .replace(/\(\?<?[=!](?:[^()\\]|\\.|\([^()]*\))*\)/g, "")
    .replace(/\\p\{[^}]*\}/gi, (_, at: number) => (insideClass(source, at) ? "a-z" : "[a-z]"))
    .replace(/\\[bB]/g, "");
  try {
    const texts = stringMatching(new RegExp(simple, flags.replace(/[gy]/g, "")), { size: "-1" });
    return sample(texts, { numRuns: count, seed: 7 }).map((text) => text.slice(0, 60));
  } catch {
    return [];
  }
}

/** Whether a place of a pattern stands in a class of characters. */
function insideClass(source: string, at: number): boolean {
  const before = source.slice(0, at).replace(/\\./g, "");
  return before.lastIndexOf("[") > before.lastIndexOf("]");
}
