/**
 * Finds known words that are one slip away from a written one: a letter left out, added, changed or two neighbours
 * swapped. A slip leaves either the first half of a known word or its second half as it was, so only the words that
 * share one of them are compared. Quick to build, since that happens at every start.
 */
export type EditIndex = {
  /** Known words within one slip, best first (heavier words first). */
  near(word: string): string[];
};

/** The known words of one length, by their first and by their second half. */
type OfLength = { byHead: Map<string, string[]>; byTail: Map<string, string[]> };

/** Builds the index. `weight` decides among several words that are equally near: the frequency, say. */
export function createEditIndex(words: Iterable<string>, weight: (word: string) => number = () => 0): EditIndex {
  const byLength: OfLength[] = [];
  for (const word of new Set(words)) {
    const { byHead, byTail } = (byLength[word.length] ??= { byHead: new Map(), byTail: new Map() });
    put(byHead, head(word, word.length), word);
    put(byTail, tail(word, word.length), word);
  }

  return {
    near(word) {
      const found: string[] = [];
      for (let length = word.length - 1; length <= word.length + 1; length++) {
        const known = byLength[length];
        if (!known) continue;
        collect(word, known.byHead.get(head(word, length)), found);
        collect(word, known.byTail.get(tail(word, length)), found);
      }
      return found.length < 2 ? found : found.sort((a, b) => weight(b) - weight(a) || (a < b ? -1 : 1));
    },
  };
}

function collect(word: string, candidates: readonly string[] | undefined, found: string[]): void {
  if (candidates)
    for (const candidate of candidates)
      if (isOneSlip(word, candidate) && !found.includes(candidate)) found.push(candidate);
}

// one letter fewer than the whole word in both halves together: a swap in the middle spoils two letters, and lies
// within one of the halves and the letter between them

function head(word: string, length: number): string {
  return word.slice(0, (length - 1) >> 1);
}

function tail(word: string, length: number): string {
  return word.slice(word.length - (length - 1 - ((length - 1) >> 1)));
}

function put(index: Map<string, string[]>, key: string, word: string): void {
  const list = index.get(key);
  if (list) list.push(word);
  else index.set(key, [word]);
}

/** Whether two words differ by at most one insertion, deletion, substitution or swap of neighbours. */
export function isOneSlip(a: string, b: string): boolean {
  if (a === b) return true;
  let endA = a.length;
  let endB = b.length;
  if (endA - endB > 1 || endB - endA > 1) return false;
  let from = 0;
  while (from < endA && from < endB && a.charCodeAt(from) === b.charCodeAt(from)) from++;
  while (endA > from && endB > from && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA--;
    endB--;
  }
  const restA = endA - from;
  const restB = endB - from;
  if (restA <= 1 && restB <= 1) return true;
  return restA === 2 && restB === 2 && a[from] === b[from + 1] && a[from + 1] === b[from];
}
