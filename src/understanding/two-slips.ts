/**
 * Finds known words that are two slips away from a written one. Two slips leave one of three parts of a word as it was:
 * the first, the last, or the middle one, which then stands a letter beside its place at most. So only words that share a
 * part are compared. (Two swaps across both borders spoil all three; such a word is not found.) For long words alone: of a
 * short one two slips leave too little.
 */
export type TwoSlipIndex = {
  /** Known words that two slips may lead to: they share a part with the written one, and all but two letters. */
  candidates(word: string): readonly string[];
};

/** Shortest word that is worth it. */
export const SHORTEST_OF_TWO_SLIPS = 7;

const PARTS = 3;

/** Two slips change the length by at most this. */
const LENGTHS = 2;

/** Builds the index of the words that are long enough; when it is first asked, since most messages never do. */
export function createTwoSlipIndex(words: Iterable<string>): TwoSlipIndex {
  let byPart: Map<string, Known[]> | undefined;

  function build(): Map<string, Known[]> {
    const built = new Map<string, Known[]>();
    for (const word of words) {
      if (word.length < SHORTEST_OF_TWO_SLIPS) continue;
      const known = { word, letters: lettersOf(word) };
      for (let part = 0; part < PARTS; part++) {
        const key = `${word.length}${part}${word.slice(borderOf(word.length, part), borderOf(word.length, part + 1))}`;
        const list = built.get(key);
        if (list) list.push(known);
        else built.set(key, [known]);
      }
    }
    return built;
  }

  return {
    candidates(word) {
      byPart ??= build();
      const found = new Set<string>();
      const letters = lettersOf(word);
      for (let length = word.length - LENGTHS; length <= word.length + LENGTHS; length++)
        for (let part = 0; part < PARTS; part++) {
          const size = borderOf(length, part + 1) - borderOf(length, part);
          // slips before a part move it, but the last part stands at the end in any case
          const isLast = part === PARTS - 1;
          const from = isLast ? word.length - size : borderOf(length, part);
          const moved = part === 0 || isLast ? 0 : 1;
          for (let start = Math.max(0, from - moved); start <= from + moved && start + size <= word.length; start++)
            for (const known of byPart.get(`${length}${part}${word.slice(start, start + size)}`) ?? [])
              if (isFew(letters & ~known.letters) && isFew(known.letters & ~letters)) found.add(known.word);
        }
      return [...found];
    },
  };
}

type Known = { word: string; letters: number };

/** The letters of a word, as bits. */
function lettersOf(word: string): number {
  let bits = 0;
  for (let at = 0; at < word.length; at++) bits |= 1 << (word.charCodeAt(at) - FIRST_LETTER);
  return bits;
}

const FIRST_LETTER = 97;

/** Whether at most two bits are set. */
function isFew(bits: number): boolean {
  const fewer = bits & (bits - 1);
  return (fewer & (fewer - 1)) === 0;
}

function borderOf(length: number, part: number): number {
  return Math.floor((length * part) / PARTS);
}
