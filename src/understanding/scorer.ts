import { createPairReader, createWordReader, WEIGHTS } from "./features.ts";
import { createHashIndex } from "./hash-index.ts";
import type { Model } from "./model.ts";
import { recalling } from "./recall.ts";

/** What one word adds to the scores, before the kinds are scaled. */
type Part = {
  /** Rows of the word itself and of its skeleton; none or one each. */
  word: readonly number[];
  skeleton: readonly number[];
  pairBegins: number;
  /** The scores of all its pieces together, one for each column. */
  pieces: Float32Array;
  /** Squared lengths of each kind. */
  wordSquares: number;
  skeletonSquares: number;
  pieceSquares: number;
  /** The message that it was last met in: in each a word counts once. */
  metIn: number;
};

/**
 * Makes the function that adds up value × weight of all features of a message, for each column: what `featuresOf` times
 * the weights would give. Most features are pieces of words, and words come again, so the sums over the pieces of a word
 * are remembered. The scores are the function's own and hold good until the next message.
 */
export function createScorer({
  intents,
  features,
  rarity,
  weights,
}: Pick<Model<string>, "intents" | "features" | "rarity" | "weights">): (words: readonly string[]) => Float64Array {
  const width = intents.length;
  const rowOf = createHashIndex(features);
  const rowsOf = createWordReader(rowOf);
  const eachPair = createPairReader(rowOf);
  const scores = new Float64Array(width);
  let message = 0;

  function add(row: number, value: number): void {
    const from = row * width;
    for (let column = 0; column < width; column++) scores[column]! += value * weights[from + column]!;
  }

  function squaresOf(rows: readonly number[]): number {
    let squares = 0;
    for (const row of rows) squares += rarity[row]! * rarity[row]!;
    return squares;
  }

  const partOf = recalling((text): Part => {
    const { word, skeleton, gram, pairBegins } = rowsOf(text);
    scores.fill(0);
    for (const row of gram) add(row, rarity[row]!);
    return {
      word,
      skeleton,
      pairBegins,
      pieces: Float32Array.from(scores),
      wordSquares: squaresOf(word),
      skeletonSquares: squaresOf(skeleton),
      pieceSquares: squaresOf(gram),
      metIn: 0,
    };
  });

  return (words) => {
    message++;
    const inOrder: Part[] = [];
    const different: Part[] = [];
    let wordSquares = 0;
    let skeletonSquares = 0;
    let pieceSquares = 0;
    for (const word of words) {
      const part = partOf(word);
      inOrder.push(part);
      if (part.metIn === message) continue;
      part.metIn = message;
      different.push(part);
      wordSquares += part.wordSquares;
      skeletonSquares += part.skeletonSquares;
      pieceSquares += part.pieceSquares;
    }
    scores.fill(0);
    const pieceScale = scaleOf(WEIGHTS.gram, pieceSquares);
    const wordScale = scaleOf(WEIGHTS.word, wordSquares);
    const skeletonScale = scaleOf(WEIGHTS.skeleton, skeletonSquares);
    for (const { word, skeleton, pieces } of different) {
      for (let column = 0; column < width; column++) scores[column]! += pieceScale * pieces[column]!;
      for (const row of word) add(row, wordScale * rarity[row]!);
      for (const row of skeleton) add(row, skeletonScale * rarity[row]!);
    }
    const pairs: number[] = [];
    eachPair(words, inOrder, (row) => pairs.push(row));
    const pairScale = scaleOf(WEIGHTS.pair, squaresOf(pairs));
    for (const row of pairs) add(row, pairScale * rarity[row]!);
    return scores;
  };
}

function scaleOf(weight: number, squares: number): number {
  return squares > 0 ? weight / Math.sqrt(squares) : 0;
}
