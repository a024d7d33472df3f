import { Worker } from "node:worker_threads";
import { decodeModel, encodeModel, type Model } from "../understanding/model.ts";
import type { UnderstandingParts } from "../understanding/understand.ts";
import { contradictions, type Reading, type Verdict } from "./check.ts";
import { examplesWithTaught, type Example } from "./fingerprint.ts";
import { sendMaterial, type LearningJob, type LearningResult } from "./job.ts";

/** What came of trying examples: a model that understands them, or what stands against it. */
export type Tried = { ok: true; model: Model } | Extract<Verdict, { ok: false }>;

/** Learns beside the running program. */
export type Learner = {
  tryExample(intent: Example["intent"], text: string): Promise<Tried>;
  /** The same for several at once, which takes no longer; they are taken or refused together. */
  tryExamples(examples: readonly Example[]): Promise<Tried>;
  /** Breaks off what is being learned, which rejects with LearningStopped. */
  stop(): Promise<void>;
};

/** The program ends before the learning did. Nothing was changed. */
export class LearningStopped extends Error {
  override name = "LearningStopped";
}

/**
 * Where the compiled worker is. Only JavaScript runs in a worker: beside this module when that is compiled, and in the
 * build of the project when this module is read as source, as tests do.
 */
const WORKER = import.meta.url.endsWith(".ts")
  ? new URL("../../dist/teaching/learner-worker.js", import.meta.url)
  : new URL("./learner-worker.js", import.meta.url);

/**
 * Makes the learner. Nothing is changed by it: it learns a model from the shipped examples, those taught before and the
 * new ones, in a thread of its own, and checks it (see `compareReadings`). One learning at a time; more wait in line.
 * `taught` and `current` give what holds when a learning begins.
 */
export function createLearner({
  shipped,
  taught,
  current,
  material,
  fingerprintOf,
  worker = WORKER,
}: {
  shipped: readonly Example[];
  taught: () => readonly Example[];
  /** The model in use. */
  current: () => Model;
  material: Omit<UnderstandingParts, "model">;
  fingerprintOf: (examples: readonly Example[]) => string;
  worker?: URL;
}): Learner {
  const fillers = new Set(material.lexicon.fillers);
  const running = new Set<Worker>();
  let stopped = false;
  let last: Promise<unknown> = Promise.resolve();
  /** How the last accepted model reads what it was learned from: it saves half the time of the next check. */
  let remembered: { fingerprint: string; readings: readonly Reading[] } | undefined;

  async function attempt(added: readonly Example[]): Promise<Tried> {
    if (stopped) throw new LearningStopped("stopped before it began");
    const before = taught().map(({ intent, text }) => ({ intent, text }));
    const against = contradictions(added, [...shipped, ...before], fillers);
    if (against.length > 0) return { ok: false, why: "contradicts", broke: against };
    const model = current();
    const fingerprint = fingerprintOf(examplesWithTaught(shipped, [...before, ...added]));
    const {
      readings,
      verdict,
      model: bytes,
    } = await inWorker({
      shipped,
      taught: before,
      added,
      material: sendMaterial(material),
      fingerprint,
      current: { model: encodeModel(model), readings: readingsOf(model, before) },
    });
    if (!verdict.ok) return verdict;
    const learned = decodeModel(bytes);
    if (!learned) throw new Error("the learned model came over damaged");
    remembered = { fingerprint, readings };
    return { ok: true, model: learned };
  }

  /** How the model reads these examples, if that is known: nothing was taken back since, and it is still in use. */
  function readingsOf(model: Model, before: readonly Example[]): readonly Reading[] | undefined {
    const same =
      remembered?.fingerprint === model.fingerprint &&
      remembered.fingerprint === fingerprintOf(examplesWithTaught(shipped, before)) &&
      remembered.readings.length === shipped.length + before.length;
    return same ? remembered?.readings : undefined;
  }

  function inWorker(job: LearningJob): Promise<LearningResult> {
    return new Promise((resolve, reject) => {
      const thread = new Worker(worker, { workerData: job });
      running.add(thread);
      thread.once("message", resolve);
      thread.once("error", reject);
      thread.once("exit", (code) => {
        running.delete(thread);
        // after a result or an error this changes nothing
        reject(
          stopped ? new LearningStopped("stopped while learning") : new Error(`the learning ended with code ${code}`),
        );
      });
    });
  }

  function tryExamples(examples: readonly Example[]): Promise<Tried> {
    const tried = last.then(() => attempt(examples));
    last = tried.catch(() => {});
    return tried;
  }

  return {
    tryExample: (intent, text) => tryExamples([{ intent, text }]),
    tryExamples,
    async stop() {
      stopped = true;
      await Promise.all([...running].map((thread) => thread.terminate()));
    },
  };
}
