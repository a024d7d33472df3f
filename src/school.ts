import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { groupByLikeness } from "./analytics/likeness.ts";
import type { Kit } from "./answers/answer.ts";
import { answerQuestion } from "./answers/answer-question.ts";
import { readExamples, type Folders } from "./knowledge/load.ts";
import { dayOf } from "./lib/calendar.ts";
import type { Clock } from "./lib/clock.ts";
import { isIntent, type Intent } from "./lib/intent.ts";
import type { Log } from "./lib/log.ts";
import type { School } from "./staff/questions.ts";
import { createModelFile } from "./storage/model-file.ts";
import { answerProblemText, checkTaughtAnswer } from "./teaching/answer-check.ts";
import { taughtReply } from "./teaching/answers.ts";
import { createFingerprint } from "./teaching/fingerprint.ts";
import { createLearner } from "./teaching/learner.ts";
import type { TeachingStore } from "./teaching/store.ts";
import { suggestIntents } from "./teaching/suggest.ts";
import type { SwappableUnderstanding } from "./teaching/swap.ts";
import { createTaughtAnswers, type TaughtAnswers } from "./teaching/taught-answers.ts";
import { createTeacher } from "./teaching/teacher.ts";
import { NEW_CHAT } from "./understanding/context.ts";
import type { UnderstandingParts } from "./understanding/understand.ts";

/** The name of the model in the state folder that was learned with what staff taught. */
export const TAUGHT_MODEL = "model.bin";

/** Where the running program is taught, and what it was taught. */
export type OpenSchool = { school: School; answers: TaughtAnswers; stop(): Promise<void> };

/** Joins what staff teach: the document it is kept in, the learner beside the program, and the model in use. */
export async function openSchool({
  stateDir,
  folders,
  store,
  understanding,
  material,
  kit,
  timeZone,
  clock,
  log,
}: {
  stateDir: string;
  folders: Folders;
  store: TeachingStore;
  understanding: SwappableUnderstanding;
  material: Omit<UnderstandingParts, "model">;
  kit: Kit;
  timeZone: string;
  clock: Clock;
  log: Log;
}): Promise<OpenSchool> {
  const { say } = kit;
  const learner = createLearner({
    shipped: await readExamples(join(folders.data, "examples")),
    taught: () => store.examples(),
    current: () => understanding.model(),
    material,
    fingerprintOf: await createFingerprint(folders),
  });
  const models = createModelFile(join(stateDir, TAUGHT_MODEL));
  let tellTakenBack: Parameters<School["onTakenBack"]>[0] = () => {};
  const whyNot = (why: string, text: string | undefined) => say(`questions.why.${why}`, { text: text ?? "" });
  const teacher = createTeacher({
    learner,
    store,
    models,
    understanding,
    takenBack: ({ examples, why: { why, broke } }) =>
      tellTakenBack(examples.map(({ text }) => text).join("”, “"), whyNot(why, broke[0]?.text)),
    failed: (error) => log.error("teaching.failed", { error: error instanceof Error ? error.name : "unknown" }),
  });
  const answers = createTaughtAnswers({ store, understanding, lexicon: material.lexicon });
  const fillers = new Set(material.lexicon.fillers);
  const today = () => dayOf(clock(), timeZone);
  const wordsOf = (text: string) =>
    understanding.explain(text, { today: today(), memory: NEW_CHAT }).words.filter((word) => !fillers.has(word));

  const school: School = {
    group(questions) {
      // who looks at the list is about to teach
      if (questions.length > 0) learner.warm();
      return groupByLikeness([...questions], wordsOf);
    },
    suggest: (text) => suggestIntents(text, understanding.explain, today()).map(({ intent }) => intent),
    async same(texts, intent, by) {
      if (!isIntent(intent)) return { ok: false, why: intent };
      const taught = await teacher.teach(
        texts.map((text) => ({ intent: intent as Intent, text })),
        { by, at: clock() },
      );
      if (taught.ok) return taught;
      return { ok: false, why: whyNot(taught.why, taught.broke[0]?.text ?? texts[0]) };
    },
    async write(texts, written, by) {
      const { text, source } = splitSource(written);
      const problems = checkTaughtAnswer({ text, source }, today());
      if (problems.length > 0)
        return { ok: false, problems: problems.map((problem) => answerProblemText(problem, say)) };
      const answer = { id: randomUUID(), questions: [...new Set(texts)], text, source, by, at: clock().toISOString() };
      await store.putAnswer(answer);
      return { ok: true, reply: taughtReply(answer, say) };
    },
    onTakenBack: (tell) => void (tellTakenBack = tell),
    answer(text) {
      const day = today();
      const taught = answers.find(text, day);
      if (taught) return taughtReply(taught, say);
      const context = { today: day, memory: NEW_CHAT };
      return answerQuestion(understanding.understand(text, context), context, kit).text;
    },
  };
  return { school, answers, stop: () => learner.stop() };
}

/** The last line "Sumber: …" of what staff wrote is its source. */
function splitSource(written: string): { text: string; source: string } {
  const [, text = written, source = ""] = /^([\s\S]*?)\n\s*sumber\s*:\s*(.+)\s*$/i.exec(written.trim()) ?? [];
  return { text: text.trim(), source: source.trim() };
}
