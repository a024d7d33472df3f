import type { ModelStore } from "../storage/model-file.ts";
import { maskIdNumbers } from "../lib/id-number.ts";
import type { Example } from "./fingerprint.ts";
import type { Learner, Tried } from "./learner.ts";
import type { TeachingStore } from "./store.ts";
import type { SwappableUnderstanding } from "./swap.ts";

/** What staff are told when they teach examples. */
export type Taught = { ok: true } | Extract<Tried, { ok: false }>;

/** Takes examples from staff while the program runs. */
export type Teacher = {
  /** Learns, checks, writes down and uses the examples; or says why not, with everything left as it was. */
  teach(examples: readonly Example[], who: { by: string; at: Date }): Promise<Taught>;
};

/**
 * Makes the teacher. Examples are written down before their model is used, and the model is kept for the next start; a
 * crash in between costs that start the time to learn it again. One teaching after another.
 */
export function createTeacher({
  learner,
  store,
  models,
  understanding,
}: {
  learner: Learner;
  store: TeachingStore;
  /** Where the next start looks for the model: STATE_DIR/model.bin. */
  models: ModelStore;
  understanding: SwappableUnderstanding;
}): Teacher {
  let last: Promise<unknown> = Promise.resolve();

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
    await store.addExamples(added.map((example) => ({ ...example, by, at: at.toISOString() })));
    understanding.swap(tried.model);
    await models.save(tried.model);
    return { ok: true };
  }

  return {
    teach(examples, who) {
      const taught = last.then(() => teachNow(examples, who));
      last = taught.catch(() => {});
      return taught;
    },
  };
}
