import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { HOME } from "../app.ts";
import { judge, type Judged } from "./judge.ts";
import { MIXED_NOISE, type Noise } from "./noise.ts";
import { scopeAtPolicy } from "./scope.ts";
import { accuracy } from "./scores.ts";

/** The figures that may not get worse unseen, in percent of the project's own test questions. */
export type Figures = Record<FigureName, number>;

/** What each figure is, and whether more of it is better. */
export const FIGURES = {
  right: { title: "right intent", better: "more" },
  rightMixedNoise: { title: "right intent, mixed noise", better: "more" },
  outOfScopeTakenIn: { title: "out of scope taken as in scope", better: "less" },
  inScopeRejected: { title: "in scope rejected", better: "less" },
} as const;

export type FigureName = keyof typeof FIGURES;

const NAMES = Object.keys(FIGURES) as FigureName[];

/** How many points a figure may be worse than the committed one: about what adding a few examples moves by chance. */
export const TOLERANCE = 1;

/** How to commit figures that are worse on purpose. */
export const COMMIT_HINT = "If this is meant: npm run eval -- --commit";

const PATH = join(HOME, "test", "eval", "figures.json");

/** The figures as they are now; `app` understands the questions once more with mixed noise. */
export function figuresOf(
  judged: readonly Judged[],
  app: Parameters<typeof judge>[1],
  noises: readonly Noise[],
): Figures {
  const mixed = noises.find(({ name }) => name === MIXED_NOISE);
  if (!mixed) throw new Error(`there is no noise called ${MIXED_NOISE}`);
  const scope = scopeAtPolicy(judged);
  return {
    right: accuracy(judged),
    rightMixedNoise: accuracy(
      judge(
        judged.map((question) => ({ ...question, text: mixed.apply(question.text) })),
        app,
      ),
    ),
    outOfScopeTakenIn: scope.takenIn,
    inScopeRejected: 100 - scope.kept,
  };
}

/** One figure beside the committed one; `worseBy` is in points, below 0 when it is better. */
export type Comparison = { name: FigureName; title: string; committed: number; now: number; worseBy: number };

/** Every figure beside the committed one. */
export function compareFigures(committed: Figures, now: Figures): Comparison[] {
  return NAMES.map((name) => {
    const { title, better } = FIGURES[name];
    const more = now[name] - committed[name];
    return { name, title, committed: committed[name], now: now[name], worseBy: better === "more" ? -more : more };
  });
}

/** The figures that are worse by more than the tolerance, in words. */
export function drops(comparisons: readonly Comparison[]): string[] {
  return comparisons
    .filter(({ worseBy }) => worseBy > TOLERANCE)
    .map(({ title, committed, now }) => `${title}: ${committed.toFixed(1)} % committed, ${now.toFixed(1)} % now`);
}

const percent = z.number().min(0).max(100);

const schema = z.strictObject({
  right: percent,
  rightMixedNoise: percent,
  outOfScopeTakenIn: percent,
  inScopeRejected: percent,
});

/** Reads the committed figures. */
export async function readFigures(path: string = PATH): Promise<Figures> {
  return schema.parse(JSON.parse(await readFile(path, "utf8")));
}

/** Writes the figures to be committed, rounded to a hundredth: more is chance. */
export async function writeFigures(figures: Figures, path: string = PATH): Promise<void> {
  const rounded = Object.fromEntries(NAMES.map((name) => [name, Math.round(figures[name] * 100) / 100]));
  await writeFile(`${path}.tmp`, `${JSON.stringify(schema.parse(rounded), null, 2)}\n`);
  await rename(`${path}.tmp`, path);
}
