import type { App } from "../app.ts";
import type { Intent } from "../lib/intent.ts";
import type { Language } from "../understanding/language.ts";
import type { Understanding } from "../understanding/understand.ts";
import type { TestQuestion } from "./questions.ts";

/** One question with what was understood. */
export type Judged = TestQuestion & {
  got: Intent;
  confidence: number;
  right: boolean;
  /** As detected. */
  language: Language;
  via: Understanding["via"];
};

/** The day the test questions are asked on; a fixed one, so that two runs do the same work. */
export const TODAY = "2026-11-24";

/** Understands every test question in a chat of its own. */
export function judge(questions: readonly TestQuestion[], { understanding }: Pick<App, "understanding">): Judged[] {
  return questions.map((question) => {
    const { intent, confidence, language, via } = understanding.understand(question.text, { today: TODAY, memory: {} });
    return { ...question, got: intent, confidence, right: isRight(question, intent), language, via };
  });
}

/** Whether an answer is what was meant, or as good. */
export function isRight({ intent, alsoOk }: { intent: string; alsoOk?: readonly string[] | undefined }, got: string) {
  return got === intent || (alsoOk?.includes(got) ?? false);
}
