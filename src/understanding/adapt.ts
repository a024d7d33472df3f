import { seededRandom } from "../lib/hash.ts";
import { createFeatureReader, type FeatureVector } from "./features.ts";
import { createHashIndex, NONE } from "./hash-index.ts";
import type { Model } from "./model.ts";
import { addNoise, NOISY_COPIES, vocabularyOf, type TrainingMessage } from "./train.ts";

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
const BIAS_RATE = 0.01;
const NEGLIGIBLE = 0.005;

/** Seed of the noisy copies and of the order; the same additions to the same model give the same model. */
const SEED = 20230228;

/** As in the whole learning: features seen in fewer messages than this only say which message it was. */
const RAREST = 2;

/**
 * Teaches a learned model new messages without going through all that it knows: a hundredth of the work of a whole
 * learning, for nearly the same answers. Features that only the new messages have get rows of their own, which start at
 * zero; then the steps of the whole learning are made over the new messages with noisy copies and over the replay, until
 * the new ones are known. Rows that many messages share move little: what they say was learned from all of those.
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
  const { weights, bias } = fit(lessons, copies.length, { ...opened(grown, touched, learnedFrom), random });
  const vocabulary = new Map(model.vocabulary);
  for (const [word, times] of vocabularyOf(added)) vocabulary.set(word, (vocabulary.get(word) ?? 0) + times);
  return { ...grown, ...closed(grown, touched, weights), bias, fingerprint, vocabulary };
}

/** A message to learn from; its rows are numbered among those that any lesson has. */
type Lesson = FeatureVector & {
  label: number;
  /** Share of its own intent from which it teaches nothing more. */
  enough: number;
};

/** The model with one more row for each feature that it does not know and that enough of the messages have. */
function grow<Label extends string>(
  model: Model<Label>,
  messages: readonly TrainingMessage<Label>[],
  learnedFrom: number,
): Model<Label> {
  const width = model.intents.length;
  const rowOf = createHashIndex(model.features);
  const rows = new Map<number, number>();
  const seenIn: number[] = [];
  const newOf = createFeatureReader({
    rowOf(hash) {
      if (rowOf(hash) !== NONE) return NONE;
      const row = rows.get(hash) ?? rows.size;
      if (row === rows.size) rows.set(hash, row);
      return row;
    },
    rarity: [],
  });
  for (const { words } of messages) for (const row of newOf(words).rows) seenIn[row] = (seenIn[row] ?? 0) + 1;
  const kept = [...rows].filter(([, row]) => seenIn[row]! >= RAREST).sort(([a], [b]) => a - b);

  const height = model.features.length + kept.length;
  const features = new Uint32Array(height);
  const rarity = new Float32Array(height);
  const weights = new Int8Array(height * width);
  let from = 0;
  kept.forEach(([hash, row], before) => {
    const to = placeIn(model.features, hash);
    put(from, to, before);
    features[to + before] = hash;
    rarity[to + before] = Math.log(1 + learnedFrom / seenIn[row]!);
    from = to;
  });
  put(from, model.features.length, kept.length);
  return { ...model, features, rarity, weights };

  /** Rows of the model, moved on by the new ones before them. */
  function put(begin: number, end: number, by: number): void {
    features.set(model.features.subarray(begin, end), begin + by);
    rarity.set(model.rarity.subarray(begin, end), begin + by);
    weights.set(model.weights.subarray(begin * width, end * width), (begin + by) * width);
  }
}

/** How many of the ascending numbers are smaller. */
function placeIn(ascending: Uint32Array, number: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

type Opened = {
  weights: Float32Array;
  bias: Float32Array;
  /** What AdaGrad would have added up for the weights of each row. */
  before: Float32Array;
};

/** The weights of some rows as exact numbers. */
function opened(model: Model<string>, rows: readonly number[], learnedFrom: number): Opened {
  const width = model.intents.length;
  const weights = new Float32Array(rows.length * width);
  const before = new Float32Array(rows.length);
  rows.forEach((row, place) => {
    before[place] = 1e-2 + (CARE * learnedFrom) / Math.expm1(model.rarity[row]!);
    for (let column = 0; column < width; column++)
      weights[place * width + column] = model.weights[row * width + column]! * model.scales[column]!;
  });
  return { weights, bias: model.bias.slice(), before };
}

/** The other way round; all other rows keep their bytes unless a weight has outgrown the scale of its column. */
function closed(model: Model<string>, rows: readonly number[], exact: Float32Array): Pick<Model, "weights" | "scales"> {
  const width = model.intents.length;
  const weights = model.weights.slice();
  const scales = model.scales.slice();
  exact.forEach((weight, at) => (scales[at % width] = Math.max(scales[at % width]!, Math.abs(weight) / 127)));
  for (let column = 0; column < width; column++) {
    const change = model.scales[column]! / scales[column]!;
    if (change !== 1)
      for (let at = column; at < weights.length; at += width) weights[at] = Math.round(weights[at]! * change);
  }
  rows.forEach((row, place) => {
    for (let column = 0; column < width; column++)
      weights[row * width + column] = Math.round(exact[place * width + column]! / (scales[column]! || 1));
  });
  return { weights, scales };
}

/** Goes through the lessons, of which the first are new, until the new ones are known. */
function fit(
  lessons: readonly Lesson[],
  fresh: number,
  { weights, bias, before, random }: Opened & { random: () => number },
): { weights: Float32Array; bias: Float32Array } {
  const width = bias.length;
  const squares = new Float32Array(weights.length);
  const shares = new Float64Array(width);
  const columns = new Uint16Array(width);
  const gradients = new Float64Array(width);

  function predict({ rows, values }: Lesson): void {
    shares.set(bias);
    for (let i = 0; i < rows.length; i++) {
      const from = rows[i]! * width;
      const value = values[i]!;
      for (let column = 0; column < width; column++) shares[column]! += value * weights[from + column]!;
    }
    let best = -Infinity;
    for (let column = 0; column < width; column++) if (shares[column]! > best) best = shares[column]!;
    let total = 0;
    for (let column = 0; column < width; column++) total += shares[column] = Math.exp(shares[column]! - best);
    for (let column = 0; column < width; column++) shares[column]! /= total;
  }

  function step(lesson: Lesson): void {
    const { rows, values, label, enough } = lesson;
    predict(lesson);
    if (shares[label]! > enough) return;
    let moving = 0;
    for (let column = 0; column < width; column++) {
      const gradient = shares[column]! - (column === label ? 1 : 0);
      if (gradient < NEGLIGIBLE && gradient > -NEGLIGIBLE) continue;
      bias[column]! -= BIAS_RATE * gradient;
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
    predict(lesson);
    return shares[lesson.label]! >= KNOWN_FROM;
  }

  const order = [...lessons];
  const own = lessons.slice(0, fresh);
  for (let pass = 1; pass <= MOST_PASSES; pass++) {
    shuffle(order, random);
    for (const lesson of order) step(lesson);
    if (pass >= FEWEST_PASSES && own.every(isKnown)) break;
  }
  return { weights, bias };
}

function shuffle<T>(list: T[], random: () => number): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
}
