import { fold, wordsOf } from "../understanding/normalise.ts";
import type { Example } from "./fingerprint.ts";

/** Examples near to a new one that are asked about with words left out. */
const NEAREST = 150;

/** A question with what it means. */
export type Probe = Example;

/**
 * Questions that the model has not seen, near to what is to be taught: the known examples that share most with a new one
 * and mean something else, each with one word left out, once for every word. What they mean is known, and no learning has
 * got them by heart.
 */
export function probesNear(added: readonly Example[], known: readonly Example[]): Probe[] {
  const words = known.map(({ text }) => new Set(wordsOf(fold(text))));
  const seenIn = new Map<string, number>();
  for (const set of words) for (const word of set) seenIn.set(word, (seenIn.get(word) ?? 0) + 1);
  const weight = (list: Iterable<string>) =>
    [...list].reduce((sum, word) => sum + Math.log(1 + known.length / (seenIn.get(word) ?? 1)), 0);
  const weights = words.map(weight);
  const nearness = new Float64Array(known.length);
  for (const { intent, text } of added) {
    const mine = new Set(wordsOf(fold(text)));
    const whole = weight(mine);
    known.forEach((example, index) => {
      const set = words[index];
      if (!set || example.intent === intent) return;
      const both = weight([...mine].filter((word) => set.has(word)));
      nearness[index] = Math.max(nearness[index] ?? 0, both / (whole + (weights[index] ?? 0) - both || 1));
    });
  }
  return wordsLeftOut(
    [...known.keys()]
      .filter((index) => (nearness[index] ?? 0) > 0)
      .sort((a, b) => (nearness[b] ?? 0) - (nearness[a] ?? 0) || a - b)
      .slice(0, NEAREST)
      .flatMap((index) => known[index] ?? []),
    [...known, ...added],
  );
}

/** The examples with one word left out, once for every word, but for what is among the `taken` ones. */
export function wordsLeftOut(examples: readonly Example[], taken: readonly Example[]): Probe[] {
  const keys = new Set(taken.map(({ text }) => wordsOf(fold(text)).join(" ")));
  return examples.flatMap(({ intent, text: whole }) => {
    const parts = whole.split(/\s+/);
    if (parts.length < 3) return [];
    return parts.flatMap((_, left) => {
      const text = parts.filter((__, at) => at !== left).join(" ");
      return keys.has(wordsOf(fold(text)).join(" ")) ? [] : [{ intent, text }];
    });
  });
}
