/** The number for "not among them". */
export const NONE = -1;

/**
 * Finds the place of a 32-bit hash in a list of different ones, or NONE. A table with open addressing, at most half full:
 * one or two steps where halving the list takes seventeen, and this is asked for every piece of every word.
 */
export function createHashIndex(hashes: ArrayLike<number>): (hash: number) => number {
  let size = 16;
  while (size < hashes.length * 2) size *= 2;
  const mask = size - 1;
  const places = new Int32Array(size).fill(NONE);
  for (let place = 0; place < hashes.length; place++) {
    let slot = slotOf(hashes[place]!, mask);
    while (places[slot] !== NONE) slot = (slot + 1) & mask;
    places[slot] = place;
  }
  return (hash) => {
    let slot = slotOf(hash, mask);
    for (;;) {
      const place = places[slot]!;
      if (place === NONE || hashes[place] === hash) return place;
      slot = (slot + 1) & mask;
    }
  };
}

/** The low bits of FNV-1a hang together more than the high ones: both are mixed. */
function slotOf(hash: number, mask: number): number {
  return (hash ^ (hash >>> 15)) & mask;
}
