import type { Day } from "../lib/calendar.ts";
import type { Lexicon } from "../understanding/lexicon.ts";
import { NEW_CHAT } from "../understanding/context.ts";
import { findTaughtAnswer, prepareAnswers, rarityIn, type Measure, type PreparedAnswer } from "./answers.ts";
import type { TaughtAnswer } from "./schema.ts";
import type { TeachingStore } from "./store.ts";
import type { SwappableUnderstanding } from "./swap.ts";

/** Looks for what staff answered to nearly the same question. */
export type TaughtAnswers = { find(text: string, today: Day): TaughtAnswer | undefined };

/** Makes the look-up; the questions are read again only when the answers or the model have changed. */
export function createTaughtAnswers({
  store,
  understanding,
  lexicon,
}: {
  store: Pick<TeachingStore, "answers">;
  understanding: Pick<SwappableUnderstanding, "understand" | "model">;
  lexicon: Pick<Lexicon, "fillers" | "spellings">;
}): TaughtAnswers {
  const words = { fillers: new Set(lexicon.fillers), spellings: lexicon.spellings };
  let ready: { of: readonly unknown[]; prepared: PreparedAnswer[]; measure: Measure } | undefined;

  function prepare(today: Day) {
    const answers = store.answers();
    const model = understanding.model();
    // "tahun lalu" in a taught question means another year tomorrow
    const of = [answers, model, today];
    if (ready && of.every((part, index) => part === ready?.of[index])) return ready;
    const measure = { ...words, rarity: rarityIn(model.vocabulary) };
    return (ready = { of, measure, prepared: prepareAnswers(answers, (text) => read(text, today), measure) });
  }

  const read = (text: string, today: Day) => understanding.understand(text, { today, memory: NEW_CHAT });

  return {
    find(text, today) {
      if (store.answers().length === 0) return undefined;
      const { prepared, measure } = prepare(today);
      return findTaughtAnswer(read(text, today), prepared, today, measure);
    },
  };
}
