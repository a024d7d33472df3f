import { z } from "zod";
import { isPossibleDate } from "../lib/calendar.ts";
import { maskIdNumbers } from "../lib/id-number.ts";
import { INTENTS } from "../lib/intent.ts";

/** Words that may be kept: never with a sixteen-digit number in them. */
const words = z
  .string()
  .trim()
  .min(1, "is empty")
  .refine((text) => !maskIdNumbers(text).masked, "holds a sixteen-digit number");

const who = z.string().min(1, "is empty");
const moment = z.iso.datetime({ error: "is no moment such as 2026-11-24T05:00:00.000Z" });
const day = z
  .string()
  .refine((text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && isPossibleDate(text), "is no day such as 2026-11-24");

const example = z.strictObject({
  intent: z.enum(INTENTS),
  /** A way of asking, as somebody wrote it. */
  text: words,
  /** Who on the staff added it. */
  by: who,
  at: moment,
});

const answer = z.strictObject({
  id: z.string().min(1, "is empty"),
  /** Ways of asking what it answers. */
  questions: z.array(words).min(1, "needs at least one question"),
  text: words,
  /** "who, date"; empty where nothing in the answer needs one. */
  source: z.string(),
  by: who,
  at: moment,
  /** The last day on which it may be given; without it there is none. */
  validTo: day.optional(),
});

/** STATE_DIR/teaching.json: what the staff taught while the program ran. */
export const teachingDocument = z.strictObject({
  examples: z.array(example),
  answers: z
    .array(answer)
    .refine((answers) => new Set(answers.map(({ id }) => id)).size === answers.length, "two answers have the same id"),
});

export type TeachingDocument = z.infer<typeof teachingDocument>;
export type TaughtExample = TeachingDocument["examples"][number];
export type TaughtAnswer = TeachingDocument["answers"][number];
