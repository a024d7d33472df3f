import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { HOME, understandingMaterial } from "../../src/app.ts";
import { accuracy, judge, readTestQuestions } from "../../src/eval.ts";
import { readExamples } from "../../src/knowledge/load.ts";
import { seededRandom } from "../../src/lib/hash.ts";
import { INTENTS } from "../../src/lib/intent.ts";
import { table } from "../../src/lib/table.ts";
import { notLearned } from "../../src/teaching/check.ts";
import { createFingerprint, type Example } from "../../src/teaching/fingerprint.ts";
import { createLearner, type Learner, type Tried } from "../../src/teaching/learner.ts";
import { learn } from "../../src/understanding/learn.ts";
import type { Model } from "../../src/understanding/model.ts";
import { createUnderstanding } from "../../src/understanding/understand.ts";
import { testApp } from "../support/app.ts";
import { SHIPPED } from "../support/knowledge.ts";
import { ODD_QUESTIONS } from "./teaching-questions.ts";

/** Lessons of each size, each of one intent, as staff teach them. */
const SIZES = [1, 5, 20] as const;
const TIMES = 8;

/** Points of accuracy on the test questions that quick learning may cost, as the mean over lessons of one size. */
const MAY_COST = 0.1;

let material: ReturnType<typeof understandingMaterial>;
let fingerprintOf: Awaited<ReturnType<typeof createFingerprint>>;
/** What the model is learned from, and lines that were held back from it, to be taught: lists of one intent. */
let shipped: Example[];
let lessons: Map<number, Example[][]>;
let base: Model;
/** The model in use, and what was taught. */
let current: Model;
let taught: Example[] = [];
let learner: Learner;
let questions: Awaited<ReturnType<typeof readTestQuestions>>;

const newLearner = () =>
  createLearner({ shipped, taught: () => taught, current: () => current, material, fingerprintOf });

const understandingOf = (model: Model) => createUnderstanding({ ...material, model });

const rightOf = (model: Model) => accuracy(judge(questions, { understanding: understandingOf(model) }));

/** Share of the other ways to ask the odd questions that are understood. */
function oddRight(model: Model): number {
  const understanding = understandingOf(model);
  const ways = ODD_QUESTIONS.flatMap(({ intent, others }) => others.map((text) => ({ intent, text })));
  return ways.length - notLearned(ways, understanding).length;
}

beforeAll(async () => {
  const app = await testApp();
  material = understandingMaterial(app.knowledge, app.kit);
  fingerprintOf = await createFingerprint(SHIPPED);
  questions = await readTestQuestions();
  const all = await readExamples(join(HOME, "data", "examples"));
  const random = seededRandom(2026);
  const dice = new Map(all.map((example) => [example, random()]));
  const held = new Set<Example>();
  lessons = new Map(
    SIZES.map((size, place) => [
      size,
      // every size has intents of its own, so that no lesson is near to another
      INTENTS.filter((_, index) => index % SIZES.length === place)
        .map((intent) => all.filter((example) => example.intent === intent))
        .filter((lines) => lines.length > 100)
        .slice(0, TIMES)
        .map((lines) => lines.sort((a, b) => dice.get(a)! - dice.get(b)!).slice(0, size)),
    ]),
  );
  for (const example of [...lessons.values()].flat(2)) held.add(example);
  shipped = all.filter((example) => !held.has(example));
  base = learn(shipped, { ...material, intents: INTENTS, fingerprint: fingerprintOf(shipped) });
  current = base;
  learner = newLearner();
}, 300_000);

afterAll(() => learner.stop());

/** Teaches as the program does, without writing anything down. Milliseconds until the model could be in use. */
async function teach(lesson: readonly Example[]): Promise<{ ms: number; cpuMs: number; tried: Tried }> {
  const started = performance.now();
  const before = process.cpuUsage();
  let tried = await learner.tryExamples(lesson);
  if (tried.ok) {
    const broke = notLearned(lesson, understandingOf(tried.model));
    if (broke.length > 0) tried = { ok: false, why: "not-learned", broke };
  }
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - started, cpuMs: (user + system) / 1000, tried };
}

