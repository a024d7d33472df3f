import type { Day } from "../lib/calendar.ts";
import { familyOf } from "../lib/intent.ts";
import { NEW_CHAT } from "../understanding/context.ts";
import type { Ranking } from "../understanding/model.ts";
import type { Explain } from "../understanding/understand.ts";

/** Families that no question on the staff's list belongs to: they are answered with words of course, or done. */
const NO_QUESTION = new Set(["smalltalk", "out-of-scope", "menu", "handoff", "consent"]);

/** What staff are offered first when they say what a question meant. */
const OFFERED = 3;

/** The likeliest intents of a question, with the share that the model gives to each. */
export function suggestIntents(text: string, explain: Explain, today: Day): Ranking {
  return explain(text, { today, memory: NEW_CHAT })
    .ranking.filter(({ intent }) => !NO_QUESTION.has(familyOf(intent)))
    .slice(0, OFFERED);
}
