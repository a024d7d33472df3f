import type { App } from "../app.ts";
import { table } from "../lib/table.ts";
import { calibrationError, confidenceBins } from "./calibration.ts";
import { TOLERANCE, type Comparison } from "./figures.ts";
import { judge, type Judged } from "./judge.ts";
import type { Near } from "./nearest.ts";
import type { Noise } from "./noise.ts";
import { scopeAtKept, scopeAtPolicy, scopeEvidence } from "./scope.ts";
import { accuracy, confusions, groupScores } from "./scores.ts";
import type { Example } from "../teaching/fingerprint.ts";

/** Longest piece of a text that a table shows. */
const SHOWN = 72;

/** Share of the messages in scope, in percent, that a stricter policy must keep. */
const KEEP = 97;

/** Right answers by intent, style and detected language. */
export function groupTables(judged: readonly Judged[]): string[] {
  const groups = (name: string, nameOf: (one: Judged) => string) =>
    table(
      [name, "questions", "right %"],
      groupScores(judged, nameOf).map(({ name: group, questions, right }) => [
        group,
        String(questions),
        right.toFixed(1),
      ]),
    );
  return [
    groups("intent", ({ intent }) => intent),
    groups("style", ({ style }) => style),
    groups("language, as detected", ({ language }) => language),
  ];
}

export function confusionTable(judged: readonly Judged[], most = 20): string {
  return table(
    ["meant", "taken for", "times"],
    confusions(judged)
      .slice(0, most)
      .map(({ intent, got, times }) => [intent, got, String(times)]),
  );
}

/** Answers of the model by their confidence; whole messages with one meaning have no confidence to be checked. */
export function calibrationTable(judged: readonly Judged[]): string {
  const model = judged.filter(({ via }) => via === "model");
  const bins = confidenceBins(model);
  const share = (value: number | undefined) => (value === undefined ? "–" : (100 * value).toFixed(1));
  return table(
    ["confidence", "answers", "mean %", "right %"],
    [
      ...bins.map(({ from, to, answers, confidence, right }) => [
        `${from.toFixed(1)}–${to.toFixed(1)}`,
        String(answers),
        share(confidence),
        share(right),
      ]),
      ["expected calibration error", "", "", (100 * calibrationError(bins)).toFixed(1)],
    ],
  );
}

export function noiseTable(
  judged: readonly Judged[],
  noises: readonly Noise[],
  app: Pick<App, "understanding">,
): string {
  const clean = accuracy(judged);
  const rows = noises.map(({ name, apply }) => {
    const noisy = accuracy(
      judge(
        judged.map((question) => ({ ...question, text: apply(question.text) })),
        app,
      ),
    );
    return [name, noisy.toFixed(1), (noisy - clean).toFixed(1)];
  });
  return table(["noise", "right %", "points"], [["none", clean.toFixed(1), ""], ...rows]);
}

export function scopeTable(judged: readonly Judged[], app: Pick<App, "understanding">): string {
  const now = scopeAtPolicy(judged);
  const strict = scopeAtKept(scopeEvidence(judged, app), KEEP);
  return table(
    ["out of scope", "taken as in scope %", "in scope kept %"],
    [
      ["as the program decides", now.takenIn.toFixed(1), now.kept.toFixed(1)],
      [
        `model alone, ≥ ${KEEP} % kept (at ${strict.threshold.toFixed(3)})`,
        strict.takenIn.toFixed(1),
        strict.kept.toFixed(1),
      ],
    ],
  );
}

/** Wrong answers, the surest first, each with the nearest example. */
export function wrongTable(
  judged: readonly Judged[],
  nearest: (text: string) => Near<Example> | undefined,
  most: number,
): string {
  const wrong = judged.filter(({ right }) => !right).sort((a, b) => b.confidence - a.confidence);
  return table(
    [`wrong: ${Math.min(most, wrong.length)} of ${wrong.length}, the surest first`, "", ""],
    wrong.slice(0, most).flatMap(({ text, intent, got, confidence }) => {
      const near = nearest(text);
      return [
        [shown(text), intent, `${got} ${confidence.toFixed(2)}`],
        ...(near ? [[`  ~ ${shown(near.example.text)}`, near.example.intent, near.likeness.toFixed(2)]] : []),
      ];
    }),
  );
}

/** Texts with their nearest example. */
export function nearestTable(head: string, pairs: readonly { text: string; near: Near<Example> }[]): string {
  return table(
    [head, "", "likeness"],
    pairs.flatMap(({ text, near }) => [
      [shown(text), "", ""],
      [`  ~ ${shown(near.example.text)}`, near.example.intent, near.likeness.toFixed(2)],
    ]),
  );
}

export function figuresTable(comparisons: readonly Comparison[]): string {
  return table(
    ["figure", "committed %", "now %", ""],
    comparisons.map(({ title, committed, now, worseBy }) => [
      title,
      committed.toFixed(1),
      now.toFixed(1),
      worseBy > TOLERANCE ? "WORSE" : "",
    ]),
  );
}

function shown(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length <= SHOWN ? line : `${line.slice(0, SHOWN - 1)}…`;
}
