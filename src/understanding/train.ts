import { seededRandom } from "../lib/hash.ts";
import type { Intent } from "../lib/intent.ts";
import { shuffle } from "../lib/shuffle.ts";
import { countFeatures } from "./count-features.ts";
import { createFeatureReader, type FeatureVector } from "./features.ts";
import { createHashIndex } from "./hash-index.ts";
import type { Model } from "./model.ts";
import { predict } from "./predict.ts";

/** One labelled message, already cut into words. */
export type TrainingMessage<Label extends string = Intent> = { intent: Label; words: readonly string[] };

/**
 * Settings of the learner. Softmax regression with AdaGrad, as measured best for calibrated confidence on few
 * examples; noisy copies of each message teach it typos and dropped vowels.
 */
const EPOCHS = 4;
export const NOISY_COPIES = 2;
const LEARNING_RATE = 0.2;
const DECAY = 2e-6;
const SEED = 20230227;
/**
 * Features seen in one message alone are left out where there are many messages: they only say which message it was. Of
 * few messages every feature counts. The border lies where one is measured to begin to do better than the other.
 */
const MANY_MESSAGES = 5000;
export const RAREST = 2;
/** A gradient smaller than this moves nothing that matters; skipping it halves the time. */
const NEGLIGIBLE = 0.01;

/**
 * What the sums of AdaGrad begin with, and with that how long the first steps are. Long ones learn well said examples best,
 * short ones believe single messages less, which is better where many are labelled in doubt.
 */
export const FIRST_SUM = { long: 1e-2, short: 1 } as const;

export type Steps = keyof typeof FIRST_SUM;

/** Learns the model. Deterministic: the same messages give the same weights. */
export function train<Label extends string>(
  messages: readonly TrainingMessage<Label>[],
  intents: readonly Label[],
  fingerprint: string,
  { steps = "long" }: { steps?: Steps } = {},
): Model<Label> {
  const random = seededRandom(SEED);
  const all = messages.flatMap((message) => [
    message,
    ...Array.from({ length: NOISY_COPIES }, () => ({ ...message, words: addNoise(message.words, random) })),
  ]);
  const { features, rarity } = selectFeatures(all, messages.length < MANY_MESSAGES ? 1 : RAREST);
  const featuresOf = createFeatureReader({ rowOf: createHashIndex(features), rarity });
  const vectors = all.map(({ words }): FeatureVector => {
    const { rows, values } = featuresOf(words);
    return { rows: rows.slice(), values: values.slice() };
  });
  const labels = all.map(({ intent }) => intents.indexOf(intent));
  const { weights, bias } = fit({ vectors, labels, width: intents.length, height: features.length, random, steps });
  return {
    fingerprint,
    intents,
    features,
    rarity,
    bias,
    vocabulary: vocabularyOf(messages),
    ...quantise(weights, intents.length),
  };
}

/** The features seen in at least `rarest` messages. */
function selectFeatures(
  messages: readonly TrainingMessage<string>[],
  rarest: number,
): { features: Uint32Array; rarity: Float32Array } {
  const kept = countFeatures(messages, { rarest });
  return {
    features: Uint32Array.from(kept, ({ hash }) => hash),
    rarity: Float32Array.from(kept, ({ seenIn }) => Math.log(1 + messages.length / seenIn)),
  };
}

function fit({
  vectors,
  labels,
  width,
  height,
  random,
  steps,
}: {
  vectors: readonly FeatureVector[];
  labels: readonly number[];
  width: number;
  height: number;
  random: () => number;
  steps: Steps;
}): { weights: Float32Array; bias: Float32Array } {
  const weights = new Float32Array(height * width);
  const squares = new Float32Array(height * width).fill(FIRST_SUM[steps]);
  const bias = new Float32Array(width);
  const shares = new Float64Array(width);
  const order = vectors.map((_, index) => index);

  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, random);
    for (const index of order) {
      const vector = vectors[index];
      if (!vector) continue;
      const { rows, values } = vector;
      predict(vector, { weights, bias }, shares);
      for (let column = 0; column < width; column++) {
        const gradient = shares[column]! - (column === labels[index] ? 1 : 0);
        if (gradient < NEGLIGIBLE && gradient > -NEGLIGIBLE) continue;
        bias[column]! -= 0.01 * gradient;
        for (let i = 0; i < rows.length; i++) {
          const at = rows[i]! * width + column;
          const step = gradient * values[i]! + DECAY * weights[at]!;
          squares[at]! += step * step;
          weights[at]! -= (LEARNING_RATE * step) / Math.sqrt(squares[at]!);
        }
      }
    }
  }
  return { weights, bias };
}

/** One byte a weight with one scale a column: measured to change nothing in accuracy, a quarter of the size. */
function quantise(weights: Float32Array, width: number): Pick<Model, "weights" | "scales"> {
  const scales = new Float32Array(width);
  weights.forEach((weight, at) => (scales[at % width] = Math.max(scales[at % width]!, Math.abs(weight) / 127)));
  return { scales, weights: Int8Array.from(weights, (weight, at) => Math.round(weight / (scales[at % width] || 1))) };
}

export function vocabularyOf(messages: readonly TrainingMessage<string>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { words } of messages)
    for (const word of words) if (!word.startsWith("_")) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** A share of the words loses its vowels, another gets one slip of the finger; numbers and type names stay. */
const NOISE = { vowels: 0.15, slip: 0.3, shortestWord: 4 } as const;

export function addNoise(words: readonly string[], random: () => number): string[] {
  return words.map((word) => {
    if (word.startsWith("_") || word.length < NOISE.shortestWord || /\d/.test(word)) return word;
    const dice = random();
    if (dice < NOISE.vowels) return word.charAt(0) + word.slice(1).replace(/[aeiou]/g, "");
    if (dice < NOISE.vowels + NOISE.slip) return slip(word, random);
    return word;
  });
}

function slip(word: string, random: () => number): string {
  const at = 1 + Math.floor(random() * (word.length - 2));
  switch (Math.floor(random() * 4)) {
    case 0:
      return word.slice(0, at) + word.slice(at + 1);
    case 1:
      return word.slice(0, at) + word.charAt(at) + word.slice(at);
    case 2:
      return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
    default:
      return word.slice(0, at) + String.fromCharCode(97 + Math.floor(random() * 26)) + word.slice(at + 1);
  }
}
