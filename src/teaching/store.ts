import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { Low } from "lowdb";
import { DocumentError, safeJsonAdapter } from "../knowledge/document.ts";
import { maskIdNumbers } from "../lib/id-number.ts";
import { teachingDocument, type TaughtAnswer, type TaughtExample, type TeachingDocument } from "./schema.ts";

/** Keeps what the staff taught. What is read is a new list after every change, so an unchanged list means no change. */
export type TeachingStore = {
  examples(): readonly TaughtExample[];
  answers(): readonly TaughtAnswer[];
  /** Adds ways of asking; one that is there already word for word, for the same intent, is left as it is. */
  addExamples(examples: readonly TaughtExample[]): Promise<void>;
  /** Takes a way of asking back. False when there is none of these words. */
  removeExample(text: string): Promise<boolean>;
  /** Adds an answer, or puts it in place of the one with the same id. */
  putAnswer(answer: TaughtAnswer): Promise<void>;
  /** False when there is none with this id. */
  removeAnswer(id: string): Promise<boolean>;
};

/**
 * Opens the document, STATE_DIR/teaching.json. A missing file is empty; a broken one throws a DocumentError that names
 * file and field. Changes are made one after another, and none is seen before it is on the disk.
 */
export async function openTeachingStore(path: string): Promise<TeachingStore> {
  const document = new Low<TeachingDocument>(safeJsonAdapter({ path, schema: teachingDocument }), {
    examples: [],
    answers: [],
  });
  await document.read().catch((error: unknown) => {
    if (!isMissing(error)) throw error;
  });
  let last: Promise<unknown> = Promise.resolve();

  /** `step` gives the new document, or undefined when there is nothing to change. */
  function change(step: (before: TeachingDocument) => TeachingDocument | undefined): Promise<boolean> {
    const next = last.then(async () => {
      const before = document.data;
      const after = step(before);
      if (!after) return false;
      await mkdir(dirname(path), { recursive: true });
      await document.adapter.write(after);
      document.data = after;
      return true;
    });
    // one that failed is told to who asked for it, and stops none of those after it
    last = next.catch(() => {});
    return next;
  }

  return {
    examples: () => document.data.examples,
    answers: () => document.data.answers,
    async addExamples(examples) {
      await change((before) => {
        const added = examples
          .map((example) => ({ ...example, text: kept(example.text) }))
          .filter(({ intent, text }) => !before.examples.some((old) => old.text === text && old.intent === intent));
        return added.length > 0 ? { ...before, examples: [...before.examples, ...added] } : undefined;
      });
    },
    removeExample: (text) => change((before) => without(before, "examples", (example) => example.text === kept(text))),
    async putAnswer(answer) {
      const clean = { ...answer, questions: answer.questions.map(kept), text: kept(answer.text) };
      await change((before) => ({
        ...before,
        answers: before.answers.some(({ id }) => id === clean.id)
          ? before.answers.map((old) => (old.id === clean.id ? clean : old))
          : [...before.answers, clean],
      }));
    },
    removeAnswer: (id) => change((before) => without(before, "answers", (answer) => answer.id === id)),
  };
}

/** As it may be written down. */
function kept(text: string): string {
  return maskIdNumbers(text).text.trim();
}

function without<Name extends "examples" | "answers">(
  before: TeachingDocument,
  name: Name,
  gone: (entry: TeachingDocument[Name][number]) => boolean,
): TeachingDocument | undefined {
  const rest = before[name].filter((entry) => !gone(entry));
  return rest.length === before[name].length ? undefined : { ...before, [name]: rest };
}

function isMissing(error: unknown): boolean {
  return error instanceof DocumentError && (error.cause as NodeJS.ErrnoException | undefined)?.code === "ENOENT";
}
