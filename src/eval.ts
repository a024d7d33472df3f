import type { App } from "./app.ts";
import { scoreProject, showNearest, tryOnFiles, type ProjectOptions } from "./eval/commands.ts";
import { EvalError } from "./eval/json-lines.ts";
import type { Reading } from "./eval/own-learner.ts";

export { judge, type Judged } from "./eval/judge.ts";
export { readTestQuestions, type TestQuestion } from "./eval/questions.ts";
export { accuracy } from "./eval/scores.ts";

/** What can be asked of `npm run eval`; nothing scores the project's own test questions. */
export type EvalOptions = ProjectOptions & {
  /** File whose texts are shown with the nearest example. */
  nearest?: string;
  /** Files with `{"text", "label"}` lines to learn from and to test with. */
  train?: string;
  test?: string;
  reading?: Reading;
  /** Measure peers on the same files; a folder is one more place to find them. */
  peers?: string | true;
};

/** Measures understanding and prints tables. The exit code is 1 when something got worse or was copied. */
export async function evaluate(app: App, options: EvalOptions = {}): Promise<void> {
  const { nearest, train, test, ...rest } = options;
  if ((train === undefined) !== (test === undefined)) throw new EvalError("Give both --train and --test.");
  let good = true;
  if (train !== undefined && test !== undefined) await tryOnFiles(app, { ...rest, train, test });
  else if (nearest !== undefined) good = await showNearest(nearest);
  else good = await scoreProject(app, rest);
  if (!good) process.exitCode = 1;
}
