import { INTENTS } from "../lib/intent.ts";
import { learn } from "../understanding/learn.ts";
import { decodeModel, encodeModel, type Model } from "../understanding/model.ts";
import { createUnderstanding, type UnderstandingParts } from "../understanding/understand.ts";
import { compareReadings, rankedFirst, readAll, type Reading, type Verdict } from "./check.ts";
import { examplesWithTaught, type Example } from "./fingerprint.ts";
import { probesNear } from "./probes.ts";

/** What understanding is made from, but for the model, in a form that can be sent to another thread. */
export type SentMaterial = Omit<UnderstandingParts, "model" | "regionNames"> & {
  regionNames: ReadonlyMap<string, readonly string[]>;
};

/** One learning: all that it needs. */
export type LearningJob = {
  shipped: readonly Example[];
  /** Taught before. */
  taught: readonly Example[];
  /** To be tried. */
  added: readonly Example[];
  material: SentMaterial;
  /** Name of the model that is to be learned. */
  fingerprint: string;
  /** The model in use, encoded, and how it reads the shipped and taught examples where that is known already. */
  current: { model: Uint8Array; readings: readonly Reading[] | undefined };
};

/** The learned model with how it reads the shipped, the taught and the added examples, in this order. */
export type LearningResult = { model: Uint8Array<ArrayBuffer>; readings: Reading[]; verdict: Verdict };

/** A learning together with its check. Takes a quarter of a minute and more of computing, so it belongs in a worker. */
export function learnAndCheck({ shipped, taught, added, material, fingerprint, current }: LearningJob): LearningResult {
  const parts = receive(material);
  const model = learn(examplesWithTaught(shipped, [...taught, ...added]), { ...parts, intents: INTENTS, fingerprint });
  const known = [...shipped, ...taught];
  const older = createUnderstanding({ ...parts, model: received(current.model) });
  const newer = createUnderstanding({ ...parts, model });
  const after = readAll(newer, [...known, ...added]);
  const verdict = compareReadings({
    shipped,
    taught,
    added,
    before: current.readings ?? readAll(older, known),
    after,
    probes: probesNear(added, known).map((probe) => ({
      ...probe,
      before: rankedFirst(older, probe.text),
      after: rankedFirst(newer, probe.text),
    })),
  });
  return { model: encodeModel(model), readings: after, verdict };
}

/** The other way round than `sendMaterial`. */
export function receive({ regionNames, ...rest }: SentMaterial): Omit<UnderstandingParts, "model"> {
  return { ...rest, regionNames: (code) => regionNames.get(code) ?? [] };
}

/** Takes the functions out of the material: only data can go to another thread. */
export function sendMaterial({ regionNames, ...rest }: Omit<UnderstandingParts, "model">): SentMaterial {
  return { ...rest, regionNames: new Map(rest.regions.map(({ code }) => [code, regionNames(code)])) };
}

/** A model that came over. */
export function received(bytes: Uint8Array): Model {
  const model = decodeModel(bytes);
  if (!model) throw new Error("the model in use came over damaged");
  return model;
}
