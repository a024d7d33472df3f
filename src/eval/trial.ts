import { percentile } from "../analytics/percentile.ts";
import { table } from "../lib/table.ts";
import type { Contender, Labelled, Labeller, TestItem } from "./contender.ts";
import { isRight } from "./judge.ts";
import { heldBytes } from "./memory.ts";
import type { Noise } from "./noise.ts";
import { accuracy, macroF1 } from "./scores.ts";

/** What one contender showed. */
export type Trial = {
  name: string;
  /** In percent. */
  right: number;
  macroF1: number;
  /** Right with each noise, in percent, in the order of the noises. */
  noisy: number[];
  learnMs: number;
  p50Ms: number;
  p99Ms: number;
  /** What it holds in memory after learning. */
  bytes: number;
};

/** Times each text is labelled for the latency, and how many measurements there are at least. */
const ROUNDS = 3;
const AT_LEAST = 2000;

/** Texts labelled before the clock runs, so that the machine has compiled what it runs. */
const WARM_UP = 300;

/** Lets a contender learn from the examples and tries it on the test: clean, with each noise, and against the clock. */
export async function runTrial(
  contender: Contender,
  { examples, test, noises }: { examples: readonly Labelled[]; test: readonly TestItem[]; noises: readonly Noise[] },
): Promise<Trial> {
  const before = heldBytes();
  const started = performance.now();
  const label = await contender.learn(examples);
  const learnMs = performance.now() - started;
  const bytes = heldBytes() - before;
  const clean = await labelAll(label, test);
  const noisy: number[] = [];
  for (const noise of noises)
    noisy.push(
      accuracy(
        await labelAll(
          label,
          test.map((item) => ({ ...item, text: noise.apply(item.text) })),
        ),
      ),
    );
  const times = await latency(
    label,
    test.map(({ text }) => text),
  );
  return {
    name: contender.name,
    right: accuracy(clean),
    macroF1: macroF1(clean.map((one) => ({ label: one.label, got: one.right ? one.label : one.got }))),
    noisy,
    learnMs,
    ...times,
    bytes,
  };
}

/** Trials side by side. */
export function trialTable(title: string, trials: readonly Trial[], noises: readonly Noise[]): string {
  return table(
    [title, "right %", "macro-F1", ...noises.map(({ name }) => name), "learning s", "p50 ms", "p99 ms", "memory MB"],
    trials.map((trial) => [
      trial.name,
      trial.right.toFixed(1),
      trial.macroF1.toFixed(1),
      ...trial.noisy.map((right) => right.toFixed(1)),
      (trial.learnMs / 1000).toFixed(2),
      trial.p50Ms.toFixed(3),
      trial.p99Ms.toFixed(3),
      (trial.bytes / 1e6).toFixed(1),
    ]),
  );
}

async function labelAll(label: Labeller, test: readonly TestItem[]) {
  const judged: (TestItem & { got: string; right: boolean })[] = [];
  for (const item of test) {
    const got = await label(item.text);
    judged.push({ ...item, got, right: isRight({ intent: item.label, alsoOk: item.alsoOk }, got) });
  }
  return judged;
}

/** Time a text takes: half of them are within `p50Ms`, all but one in a hundred within `p99Ms`. */
export async function latency(
  work: (text: string, index: number) => unknown,
  texts: readonly string[],
  {
    warmUp = WARM_UP,
    rounds = Math.max(ROUNDS, Math.ceil(AT_LEAST / Math.max(1, texts.length))),
  }: { warmUp?: number; rounds?: number } = {},
): Promise<{ p50Ms: number; p99Ms: number; perSecond: number }> {
  for (let index = 0; index < warmUp && texts.length > 0; index++) await work(texts[index % texts.length]!, index);
  const taken: number[] = [];
  for (let round = 0; round < rounds; round++)
    for (const [index, text] of texts.entries()) {
      const started = performance.now();
      const working = work(text, index);
      // waiting for what is done already would be measured, too
      if (working instanceof Promise) await working;
      taken.push(performance.now() - started);
    }
  const total = taken.reduce((sum, ms) => sum + ms, 0);
  return {
    p50Ms: percentile(taken, 50) ?? 0,
    p99Ms: percentile(taken, 99) ?? 0,
    perSecond: (1000 * taken.length) / (total || 1),
  };
}
