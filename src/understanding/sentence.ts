import { tokenise, type Token } from "./normalise.ts";

/** A folded text cut into words once, with what all the finders ask of it. */
export type Sentence = {
  folded: string;
  tokens: readonly Token[];
  words: readonly string[];
  /** For each word the place after the last one that no sign parts from it: nothing is named across a full stop. */
  until: readonly number[];
};

/** Cuts a folded text into words. */
export function sentenceOf(folded: string): Sentence {
  const tokens = tokenise(folded);
  const words = tokens.map(({ text }) => text);
  const until: number[] = Array.from(tokens, () => 0);
  for (let i = tokens.length - 1; i >= 0; i--) {
    const { end } = tokens[i]!;
    const next = tokens[i + 1];
    until[i] = next && !isParted(folded, end, next.start) ? until[i + 1]! : i + 1;
  }
  return { folded, tokens, words, until };
}

/** Whether what stands between two words parts them: "?", "!", ";", ":", or a point or comma before a blank. */
function isParted(folded: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const sign = folded[at]!;
    if (sign === " ") continue;
    if ("?!;:".includes(sign)) return true;
    if ((sign === "." || sign === ",") && folded[at + 1] === " ") return true;
  }
  return false;
}
