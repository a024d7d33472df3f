/** FNV-1a, 32 bit (http://www.isthe.com/chongo/tech/comp/fnv/): spreads feature names over numbers. Not for security. */
export function fnv1a(text: string, seed = 0x811c9dc5): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = fnvStep(hash, text.charCodeAt(i));
  return hash >>> 0;
}

/** One step of FNV-1a: the hash of a text with one more character (a signed number until `>>> 0`). */
export function fnvStep(hash: number, character: number): number {
  return Math.imul(hash ^ character, 0x01000193);
}

/** A seeded generator of numbers in [0, 1) (mulberry32): the same seed gives the same row, on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
