import type { Segment } from "../knowledge/schema.ts";

/** Word lists that understanding needs, from data/lexicon.json. All lower case. */
export type Lexicon = {
  /** Chat spelling → the usual word: "gmn" → "bagaimana". */
  spellings: Readonly<Record<string, string>>;
  /** Words and abbreviations of the field that are never corrected: jkk, jht, jmo, bpu … */
  protected: readonly string[];
  /** Words that say nothing of what is asked: greetings, titles, particles. A message of these and a place is an ellipsis. */
  fillers: readonly string[];
  /** Openings that may stand before a question and be dropped: "assalamualaikum", "punten". */
  openings: readonly string[];
  /** Names of programmes and the everyday words for them. */
  programmes: Readonly<Record<"jkk" | "jkm" | "jht" | "jp" | "jkp", readonly string[]>>;
  /** Parts of a whole → words for them. */
  segments: Readonly<Partial<Record<Segment, readonly string[]>>>;
  /** Ways of paying → words for them. */
  payments: Readonly<Record<string, readonly string[]>>;
  /** Words of the language that are one slip away from a place or a trade and must not be taken for it. */
  everyday: readonly string[];
  /** Words that ask how without saying what: "caranya gimana". */
  generic: readonly string[];
  /** Signs that mean one thing when nothing else was written. */
  emoji: Readonly<Record<"smalltalk.thanks", readonly string[]>>;
  /** Whole messages that mean one thing: an intent, or taking back what was begun. */
  commands: Readonly<Record<"consent.unsubscribe" | "menu" | "handoff.request" | "cancel", readonly string[]>>;
};
