import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { HOME } from "../app.ts";
import { INTENTS, type Intent } from "../lib/intent.ts";
import { readJsonLines } from "./json-lines.ts";

/** One test question: what somebody wrote, what they meant, how they write. */
export type TestQuestion = { text: string; intent: Intent; alsoOk?: Intent[] | undefined; style: string };

const questionSchema = z.strictObject({
  text: z.string().min(1),
  intent: z.enum(INTENTS),
  alsoOk: z.array(z.enum(INTENTS)).optional(),
  style: z.string().min(1),
});

/** Reads test/questions/*.jsonl. Throws naming file and line when one is malformed. */
export async function readTestQuestions(folder: string = join(HOME, "test", "questions")): Promise<TestQuestion[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".jsonl")).sort();
  return (await Promise.all(files.map((file) => readJsonLines(join(folder, file), questionSchema)))).flat();
}
