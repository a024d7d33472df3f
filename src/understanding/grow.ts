import { lowerBound } from "../lib/lower-bound.ts";
import { countFeatures } from "./count-features.ts";
import { createHashIndex, NONE } from "./hash-index.ts";
import type { Model } from "./model.ts";
import { RAREST, type TrainingMessage } from "./train.ts";

/**
 * The model with one more row for each feature that it does not know and that enough of the messages have. All weights of
 * a new row are zero. `learnedFrom` counts the messages behind the rarity of features, noisy copies and all.
 */
export function grow<Label extends string>(
  model: Model<Label>,
  messages: readonly TrainingMessage<Label>[],
  learnedFrom: number,
): Model<Label> {
  const width = model.intents.length;
  const rowOf = createHashIndex(model.features);
  const kept = countFeatures(messages, { rarest: RAREST, wanted: (hash) => rowOf(hash) === NONE });

  const height = model.features.length + kept.length;
  const features = new Uint32Array(height);
  const rarity = new Float32Array(height);
  const weights = new Int8Array(height * width);
  let from = 0;
  kept.forEach(({ hash, seenIn }, before) => {
    const to = lowerBound(model.features, hash);
    put(from, to, before);
    features[to + before] = hash;
    rarity[to + before] = Math.log(1 + learnedFrom / seenIn);
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
