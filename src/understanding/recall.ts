/** So many words are remembered by one function: more than people use in a day, and at most some megabytes. */
const MOST = 8192;

/** A longer "word" is no word, and must not fill the memory. */
const LONGEST = 40;

/**
 * A function of one word that remembers what it found, for words come again all the time. `find` must be pure, and
 * nobody may change what it gave. When too many are remembered all are forgotten: that costs nothing to keep account of.
 */
export function recalling<Found>(find: (word: string) => Found): (word: string) => Found {
  const known = new Map<string, Found>();
  return (word) => {
    const before = known.get(word);
    if (before !== undefined || known.has(word)) return before as Found;
    const found = find(word);
    if (word.length > LONGEST) return found;
    if (known.size >= MOST) known.clear();
    known.set(word, found);
    return found;
  };
}
