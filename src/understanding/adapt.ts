import { seededRandom } from "../lib/hash.ts";
import { shuffle } from "../lib/shuffle.ts";
import { createFeatureReader, type FeatureVector } from "./features.ts";
import { grow } from "./grow.ts";
import { createHashIndex } from "./hash-index.ts";
import type { Model } from "./model.ts";
import { predict } from "./predict.ts";
import { addNoise, FIRST_SUM, NOISY_COPIES, vocabularyOf, type TrainingMessage } from "./train.ts";

/** What a model is to learn besides what it knows. */
export type Addition<Label extends string> = {
  /** New messages, each as often as the whole learning would get it. */
  added: readonly TrainingMessage<Label>[];
  /** Messages that it knows and must not unlearn; those that share most with the new ones matter most. */
  replay: readonly TrainingMessage<Label>[];
  /** How many messages the model was learned from. */
  known: number;
  /** Name of what comes out; never that of a whole learning, whose weights are other ones. */
  fingerprint: string;
};

/**
 * How the steps are made. Measured by teaching questions that were held back, and odd ones that share hardly a word with
 * any example (test/bench/teaching.bench.ts): fewer passes leave some unlearned, less care costs other questions more.
 */
const FEWEST_PASSES = 6;
const MOST_PASSES = 12;
/** Share of its own intent from which a new message counts as known. */
const KNOWN_FROM = 0.6;
/** Share from which a new message, and one that is gone through again, teaches nothing more. */
const SETTLED_FROM = { fresh: 0.8, replay: 0.95 } as const;
/** How much each message that a row was learned from holds its weights back. */
const CARE = 0.02;
/** As in the whole learning. */
const LEARNING_RATE = 0.2;
const NEGLIGIBLE = 0.005;

/** Seed of the noisy copies and of the order; the same additions to the same model give the same model. */
const SEED = 20230228;

/**
 * Teaches a learned model new messages without going through all that it knows: a hundredth of the work of a whole
 * learning, for nearly the same answers. Features that only the new messages have get rows of their own, which start at
 * zero; then the steps of the whole learning are made over the new messages with noisy copies and over the replay, until
 * the new ones are known. Rows that many messages share move little: what they say was learned from all of those. How
 * likely each intent is by itself is left as it was: a few new messages say nothing of that, and it moves all questions.
 */
export function adapt<Label extends string>(
  model: Model<Label>,
  { added, replay, known, fingerprint }: Addition<Label>,
): Model<Label> {
  const random = seededRandom(SEED);
  const copies = added.flatMap((message) => [
    message,
    ...Array.from({ length: NOISY_COPIES }, () => ({ ...message, words: addNoise(message.words, random) })),
  ]);
  const learnedFrom = known * (1 + NOISY_COPIES);
  const grown = grow(model, copies, learnedFrom);
  const featuresOf = createFeatureReader({ rowOf: createHashIndex(grown.features), rarity: grown.rarity });
  /** Where each row is among those that any lesson has, one more than that; 0 for all others. */
  const places = new Uint32Array(grown.features.length);
  const touched: number[] = [];
  const lessons = [...copies, ...replay].map(({ intent, words }, index): Lesson => {
    const { rows, values } = featuresOf(words);
    for (const row of rows) if (places[row] === 0) places[row] = touched.push(row);
    return {
      rows: rows.map((row) => places[row]! - 1),
      values: values.slice(),
      label: model.intents.indexOf(intent),
      enough: index < copies.length ? SETTLED_FROM.fresh : SETTLED_FROM.replay,
    };
  });
  const weights = fit(lessons, copies.length, { ...opened(grown, touched, learnedFrom), bias: model.bias, random });
  const vocabulary = new Map(model.vocabulary);
  for (const [word, times] of vocabularyOf(added)) vocabulary.set(word, (vocabulary.get(word) ?? 0) + times);
  return { ...grown, ...closed(grown, touched, weights), fingerprint, vocabulary };
}

/** A message to learn from; its rows are numbered among those that any lesson has. */
type Lesson = FeatureVector & {
  label: number;
  /** Share of its own intent from which it teaches nothing more. */
  enough: number;
};

type Opened = {
  weights: Float32Array;
  /** What AdaGrad would have added up for the weights of each row. */
  before: Float32Array;
};

/** The weights of some rows as exact numbers. */
function opened(model: Model<string>, rows: readonly number[], learnedFrom: number): Opened {
  const width = model.intents.length;
  const weights = new Float32Array(rows.length * width);
  const before = new Float32Array(rows.length);
  rows.forEach((row, place) => {
    before[place] = FIRST_SUM.long + (CARE * learnedFrom) / Math.expm1(model.rarity[row]!);
    for (let column = 0; column < width; column++)
      weights[place * width + column] = model.weights[row * width + column]! * model.scales[column]!;
  });
  return { weights, before };
}

/**
 * The other way round; all other rows keep their bytes, and columns their scales: a larger scale for the sake of a few
 * weights would round all others anew, which costs other questions more than what is cut off here.
 */
function closed(model: Model<string>, rows: readonly number[], exact: Float32Array): Pick<Model, "weights"> {
  const width = model.intents.length;
  const weights = model.weights.slice();
  rows.forEach((row, place) => {
    for (let column = 0; column < width; column++) {
      const steps = Math.round(exact[place * width + column]! / (model.scales[column]! || 1));
      weights[row * width + column] = Math.max(-127, Math.min(127, steps));
    }
  });
  return { weights };
}

/** Goes through the lessons, of which the first are new, until the new ones are known. */
function fit(
  lessons: readonly Lesson[],
  fresh: number,
  { weights, bias, before, random }: Opened & { bias: Float32Array; random: () => number },
): Float32Array {
  const width = bias.length;
  const squares = new Float32Array(weights.length);
  const shares = new Float64Array(width);
  const columns = new Uint16Array(width);
  const gradients = new Float64Array(width);

  function step(lesson: Lesson): void {
    const { rows, values, label, enough } = lesson;
    predict(lesson, { weights, bias }, shares);
    if (shares[label]! > enough) return;
    let moving = 0;
    for (let column = 0; column < width; column++) {
      const gradient = shares[column]! - (column === label ? 1 : 0);
      if (gradient < NEGLIGIBLE && gradient > -NEGLIGIBLE) continue;
      columns[moving] = column;
      gradients[moving++] = gradient;
    }
    for (let i = 0; i < rows.length; i++) {
      const from = rows[i]! * width;
      const value = values[i]!;
      const held = before[rows[i]!]!;
      for (let place = 0; place < moving; place++) {
        const at = from + columns[place]!;
        const slope = gradients[place]! * value;
        squares[at]! += slope * slope;
        weights[at]! -= (LEARNING_RATE * slope) / Math.sqrt(held + squares[at]!);
      }
    }
  }

  function isKnown(lesson: Lesson): boolean {
    predict(lesson, { weights, bias }, shares);
    return shares[lesson.label]! >= KNOWN_FROM;
  }

  const order = [...lessons];
  const own = lessons.slice(0, fresh);
  for (let pass = 1; pass <= MOST_PASSES; pass++) {
    shuffle(order, random);
    for (const lesson of order) step(lesson);
    if (pass >= FEWEST_PASSES && own.every(isKnown)) break;
  }
  return weights;
}
