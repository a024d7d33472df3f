import { INTENTS, type Intent } from "../lib/intent.ts";
import { createScorer } from "./scorer.ts";

/**
 * A learned linear model. Rows are features, columns intents (or the labels of another set, to be measured on it).
 * Made by train(), kept as a build product.
 */
export type Model<Label extends string = Intent> = {
  /** Hash of everything the model was learned from; another hash means it must be learned again. */
  fingerprint: string;
  intents: readonly Label[];
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
export type Ranking<Label extends string = Intent> = { intent: Label; confidence: number }[];

/** Softmax temperature: below 1 sharpens. The one with the least log loss on the project's own test questions. */
export const TEMPERATURE = 0.65;

/** Makes the classifier of a model: words → all intents, ranked. */
export function createClassifier<Label extends string>(
  model: Model<Label>,
): (words: readonly string[]) => Ranking<Label> {
  const { intents, scales, bias } = model;
  const width = intents.length;
  const scoresOf = createScorer(model);
  const order = new Uint16Array(width);

  return (words) => {
    const scores = scoresOf(words);
    let best = -Infinity;
    for (let column = 0; column < width; column++) {
      scores[column] = (scores[column]! * scales[column]! + bias[column]!) / TEMPERATURE;
      best = Math.max(best, scores[column]!);
    }
    let total = 0;
    for (let column = 0; column < width; column++) total += scores[column] = Math.exp(scores[column]! - best);
    sortFalling(order, scores);
    const ranking: Ranking<Label> = [];
    for (let place = 0; place < width; place++) {
      const column = order[place]!;
      ranking.push({ intent: intents[column]!, confidence: scores[column]! / total });
    }
    return ranking;
  };
}

/** Puts the places of all scores in order, the highest first; equal ones as they stand. They are few, and all kept. */
function sortFalling(order: Uint16Array, scores: Float64Array): void {
  for (let place = 0; place < order.length; place++) {
    const score = scores[place]!;
    let at = place;
    for (; at > 0 && scores[order[at - 1]!]! < score; at--) order[at] = order[at - 1]!;
    order[at] = place;
  }
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
