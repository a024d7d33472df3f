import { createFeatureReader, createWordRows, damped, WEIGHTS, type Kind, type WordRows } from "./features.ts";
import { createHashIndex } from "./hash-index.ts";
import type { Model } from "./model.ts";
import { recalling } from "./recall.ts";

/** Kinds of features of which a word gives one or two; of pieces it gives dozens. */
const FEW: readonly Kind[] = ["word", "pair", "skeleton"];

/** What the pieces of one word add up to when each counts as often as it is there. */
type Pieces = { own: WordRows; sums: Float64Array; squares: number };

/**
 * Makes the function that adds up value × weight of all features of a message, for each column: what `featuresOf` times
 * the weights would give. Most features are pieces of words, and words come again, so the sums over the pieces of a word
 * are remembered; only pieces that are there more than once, whose count is damped, are looked at one by one. The scores
 * are the function's own and hold good until the next message.
 */
export function createScorer({
  intents,
  features,
  rarity,
  weights,
}: Pick<Model<string>, "intents" | "features" | "rarity" | "weights">): (words: readonly string[]) => Float64Array {
  const width = intents.length;
  const rowOf = createHashIndex(features);
  const rowsOf = createWordRows(rowOf);
  const readFew = createFeatureReader({ rowOf, rarity }, { kinds: FEW });
  const scores = new Float64Array(width);
  const pieceScores = new Float64Array(width);
  const times = new Uint16Array(rarity.length);

  function add(to: Float64Array, row: number, value: number): void {
    const from = row * width;
    for (let column = 0; column < width; column++) to[column]! += value * weights[from + column]!;
  }

  const piecesOf = recalling((word): Pieces => {
    const own = rowsOf(word);
    const sums = new Float64Array(width);
    let squares = 0;
    for (const row of own.gram) {
      const value = rarity[row]!;
      add(sums, row, value);
      squares += value * value;
    }
    return { own, sums, squares };
  });

  /** The scores of all pieces together, before they are scaled, and the square of their length. */
  function addPieces(parts: readonly Pieces[]): number {
    const repeated: number[] = [];
    let squares = 0;
    pieceScores.fill(0);
    for (const { own, sums, squares: square } of parts) {
      for (let column = 0; column < width; column++) pieceScores[column]! += sums[column]!;
      squares += square;
      for (let i = 0; i < own.gram.length; i++) {
        const row = own.gram[i]!;
        if (++times[row]! === 2) repeated.push(row);
      }
    }
    for (const row of repeated) {
      const often = times[row]!;
      const value = damped(often) * rarity[row]!;
      add(pieceScores, row, value - often * rarity[row]!);
      squares += value * value - often * rarity[row]! * rarity[row]!;
    }
    for (const { own } of parts) for (let i = 0; i < own.gram.length; i++) times[own.gram[i]!] = 0;
    return squares;
  }

  return (words) => {
    const parts = words.map(piecesOf);
    const squares = addPieces(parts);
    const scale = squares > 0 ? WEIGHTS.gram / Math.sqrt(squares) : 0;
    for (let column = 0; column < width; column++) scores[column] = scale * pieceScores[column]!;
    const { rows, values } = readFew(
      words,
      parts.map(({ own }) => own),
    );
    for (let i = 0; i < rows.length; i++) add(scores, rows[i]!, values[i]!);
    return scores;
  };
}
