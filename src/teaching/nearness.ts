import { fnv1a, fnvStep } from "../lib/hash.ts";
import { createHashIndex, NONE } from "../understanding/hash-index.ts";

/**
 * How near each text is to the one of `others` that is nearest to it: 0 shares nothing with any, 1 is the same. A text is
 * the list of its folded words.
 */
export type Nearness = (others: readonly (readonly string[])[]) => Float64Array;

/** Letters of a piece: two words that are forms of one another or slips of the finger share some. */
const PIECE = 4;

/** So many others are compared in one go: the bits of a number. */
const AT_ONCE = 31;

/**
 * Makes the measure over texts that stay the same: the share of words and pieces of words, by rarity, that both have.
 * These are features of the model, so what is near is what learning from the other may move.
 */
export function createNearness(texts: readonly (readonly string[])[]): Nearness {
  const places = new Map<string, number>();
  /** The pieces of all words, and where those of each word begin; one place more than there are words. */
  const pieces: number[] = [];
  const begins = [0];
  const times: number[] = [];
  const words = texts.map((text) => {
    const own: number[] = [];
    for (const word of text) {
      const place = placeOf(word);
      if (!own.includes(place)) own.push(place);
    }
    return own;
  });
  const seenIn = new Map<number, number>();
  eachPiece((word, at) => seenIn.set(pieces[at]!, (seenIn.get(pieces[at]!) ?? 0) + times[word]!));
  const squareOf = (piece: number) => Math.log(1 + texts.length / (seenIn.get(piece) ?? 1)) ** 2;
  const squares = Float32Array.from(pieces, squareOf);
  const wholes = new Float64Array(places.size);
  eachPiece((word, at) => (wholes[word]! += squares[at]!));
  const lengths = words.map((list) => list.reduce((sum, word) => sum + wholes[word]!, 0));

  function placeOf(word: string): number {
    const place = places.get(word) ?? places.size;
    if (place === places.size) {
      places.set(word, place);
      pieces.push(...piecesOf(word));
      begins.push(pieces.length);
    }
    times[place] = (times[place] ?? 0) + 1;
    return place;
  }

  function eachPiece(visit: (word: number, at: number) => void): void {
    for (let word = 0; word < places.size; word++)
      for (let at = begins[word]!; at < begins[word + 1]!; at++) visit(word, at);
  }

  /** Raises the nearness of each text to these others, which are no more than the bits of a number. */
  function compare(others: readonly (readonly string[])[], nearness: Float64Array): void {
    const ownOf = new Map<number, number>();
    const length = others.map((other, bit) => {
      const mine = new Set(other.flatMap(piecesOf));
      for (const piece of mine) ownOf.set(piece, (ownOf.get(piece) ?? 0) | (1 << bit));
      return [...mine].reduce((sum, piece) => sum + squareOf(piece), 0);
    });
    const placeOfPiece = createHashIndex([...ownOf.keys()]);
    const bits = [...ownOf.values()];
    const count = others.length;
    const shared = new Float64Array(places.size * count);
    eachPiece((word, at) => {
      const place = placeOfPiece(pieces[at]!);
      if (place === NONE) return;
      for (let bit = 0; bit < count; bit++) if (bits[place]! & (1 << bit)) shared[word * count + bit]! += squares[at]!;
    });
    for (let text = 0; text < words.length; text++)
      for (let bit = 0; bit < count; bit++) {
        let both = 0;
        for (const word of words[text]!) both += shared[word * count + bit]!;
        const near = both / (Math.sqrt(lengths[text]! * length[bit]!) || 1);
        if (near > nearness[text]!) nearness[text] = near;
      }
  }

  return (others) => {
    const nearness = new Float64Array(texts.length);
    for (let from = 0; from < others.length; from += AT_ONCE) compare(others.slice(from, from + AT_ONCE), nearness);
    return nearness;
  };
}

/** Hashes of a word and of its pieces with its borders. */
function piecesOf(word: string): number[] {
  const bordered = `<${word}>`;
  const found = [fnv1a(word)];
  for (let begin = 0; begin + PIECE <= bordered.length; begin++) {
    let hash = PIECE;
    for (let at = begin; at < begin + PIECE; at++) hash = fnvStep(hash, bordered.charCodeAt(at));
    found.push(hash >>> 0);
  }
  return found;
}
