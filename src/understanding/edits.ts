/**
 * Finds known words that are one slip away from a written one: a letter left out, added, changed or two neighbours
 * swapped. Quick to build, since that happens at every start: a slip leaves either the first letter in place, then few
 * words of about that length need a look, or all that follows it, then the word is found by its rest.
 */
export type EditIndex = {
  /** Known words within one slip, best first (heavier words first). */
  near(word: string): string[];
};

/** Builds the index. `weight` decides among several words that are equally near: the frequency, say. */
export function createEditIndex(words: Iterable<string>, weight: (word: string) => number = () => 0): EditIndex {
  const known = new Set(words);
  const byStart = new Map<string, string[]>();
  const byRest = new Map<string, string[]>();
  for (const word of known) {
    put(byStart, start(word, word.length), word);
    put(byRest, word.slice(1), word);
  }

  return {
    near(word) {
      const found = new Set<string>();
      for (let length = word.length - 1; length <= word.length + 1; length++)
        for (const candidate of byStart.get(start(word, length)) ?? [])
          if (isOneSlip(word, candidate)) found.add(candidate);
      // the first letter itself was changed, left out, added or swapped with the second
      for (const candidate of [...(byRest.get(word.slice(1)) ?? []), ...(byRest.get(word) ?? [])]) found.add(candidate);
      const swapped = word.charAt(1) + word.charAt(0) + word.slice(2);
      for (const candidate of [word.slice(1), swapped]) if (known.has(candidate)) found.add(candidate);
      return [...found].sort((a, b) => weight(b) - weight(a) || (a < b ? -1 : 1));
    },
  };
}

function start(word: string, length: number): string {
  return `${word.charAt(0)}${length}`;
}

function put(index: Map<string, string[]>, key: string, word: string): void {
  const list = index.get(key);
  if (list) list.push(word);
  else index.set(key, [word]);
}

/** Whether two words differ by at most one insertion, deletion, substitution or swap of neighbours. */
export function isOneSlip(a: string, b: string): boolean {
  if (a === b) return true;
  if (Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < a.length && from < b.length && a[from] === b[from]) from++;
  let endA = a.length;
  let endB = b.length;
  while (endA > from && endB > from && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  const restA = endA - from;
  const restB = endB - from;
  if (restA <= 1 && restB <= 1) return true;
  return restA === 2 && restB === 2 && a[from] === b[from + 1] && a[from + 1] === b[from];
}
