import { INTENTS, type Intent } from "../lib/intent.ts";
import { featuresOf } from "./features.ts";

/** A learned linear model. Rows are features, columns intents. Made by train(), kept as a build product. */
export type Model = {
  /** Hash of everything the model was learned from; another hash means it must be learned again. */
  fingerprint: string;
  intents: readonly Intent[];
  /** Feature hashes, ascending. */
  features: Uint32Array;
  /** Rarity of each feature. */
  rarity: Float32Array;
  /** One byte a weight, row after row; times `scales[column]`. */
  weights: Int8Array;
  scales: Float32Array;
  bias: Float32Array;
  /** Words seen in training with how often, for the corrector. */
  vocabulary: ReadonlyMap<string, number>;
};

/** Intents with their probability, the likeliest first. */
export type Ranking = { intent: Intent; confidence: number }[];

/** Softmax temperature: below 1 sharpens. The one with the least log loss on the project's own test questions. */
const TEMPERATURE = 0.65;

/** Makes the classifier of a model: words → all intents, ranked. */
export function createClassifier(model: Model): (words: readonly string[]) => Ranking {
  const width = model.intents.length;
  const rowOf = (id: number) => rowIn(model.features, id);
  const rarityOf = (id: number) => {
    const row = rowOf(id);
    return row === undefined ? undefined : model.rarity[row];
  };

  return (words) => {
    const { ids, values } = featuresOf(words, rarityOf);
    const scores = new Float64Array(width);
    const { weights, scales, bias } = model;
    for (let i = 0; i < ids.length; i++) {
      const from = (rowOf(ids[i]!) ?? 0) * width;
      const value = values[i]!;
      for (let column = 0; column < width; column++) scores[column]! += value * weights[from + column]!;
    }
    let best = -Infinity;
    for (let column = 0; column < width; column++) {
      scores[column] = (scores[column]! * scales[column]! + bias[column]!) / TEMPERATURE;
      best = Math.max(best, scores[column]!);
    }
    let total = 0;
    for (let column = 0; column < width; column++) total += scores[column] = Math.exp(scores[column]! - best);
    return model.intents
      .map((intent, column) => ({ intent, confidence: scores[column]! / total }))
      .sort((a, b) => b.confidence - a.confidence);
  };
}

/** The place of a feature among the ascending hashes; undefined when training has never seen it. */
function rowIn(features: Uint32Array, id: number): number | undefined {
  let low = 0;
  let high = features.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = features[middle]!;
    if (at === id) return middle;
    if (at < id) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

/** "SAPA" and a format number: a file of another format is learned again, never misread. */
const MAGIC = 0x53415041;
const FORMAT = 1;

/** The model as one block of bytes: a JSON head, then the numbers. */
export function encodeModel(model: Model): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(
    JSON.stringify({
      fingerprint: model.fingerprint,
      intents: model.intents,
      features: model.features.length,
      vocabulary: [...model.vocabulary],
    }),
  );
  const padded = Math.ceil(head.length / 4) * 4;
  const parts = [model.features, model.rarity, model.scales, model.bias, model.weights];
  const bytes = new Uint8Array(16 + padded + parts.reduce((sum, part) => sum + part.byteLength, 0));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC);
  view.setUint32(4, FORMAT);
  view.setUint32(8, head.length);
  bytes.set(head, 16);
  let at = 16 + padded;
  for (const part of parts) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += part.byteLength;
  }
  return bytes;
}

/** Reads what encodeModel wrote; undefined when the bytes are something else, so that the model is learned again. */
export function decodeModel(bytes: Uint8Array): Model | undefined {
  if (bytes.byteLength < 16) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0) !== MAGIC || view.getUint32(4) !== FORMAT) return undefined;
  const headLength = view.getUint32(8);
  const head = readHead(bytes.subarray(16, 16 + headLength));
  if (!head) return undefined;
  const width = head.intents.length;
  let at = 16 + Math.ceil(headLength / 4) * 4;
  const expected = at + head.features * 8 + width * 8 + head.features * width;
  const numbers = <T>(kind: NumberArray<T>, length: number): T => {
    const from = bytes.byteOffset + at;
    at += length * kind.BYTES_PER_ELEMENT;
    // seen in place where the numbers lie as the processor wants them, which a file read as a whole does
    return from % kind.BYTES_PER_ELEMENT === 0
      ? new kind(bytes.buffer as ArrayBuffer, from, length)
      : new kind(Uint8Array.from(bytes.subarray(from - bytes.byteOffset, at)).buffer, 0, length);
  };
  if (bytes.byteLength !== expected || head.intents.join() !== INTENTS.join()) return undefined;
  return {
    fingerprint: head.fingerprint,
    intents: head.intents,
    features: numbers(Uint32Array, head.features),
    rarity: numbers(Float32Array, head.features),
    scales: numbers(Float32Array, width),
    bias: numbers(Float32Array, width),
    weights: numbers(Int8Array, head.features * width),
    vocabulary: new Map(head.vocabulary),
  };
}

type NumberArray<T> = {
  BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer, byteOffset: number, length: number): T;
};

type Head = { fingerprint: string; intents: Intent[]; features: number; vocabulary: [string, number][] };

function readHead(bytes: Uint8Array): Head | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Head;
  } catch {
    return undefined;
  }
}
