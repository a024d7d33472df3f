import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { HOME, type App } from "./app.ts";
import { INTENTS, type Intent } from "./lib/intent.ts";
import { table } from "./lib/table.ts";

/** One test question: what somebody wrote, what they meant, how they write. */
export type TestQuestion = { text: string; intent: Intent; alsoOk?: Intent[] | undefined; style: string };

const questionSchema = z.strictObject({
  text: z.string().min(1),
  intent: z.enum(INTENTS),
  alsoOk: z.array(z.enum(INTENTS)).optional(),
  style: z.string().min(1),
});

/** The day the test questions are asked on. */
const TODAY = "2026-11-24";

/** Reads test/questions/*.jsonl. Throws naming file and line when one is malformed. */
export async function readTestQuestions(folder: string = join(HOME, "test", "questions")): Promise<TestQuestion[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".jsonl")).sort();
  const all = await Promise.all(
    files.map(async (file) =>
      (await readFile(join(folder, file), "utf8"))
        .split("\n")
        .map((line, index) => ({ line, where: `${file}:${index + 1}` }))
        .filter(({ line }) => line.trim() !== "")
        .map(({ line, where }) => {
          const checked = questionSchema.safeParse(JSON.parse(line));
          if (!checked.success)
            throw new Error(
              `${where}: ${checked.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`).join("; ")}`,
            );
          return checked.data;
        }),
    ),
  );
  return all.flat();
}

/** One question with what was understood. */
export type Judged = TestQuestion & { got: Intent; confidence: number; right: boolean };

/** Understands every test question in a chat of its own. */
export function judge(questions: readonly TestQuestion[], { understanding }: Pick<App, "understanding">): Judged[] {
  return questions.map((question) => {
    const { intent, confidence } = understanding.understand(question.text, { today: TODAY, memory: {} });
    return {
      ...question,
      got: intent,
      confidence,
      right: intent === question.intent || (question.alsoOk?.includes(intent) ?? false),
    };
  });
}

/** Share of right answers in percent. */
export function accuracy(judged: readonly Judged[]): number {
  return judged.length === 0 ? 0 : (100 * judged.filter(({ right }) => right).length) / judged.length;
}

/** Prints how well the test questions are understood: per intent, per style, what is confused, and what is let through. */
export async function evaluate(app: App): Promise<void> {
  const judged = judge(await readTestQuestions(), app);
  const print = (text: string) => process.stdout.write(`${text}\n`);
  print(groups("intent", judged, ({ intent }) => intent));
  print(groups("style", judged, ({ style }) => style));
  const confusions = new Map<string, number>();
  for (const { intent, got } of judged.filter(({ right }) => !right))
    confusions.set(`${intent} → ${got}`, (confusions.get(`${intent} → ${got}`) ?? 0) + 1);
  const worst = [...confusions].sort(([, a], [, b]) => b - a).slice(0, 15);
  if (worst.length > 0)
    print(
      table(
        ["taken for", "times"],
        worst.map(([pair, times]) => [pair, String(times)]),
      ),
    );
  const outside = judged.filter(({ intent }) => intent === "out-of-scope");
  const inside = judged.filter(({ intent }) => intent !== "out-of-scope");
  print(
    table(
      ["measure", "value"],
      [
        ["questions", String(judged.length)],
        ["right intent", `${accuracy(judged).toFixed(1)} %`],
        ["out of scope taken as in scope", `${(100 - accuracy(outside)).toFixed(1)} %`],
        [
          "in scope rejected",
          `${((100 * inside.filter(({ got }) => got === "out-of-scope").length) / Math.max(1, inside.length)).toFixed(1)} %`,
        ],
      ],
    ),
  );
}

function groups(name: string, judged: readonly Judged[], of: (question: Judged) => string): string {
  const keys = [...new Set(judged.map(of))].sort();
  const rows = keys.map((key) => {
    const group = judged.filter((question) => of(question) === key);
    return [key, String(group.length), accuracy(group).toFixed(1)];
  });
  return table([name, "questions", "right %"], rows);
}
