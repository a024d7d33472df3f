/**
 * Finds known words that are one slip away from a written one: a letter left out, added, changed or two swapped.
 * Works by a delete index (SymSpell's idea): every known word is kept under itself and under each form that lacks one letter.
 */
export type EditIndex = {
  /** Known words within one slip, best first (heavier words first). */
  near(word: string): string[];
};

/** Builds the index. `weight` decides among several words that are equally near: the frequency, say. */
export function createEditIndex(words: Iterable<string>, weight: (word: string) => number = () => 0): EditIndex {
  const index = new Map<string, string[]>();
  for (const word of new Set(words))
    for (const key of [word, ...deletes(word)]) {
      const list = index.get(key);
      if (list) list.push(word);
      else index.set(key, [word]);
    }

  return {
    near(word) {
      const found = new Set<string>();
      for (const key of [word, ...deletes(word)])
        for (const candidate of index.get(key) ?? []) if (isOneSlip(word, candidate)) found.add(candidate);
      return [...found].sort((a, b) => weight(b) - weight(a) || a.localeCompare(b));
    },
  };
}

function deletes(word: string): string[] {
  return Array.from(word, (_, i) => word.slice(0, i) + word.slice(i + 1));
}

/** Whether two words differ by at most one insertion, deletion, substitution or swap of neighbours. */
export function isOneSlip(a: string, b: string): boolean {
  if (a === b) return true;
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  const restA = endA - start;
  const restB = endB - start;
  if (restA <= 1 && restB <= 1) return true;
  return restA === 2 && restB === 2 && a[start] === b[start + 1] && a[start + 1] === b[start];
}