const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

const lineOf = (name: string, times: readonly { ms: number; cpuMs: number }[], ...rest: string[]) => [
  name,
  median(times.map(({ ms }) => ms)).toFixed(0),
  Math.max(...times.map(({ ms }) => ms)).toFixed(0),
  median(times.map(({ cpuMs }) => cpuMs)).toFixed(0),
  ...rest,
];

it("time to learn, and what it costs other questions", async () => {
  const before = rightOf(base);
  const rows: string[][] = [];
  const means: number[] = [];
  const starts: { ms: number; cpuMs: number }[] = [];
  for (const [lesson = []] of lessons.values()) {
    await learner.stop();
    learner = newLearner();
    starts.push(await teach(lesson.slice(0, 1)));
  }
  rows.push(lineOf("1, the thread not running", starts, "", "", ""));
  const warmed: typeof starts = [];
  for (const [lesson = []] of lessons.values()) {
    await learner.stop();
    learner = newLearner();
    learner.warm();
    // staff read the list before they press a button
    await new Promise((resolve) => setTimeout(resolve, 3000));
    warmed.push(await teach(lesson.slice(0, 1)));
  }
  rows.push(lineOf("1, the first on a thread made ready", warmed, "", "", ""));
  for (const [size, list] of lessons) {
    const times: { ms: number; cpuMs: number }[] = [];
    const refusals: string[] = [];
    const costs: number[] = [];
    for (const lesson of list) {
      const { tried, ...time } = await teach(lesson);
      times.push(time);
      if (tried.ok) costs.push(rightOf(tried.model) - before);
      else refusals.push(tried.why);
    }
    const mean = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
    means.push(mean);
    rows.push(
      lineOf(
        String(size),
        times,
        `${list.length - refusals.length} of ${list.length}${refusals.length > 0 ? ` (${refusals.join(", ")})` : ""}`,
        mean.toFixed(2),
        Math.min(...costs).toFixed(2),
      ),
    );
    expect(median(times.map(({ ms }) => ms))).toBeLessThan(2000);
  }
  const heads = [
    "examples at once",
    "p50 ms",
    "worst ms",
    "processor ms",
    "taken",
    "test questions, mean points",
    "worst points",
  ];
  process.stdout.write(
    `\n${shipped.length} known examples, ${before.toFixed(2)} % of the test questions right before\n${table(heads, rows)}\n`,
  );
  expect(Math.min(...means)).toBeGreaterThanOrEqual(-MAY_COST);
});

it("what is understood of ten odd questions asked in fifty other ways", async () => {
  const rows = [["before", "", oddRight(base).toFixed(0), rightOf(base).toFixed(2)]];
  const times: number[] = [];
  for (const { intent, text } of ODD_QUESTIONS) {
    const { ms, tried } = await teach([{ intent, text }]);
    times.push(ms);
    expect(tried).toMatchObject({ ok: true });
    if (!tried.ok) continue;
    current = tried.model;
    taught.push({ intent, text });
  }
  const quick = current;
  const seconds = times.reduce((sum, ms) => sum + ms, 0) / 1000;
  rows.push(["one by one, quickly", seconds.toFixed(1), oddRight(quick).toFixed(0), rightOf(quick).toFixed(2)]);
  const started = performance.now();
  const { signal } = new AbortController();
  const whole = await learner.learnWhole({ taught: [], added: taught, base, signal });
  const wholeSeconds = (performance.now() - started) / 1000;
  expect(whole).toMatchObject({ ok: true });
  const model = whole.ok ? whole.model : base;
  rows.push(["all as a whole", wholeSeconds.toFixed(1), oddRight(model).toFixed(0), rightOf(model).toFixed(2)]);
  taught = [];
  process.stdout.write(`\n${table(["ten odd questions", "s", "right of 50", "test questions right, %"], rows)}\n`);
  expect(oddRight(quick)).toBeGreaterThan(oddRight(base));
  expect(rightOf(quick)).toBeGreaterThanOrEqual(rightOf(base) - MAY_COST);
});
