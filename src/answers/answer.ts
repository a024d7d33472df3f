import type { Fact } from "../knowledge/schema.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";
import type { Say } from "../knowledge/texts.ts";
import type { Day } from "../lib/calendar.ts";
import type { Intent } from "../lib/intent.ts";
import type { ChatMemory, Choice, Slot } from "../understanding/context.ts";
import type { Entities } from "../understanding/entities.ts";
import type { Language } from "../understanding/language.ts";

/** Something that must happen besides replying. Answers only name it; the router has it done. */
export type Effect =
  | { type: "open-ticket"; reason: "request" | "complaint" | "misunderstood" | "media" | "emergency" }
  | { type: "subscribe" }
  | { type: "unsubscribe" }
  /** Asks first; the data goes when the person says yes. */
  | { type: "forget-me" };

/** One question as a handler gets it. */
export type Question = {
  intent: Intent;
  entities: Entities;
  /** The words of the message, folded and corrected. */
  words: readonly string[];
  language: Language;
  today: Day;
  memory: ChatMemory;
  cancelled: boolean;
  /** The whole message was one word of command or a choice, and leaves no doubt. */
  plain: boolean;
};

/** What handlers draw on. */
export type Kit = { knowledge: Knowledge; say: Say };

/** What a handler says, in parts, so that it can be shown alone or beside another answer. */
export type Draft = {
  /** The answer itself; the first line a person reads. */
  lead: string;
  /** More lines that belong to it. */
  details?: readonly string[];
  /** Lines that are good to know, told only while the reply still fits a phone's screen. */
  extras?: readonly string[];
  /** Caveats of what is told: always said, last. */
  notes?: readonly string[];
  /** Facts the answer rests on: their sources are shown. */
  rests: readonly Fact[];
  /** Facts behind side remarks, such as the call centre's number in the next step. */
  mentions?: readonly Fact[];
  /** One next step. */
  next?: string;
  choices?: readonly Choice[];
  /** What we ask the person for. */
  asks?: { slot: Slot; entities: Entities };
  effects?: readonly Effect[];
  /** The year of the figure shown, so that "tahun sebelumnya?" has a meaning. */
  year?: number;
  /** The region that was answered for, when it was chosen among several. */
  regions?: readonly string[][];
};

/** Turns a question into what to say. Pure: facts and words come from the kit, the day from the question. */
export type AnswerHandler = (question: Question, kit: Kit) => Draft;

/** A whole reply, with what it rests on and what it sets in motion. */
export type Answer = {
  text: string;
  choices: readonly Choice[];
  /** Ids of all facts used. */
  facts: readonly string[];
  /** "outlet, date" of everything the reply rests on. */
  sources: readonly string[];
  effects: readonly Effect[];
  asks?: { slot: Slot; entities: Entities } | undefined;
  /** Nothing was answered: we asked what was meant. */
  unsure?: boolean;
  year?: number | undefined;
  regions?: readonly string[][] | undefined;
};
