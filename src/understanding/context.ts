import type { Day } from "../lib/calendar.ts";
import type { Intent } from "../lib/intent.ts";
import type { Entities } from "./entities.ts";
import type { Language } from "./language.ts";

/** Something we asked a person for. */
export type Slot = "incomeRupiah" | "region" | "occupation";

/** What picking a choice does besides asking something. The first choice of a yes-or-no question is the yes. */
export type ChoiceAct =
  /** Be forgotten, or not after all. */
  | "erase"
  | "keep-data"
  /** Be sent news, or not. */
  | "accept-news"
  | "decline-news"
  | "stop-news"
  | "keep-news"
  /** Be sent news of one kind only. */
  | "only-discount"
  | "only-registration"
  | "only-safety"
  /** Hear when a question has an answer. */
  | "tell-me"
  /** A ticket is not needed after all; go on waiting; go on with the bot; was it a help. */
  | "cancel-ticket"
  | "wait-staff"
  | "back-to-bot"
  | "rate-up"
  | "rate-down";

/** One way to go on that we offered; picking it asks `intent` with these entities, or does `act`. */
export type Choice = { label: string; intent: Intent; entities?: Partial<Entities>; act?: ChoiceAct };

/** Which language replies are in, and what somebody has been writing in. */
export type SpokenLanguage = {
  reply: Language;
  /** It was asked for, so that nothing but another wish changes it. */
  asked: boolean;
  /** What the last message was written in that told so, and how often in a row, up to two. */
  wrote: Language;
  times: number;
};

/** What is remembered of a chat between two messages. All of it may be forgotten at any time. */
export type ChatMemory = {
  /** The last question that had an answer, with what it named. */
  last?: { intent: Intent; entities: Entities; year?: number } | undefined;
  /** Its words (masked): what a 👎 is about. */
  question?: string | undefined;
  /** The choices that were numbered in our last message. */
  choices?: Choice[] | undefined;
  /** What our last message asked for, and for which question. */
  asked?: { slot: Slot; intent: Intent; entities: Entities } | undefined;
  /** What the person told about themselves. */
  occupation?: string | undefined;
  /** How often in a row we did not understand. */
  misunderstood?: number | undefined;
  /** Undefined until a message has told its language. */
  language?: SpokenLanguage | undefined;
};

/** What understanding may know besides the message. */
export type Context = { today: Day; memory: ChatMemory };

/** A chat that has just begun. */
export const NEW_CHAT: ChatMemory = {};
