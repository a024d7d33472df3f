import type { ChannelName } from "../message.ts";

/** What became of one question: answered by the bot, asked again for what was meant, or handed to a person. */
export type OutcomeKind = "answered" | "asked-again" | "handed-off";

/** One question as it is counted: no words, and nobody's. */
export type Outcome = {
  at: Date;
  channel: ChannelName;
  /** Intent id. */
  intent: string;
  /** Code of the region that was asked about, or of the person's; undefined when none was named. */
  region?: string;
  kind: OutcomeKind;
};

/** What people asked, for counting. */
export type OutcomeStore = {
  add(outcome: Outcome): void;
  /** Outcomes from `from` up to but not including `to`, oldest first. */
  between(from: Date, to: Date): Outcome[];
  sweep(before: Date): number;
};
