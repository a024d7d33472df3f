import type { ModelStore } from "../storage/model-file.ts";
import { maskIdNumbers } from "../lib/id-number.ts";
import { notLearned } from "./check.ts";
import type { Example } from "./fingerprint.ts";
import type { Learner, Tried } from "./learner.ts";
import { settle, type Lesson } from "./settle.ts";
import type { TeachingStore } from "./store.ts";
import type { SwappableUnderstanding } from "./swap.ts";
import { LearningStopped } from "./thread.ts";

/** What staff are told when they teach examples. */
export type Taught = { ok: true } | Extract<Tried, { ok: false }>;

/** Takes examples from staff while the program runs. */
export type Teacher = {
  /** Learns, checks, writes down and uses the examples; or says why not, with everything left as it was. */
  teach(examples: readonly Example[], who: { by: string; at: Date }): Promise<Taught>;
};

/** Examples that were used already and are no more, and why. */
export type TakenBack = { examples: Lesson; why: Extract<Tried, { ok: false }> };

/** So long after the last teaching all examples are learned anew: staff who work through a list are done by then. */
const SETTLE_AFTER_MS = 2 * 60_000;

/**
 * Makes the teacher. What is taught is learned quickly (see `Learner`), written down, and used. When nobody has taught
 * anything for a while, everything is learned as a whole and checked once more in full; then the model is the one that a
 * start would learn, and is kept for the next start. A teaching that comes meanwhile goes first. What does not pass the
 * whole check is taken back, out of the document too, for the next start would learn from it unasked.
 *
 * The document is the truth: a crash at any moment costs the next start the time to learn the whole model, nothing more.
 */
export function createTeacher({
  learner,
  store,
  models,
  understanding,
  settleAfterMs = SETTLE_AFTER_MS,
  takenBack = () => {},
  failed = () => {},
}: {
  learner: Learner;
  store: TeachingStore;
  /** Where the next start looks for the model: STATE_DIR/model.bin. */
  models: ModelStore;
  /** With the whole model of the examples in the store. */
  understanding: SwappableUnderstanding;
  settleAfterMs?: number;
  /** Told what did not pass the whole check. */
  takenBack?: (what: TakenBack) => void;
  /** Told what went wrong in a whole learning; it is tried again after the next teaching, or at the next start. */
  failed?: (error: unknown) => void;
}): Teacher {
  let last: Promise<unknown> = Promise.resolve();
  /** Learned quickly, and not yet as a whole; in the order of the document. */
  let lessons: Lesson[] = [];
  let whole = understanding.model();
  let waiting: NodeJS.Timeout | undefined;
  let settling: AbortController | undefined;

  function inLine<T>(step: () => Promise<T>): Promise<T> {
    const done = last.then(step);
    last = done.catch(() => {});
    return done;
  }

  async function teachNow(examples: readonly Example[], { by, at }: { by: string; at: Date }): Promise<Taught> {
    const clean = examples.map(({ intent, text }) => ({ intent, text: maskIdNumbers(text).text.trim() }));
    const known = store.examples();
    const added = clean.filter(
      ({ intent, text }, index) =>
        text !== "" &&
        !known.some((old) => old.intent === intent && old.text === text) &&
        clean.findIndex((other) => other.intent === intent && other.text === text) === index,
    );
    if (added.length === 0) return { ok: true };
    const tried = await learner.tryExamples(added);
    if (!tried.ok) return tried;
    const next = understanding.prepare(tried.model);
    const broke = notLearned(added, next);
    if (broke.length > 0) return { ok: false, why: "not-learned", broke };
    await store.addExamples(added.map((example) => ({ ...example, by, at: at.toISOString() })));
    lessons.push(added);
    next.use();
    return { ok: true };
  }

  /** Learns as a whole what was learned quickly. */
  async function settleNow(): Promise<void> {
    if (lessons.length === 0) return;
    settling = new AbortController();
    const { signal } = settling;
    const open = new Set(lessons.flat().map(({ text }) => text));
    const taught = store.examples().filter(({ text }) => !open.has(text));
    const { model, refused } = await settle(lessons, { learner, taught, base: whole, signal });
    for (const { text } of refused.flatMap(({ lesson }) => lesson)) await store.removeExample(text);
    understanding.swap(model);
    whole = model;
    lessons = [];
    await models.save(model);
    for (const { lesson, why } of refused) takenBack({ examples: lesson, why });
  }

  function settleLater(): void {
    clearTimeout(waiting);
    if (lessons.length === 0) return;
    waiting = setTimeout(() => {
      inLine(settleNow).catch((error: unknown) => {
        // the teaching that broke it off sees to the next one
        if (!(error instanceof LearningStopped)) failed(error);
      });
    }, settleAfterMs).unref();
  }

  return {
    teach(examples, who) {
      clearTimeout(waiting);
      settling?.abort();
      return inLine(() => teachNow(examples, who)).finally(settleLater);
    },
  };
}
