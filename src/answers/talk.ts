import type { Say } from "../knowledge/texts.ts";
import type { AnswerHandler, Effect } from "./answer.ts";
import { choice, handoffChoice, menuChoices } from "./next-steps.ts";

/** What needs no fact: greetings, thanks, the menu, and what is none of our business. */
function plain(
  key: string,
  choices: (say: Say) => ReturnType<typeof menuChoices>,
  effects: readonly Effect[] = [],
): AnswerHandler {
  return (_, { say }) => ({
    lead: say(`talk.${key}.text`),
    rests: [],
    next: say(`talk.${key}.next`),
    choices: choices(say),
    effects,
  });
}

const few = (say: Say) => [
  choice(say, "programme.overview"),
  choice(say, "registration.how"),
  choice(say, "contribution.amount"),
  handoffChoice(say),
];

export const greeting = plain("greeting", few);
export const thanks = plain("thanks", () => []);
export const goodbye = plain("goodbye", () => []);
export const bot = plain("bot", (say) => [choice(say, "menu"), handoffChoice(say)]);
export const abuse = plain("abuse", (say) => [handoffChoice(say), choice(say, "menu")]);
export const outOfScope = plain("out-of-scope", (say) => [choice(say, "menu"), handoffChoice(say)]);
export const complaint = plain("complaint", () => [], [{ type: "open-ticket", reason: "complaint" }]);
export const handoffRequest = plain("handoff-request", () => [], [{ type: "open-ticket", reason: "request" }]);
export const subscribe = plain(
  "subscribe",
  (say) =>
    (["discount", "registration", "safety"] as const).map((topic) => ({
      label: say(`consent.topic-labels.${topic}`),
      intent: "consent.subscribe" as const,
      act: `only-${topic}` as const,
    })),
  [{ type: "subscribe" }],
);

/** "berhenti" as the whole message ends it at once; in a sentence it may mean something else, and one tap is asked for. */
export const unsubscribe: AnswerHandler = ({ plain: sure }, { say }) =>
  sure
    ? {
        lead: say("talk.unsubscribe.text"),
        rests: [],
        next: say("talk.unsubscribe.next"),
        effects: [{ type: "unsubscribe" }],
      }
    : {
        lead: say("consent.confirm-stop"),
        rests: [],
        next: say("consent.confirm-how"),
        choices: [
          { label: say("consent.confirm-stop-yes"), intent: "consent.unsubscribe" as const, act: "stop-news" as const },
          { label: say("consent.confirm-stop-no"), intent: "menu" as const, act: "keep-news" as const },
        ],
      };

/** Asked once before anything is erased: it cannot be undone. */
export const forgetMe: AnswerHandler = (_, { say }) => ({
  lead: say("privacy.erase-ask"),
  rests: [],
  next: say("privacy.erase-how"),
  choices: [
    { label: say("privacy.erase-yes"), intent: "consent.delete", act: "erase" },
    { label: say("privacy.erase-no"), intent: "menu", act: "keep-data" },
  ],
});

/** The numbered menu; after "batal" it says first that what was begun is dropped. */
export const menu: AnswerHandler = ({ cancelled }, { say }) => ({
  lead: say(cancelled ? "talk.menu.cancelled" : "talk.menu.text"),
  rests: [],
  next: say("talk.menu.next"),
  choices: menuChoices(say),
});
