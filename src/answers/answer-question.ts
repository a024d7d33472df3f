import type { Understanding } from "../understanding/understand.ts";
import type { Day } from "../lib/calendar.ts";
import type { Intent } from "../lib/intent.ts";
import type { ChatMemory, Choice } from "../understanding/context.ts";
import type { Answer, Kit, Question } from "./answer.ts";
import { compose } from "./compose.ts";
import { choice, handoffChoice } from "./next-steps.ts";
import { HANDLERS } from "./table.ts";

/** Below this confidence the likeliest other meanings are offered along with the answer. */
export const SURE = 0.65;

/** Below this confidence nothing is answered: "maksud Anda …?". */
const GUESSING = 0.3;

/** Who was not understood just now is not given another guess: below this we ask again, and call a person. */
const GUESSING_AGAIN = 0.45;

/** What must not happen on a guess: it changes what a person agreed to, or erases what they wrote. */
const CHANGES_CONSENT = /^consent\./;

/**
 * Answers what was understood: one question or two, with a warning when a sixteen-digit number was sent. When unsure it
 * offers the likeliest meanings instead of pretending.
 */
export function answerQuestion(
  understanding: Understanding,
  { today, memory }: { today: Day; memory: ChatMemory },
  kit: Kit,
): Answer {
  const { say } = kit;
  const { intent, entities, also, confidence, alternatives, words, language } = understanding;
  const question: Question = {
    intent,
    entities,
    words,
    language,
    today,
    memory,
    cancelled: understanding.cancelled ?? false,
    plain: understanding.via === "word" || understanding.via === "choice",
  };
  const notice = entities.idNumber ? say("common.id-number") : undefined;
  const others = alternatives.map((entry) => entry.intent);
  const unsure = understanding.via === "model" && intent !== "out-of-scope" && confidence < SURE;
  if (unsure && (confidence < (memory.misunderstood ? GUESSING_AGAIN : GUESSING) || CHANGES_CONSENT.test(intent)))
    return {
      ...compose(
        [
          {
            lead: say("unsure.lead"),
            rests: [],
            next: say("unsure.next"),
            choices: meanings([intent, ...others], 3, kit),
          },
        ],
        kit,
        {
          notice,
        },
      ),
      unsure: true,
    };

  const drafts = [HANDLERS[intent](question, kit)];
  if (also) drafts.push(HANDLERS[also.intent]({ ...question, intent: also.intent, entities: also.entities }, kit));
  if (!unsure || !others.some(isOffered)) return compose(drafts, kit, { notice });
  return compose(drafts, kit, { notice, next: say("unsure.other-meaning"), choices: meanings(others, 2, kit) });
}

/** Meanings that are worth a choice of their own. */
function isOffered(intent: Intent): boolean {
  return !/^(?:smalltalk|out-of-scope|menu|handoff)/.test(intent);
}

/** The likeliest meanings, so many at most, and a person. */
function meanings(likeliestFirst: readonly Intent[], most: number, { say }: Kit): Choice[] {
  return [
    ...likeliestFirst
      .filter(isOffered)
      .slice(0, most)
      .map((intent) => choice(say, intent)),
    handoffChoice(say),
  ];
}
