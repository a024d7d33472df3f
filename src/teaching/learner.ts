import { createHash } from "node:crypto";
import { Worker } from "node:worker_threads";
import { decodeModel, encodeModel, type Model } from "../understanding/model.ts";
import type { UnderstandingParts } from "../understanding/understand.ts";
import type { Reading, Verdict } from "./check.ts";
import { examplesWithTaught, type Example } from "./fingerprint.ts";
import { sendMaterial, type LearningJob, type LearningResult } from "./job.ts";
import type { QuickJob, QuickResult, QuickSetup } from "./quick-job.ts";
import { createThread, LearningStopped } from "./thread.ts";

export { LearningStopped } from "./thread.ts";

/** What came of trying examples: a model that understands them, or what stands against it. */
export type Tried = { ok: true; model: Model } | Extract<Verdict, { ok: false }>;

/** What a whole learning goes by. */
export type WholeLearning = {
  /** Taught before, and learned in `base`. */
  taught: readonly Example[];
  /** To be tried. */
  added: readonly Example[];
  /** A whole learning of the shipped examples and those taught before. */
  base: Model;
  /** Breaks it off, which rejects with LearningStopped. */
  signal: AbortSignal;
};

/** Learns beside the running program, and changes nothing in it. */
export type Learner = {
  /**
   * Makes ready for a teaching that is likely to come soon: the thread is started and tried on what is known, so that the
   * first teaching takes no longer than those after it.
   */
  warm(): void;
  /**
   * Adapts the model in use to the examples, in a second or so, and checks what that may have changed nearby. They are
   * taken or refused together. One after another; more wait in line. Whether the program's rules leave room for them is
   * not looked at.
   */
  tryExamples(examples: readonly Example[]): Promise<Tried>;
  /** Learns from all examples anew and checks them all: the model that a fresh start would learn. Half a minute. */
  learnWhole(learning: WholeLearning): Promise<Tried>;
  /** Breaks off what is being learned, which rejects with LearningStopped. */
  stop(): Promise<void>;
};

/** Compiled workers: only JavaScript runs in one, so where this module is read as source they are those of the build. */
const WORKERS = import.meta.url.endsWith(".ts")
  ? new URL("../../dist/teaching/", import.meta.url)
  : new URL("./", import.meta.url);

/** The quick thread ends after so long without a teaching: staff mostly work through a list in one go. */
const IDLE_MS = 5 * 60_000;

/** Makes the learner. `taught` and `current` give what holds when a learning begins. */
export function createLearner({
  shipped,
  taught,
  current,
  material,
  fingerprintOf,
  workers = WORKERS,
  idleMs = IDLE_MS,
}: {
  shipped: readonly Example[];
  taught: () => readonly Example[];
  /** The model in use. */
  current: () => Model;
  material: Omit<UnderstandingParts, "model">;
  fingerprintOf: (examples: readonly Example[]) => string;
  workers?: URL;
  idleMs?: number;
}): Learner {
  const quick = createThread<QuickSetup, QuickJob, QuickResult>({
    worker: new URL("quick-worker.js", workers),
    setup: () => ({ shipped, material: sendMaterial(material) }),
    idleMs,
  });
  const running = new Set<Worker>();
  let stopped = false;
  let last: Promise<unknown> = Promise.resolve();
  /** How the last accepted model reads what it was learned from: it saves half the time of the next check. */
  let remembered: { fingerprint: string; readings: readonly Reading[] } | undefined;

  function inLine<T>(step: () => Promise<T>): Promise<T> {
    const done = last.then(step);
    last = done.catch(() => {});
    return done;
  }

  async function attempt(added: readonly Example[]): Promise<Tried> {
    const before = taught().map(plain);
    const model = current();
    const result = await quick.run({
      taught: before,
      added: added.map(plain),
      model: encodeModel(model),
      fingerprint: quickName(model, added),
    });
    return result.ok ? { ok: true, model: received(result.model) } : result;
  }

  /** How a whole model reads these examples, if that is known. */
  function readingsOf(model: Model, before: readonly Example[]): readonly Reading[] | undefined {
    const same =
      remembered?.fingerprint === model.fingerprint && remembered.readings.length === shipped.length + before.length;
    return same ? remembered?.readings : undefined;
  }

  function inWorker(job: LearningJob, signal: AbortSignal): Promise<LearningResult> {
    return new Promise((resolve, reject) => {
      const thread = new Worker(new URL("learner-worker.js", workers), { workerData: job });
      const end = () => void thread.terminate();
      signal.addEventListener("abort", end, { once: true });
      running.add(thread);
      thread.once("message", resolve);
      thread.once("error", reject);
      thread.once("exit", (code) => {
        running.delete(thread);
        signal.removeEventListener("abort", end);
        // after a result or an error this changes nothing
        reject(
          stopped || signal.aborted
            ? new LearningStopped("stopped while learning")
            : new Error(`the learning ended with code ${code}`),
        );
      });
    });
  }

  return {
    warm() {
      const [known] = shipped;
      if (quick.running() || !known) return;
      const model = encodeModel(current());
      // nobody waits for it: what goes wrong here goes wrong again when it matters
      void inLine(() => quick.run({ taught: [], added: [plain(known)], model, fingerprint: "trial" })).catch(() => {});
    },
    tryExamples: (examples) => inLine(() => attempt(examples)),
    async learnWhole({ taught: known, added, base, signal }) {
      if (stopped || signal.aborted) throw new LearningStopped("stopped before it began");
      const before = known.map(plain);
      const fingerprint = fingerprintOf(examplesWithTaught(shipped, [...before, ...added.map(plain)]));
      const { readings, verdict, model } = await inWorker(
        {
          shipped,
          taught: before,
          added: added.map(plain),
          material: sendMaterial(material),
          fingerprint,
          current: { model: encodeModel(base), readings: readingsOf(base, before) },
        },
        signal,
      );
      if (!verdict.ok) return verdict;
      remembered = { fingerprint, readings };
      return { ok: true, model: received(model) };
    },
    async stop() {
      stopped = true;
      await Promise.all([quick.stop(), ...[...running].map((thread) => thread.terminate())]);
    },
  };
}

/** Without who taught it and when: that is no part of what is learned. */
function plain({ intent, text }: Example): Example {
  return { intent, text };
}

/** Names a model that was adapted: no whole learning has this name, so no start takes it for one. */
function quickName(model: Model, added: readonly Example[]): string {
  return `quick ${createHash("sha256").update(model.fingerprint).update(JSON.stringify(added)).digest("hex")}`;
}

function received(bytes: Uint8Array): Model {
  const model = decodeModel(bytes);
  if (!model) throw new Error("the learned model came over damaged");
  return model;
}
