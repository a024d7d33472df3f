import { join } from "node:path";
import { HOME, understandingMaterial, type App } from "../app.ts";
import { readExamples } from "../knowledge/load.ts";
import { table } from "../lib/table.ts";
import type { Example } from "../teaching/fingerprint.ts";
import { readLabelled, type Contender } from "./contender.ts";
import { chooseLearning } from "./choose-learning.ts";
import { DRAWS, learningCurve } from "./curve.ts";
import { COMMIT_HINT, compareFigures, drops, figuresOf, readFigures, writeFigures } from "./figures.ts";
import { readText } from "./json-lines.ts";
import { judge, type Judged } from "./judge.ts";
import { createNearest, isCopy, type Near } from "./nearest.ts";
import { createNoises, MIXED_NOISE } from "./noise.ts";
import { ownLearner, type Reading } from "./own-learner.ts";
import { natural, nlpJs } from "./peers.ts";
import { readTestQuestions } from "./questions.ts";
import * as report from "./report.ts";
import { accuracy } from "./scores.ts";
import { readSmsForms } from "./sms-forms.ts";
import { textsOf } from "./texts.ts";
import { runTrial, trialTable, type Trial } from "./trial.ts";

/** Wrong questions that are always shown. */
const WORST = 10;

/** Pairs of question and example that are always shown, copies or not. */
const CLOSEST = 5;

export type ProjectOptions = { curve?: boolean; wrong?: boolean; commit?: boolean };

/** Scores the project's own test questions. False when something is worse than what was committed, or a copy was found. */
export async function scoreProject(app: App, { curve, wrong, commit }: ProjectOptions): Promise<boolean> {
  const noises = createNoises(await readSmsForms());
  const questions = await readTestQuestions();
  const examples = await readExamples(join(HOME, "data", "examples"));
  const nearest = createNearest(examples);
  const judged = judge(questions, app);
  for (const text of report.groupTables(judged)) print(text);
  print(report.confusionTable(judged));
  print(report.calibrationTable(judged));
  print(report.noiseTable(judged, noises, app));
  print(report.scopeTable(judged, app));
  if (curve) printCurve(app, examples, questions, noises);
  print(report.wrongTable(judged, nearest, wrong ? Infinity : WORST));
  const copies = printClosest(questions, nearest);
  const figures = figuresOf(judged, app, noises);
  if (commit) {
    await writeFigures(figures);
    print("Written to test/eval/figures.json.\n");
  }
  const comparisons = compareFigures(await readFigures(), figures);
  print(report.figuresTable(comparisons));
  print(`${questions.length} questions, ${accuracy(judged).toFixed(1)} % right. ${examples.length} examples.`);
  const worse = drops(comparisons);
  if (worse.length > 0) print(`\nWorse than committed:\n${worse.join("\n")}\n${COMMIT_HINT}`);
  return worse.length === 0 && copies === 0;
}

/** Prints the nearest example to each line of a file; false when one is a copy. */
export async function showNearest(path: string): Promise<boolean> {
  const nearest = createNearest(await readExamples(join(HOME, "data", "examples")));
  const pairs = pairsOf(textsOf(await readText(path)), nearest);
  print(report.nearestTable("text ~ nearest example", pairs));
  const copies = pairs.filter(({ text, near }) => isCopy(text, near));
  print(`${pairs.length} texts, ${copies.length} copies of examples.`);
  return copies.length === 0;
}

export type TrialOptions = { train: string; test: string; reading?: Reading; peers?: string | true };

/** Lets the same learner learn a labelled file and tries it on another, beside peers when asked to. */
export async function tryOnFiles(app: App, { train, test: testPath, reading, peers }: TrialOptions): Promise<void> {
  const noises = createNoises(await readSmsForms());
  const [examples, test] = await Promise.all([readLabelled(train), readLabelled(testPath)]);
  const labels = new Set(examples.map(({ label }) => label));
  const unknown = test.filter(({ label }) => !labels.has(label)).length;
  print(`${examples.length} examples of ${labels.size} labels, ${test.length} texts to test with.`);
  if (unknown > 0) print(`${unknown} of these have a label that no example has; they cannot be right.`);
  const material = understandingMaterial(app.knowledge, app.kit);
  const { learning, measured = [] } = await chooseLearning(examples, material, reading);
  if (measured.length > 0)
    print(
      table(
        ["on parts held out of the examples", "right %"],
        measured.map(({ right, ...way }) => [ownLearner(material, way).name, right.toFixed(1)]),
      ),
    );
  print("");
  const contenders: (Contender | undefined)[] = [ownLearner(material, learning)];
  if (peers) contenders.push(nlpJs({ none: "None" }), natural(peers === true ? HOME : peers));
  const trials: Trial[] = [];
  for (const contender of contenders) if (contender) trials.push(await runTrial(contender, { examples, test, noises }));
  print(trialTable("learner", trials, noises));
}

function printCurve(
  app: App,
  examples: readonly Example[],
  questions: Parameters<typeof learningCurve>[0]["questions"],
  noises: ReturnType<typeof createNoises>,
): void {
  const noise = noises.find(({ name }) => name === MIXED_NOISE);
  if (!noise) return;
  const points = learningCurve({ examples, questions, material: understandingMaterial(app.knowledge, app.kit), noise });
  print(
    table(
      [`examples of each intent, ${DRAWS} draws`, "in all", "right %", `right %, ${MIXED_NOISE} noise`],
      points.map((point) => [
        String(point.perIntent),
        String(point.examples),
        point.right.toFixed(1),
        point.noisy.toFixed(1),
      ]),
    ),
  );
}

/** Prints the closest pairs and says how many are copies. */
function printClosest(questions: readonly Pick<Judged, "text">[], nearest: Nearest): number {
  const pairs = pairsOf(
    questions.map(({ text }) => text),
    nearest,
  );
  const copies = pairs.filter(({ text, near }) => isCopy(text, near));
  const apart = pairs.filter(({ text, near }) => !isCopy(text, near)).slice(0, CLOSEST);
  print(report.nearestTable("closest test questions and examples that are no copies", apart));
  if (copies.length > 0) print(report.nearestTable(`COPIES: ${copies.length}; take one of each pair out`, copies));
  return copies.length;
}

type Nearest = (text: string) => Near<Example> | undefined;

function pairsOf(texts: readonly string[], nearest: Nearest): { text: string; near: Near<Example> }[] {
  return texts
    .flatMap((text) => {
      const near = nearest(text);
      return near ? [{ text, near }] : [];
    })
    .sort((a, b) => b.near.likeness - a.near.likeness);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
