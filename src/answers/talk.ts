import type { Say } from "../knowledge/texts.ts";
import type { AnswerHandler, Effect } from "./answer.ts";
import { channelFacts, choice, handoffChoice, menuChoices } from "./next-steps.ts";

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
export const handoffRequest = plain("handoff-request", () => [], [{ type: "open-ticket", reason: "request" }]);
export const subscribe = plain("subscribe", () => [], [{ type: "subscribe" }]);
export const unsubscribe = plain("unsubscribe", () => [], [{ type: "unsubscribe" }]);
export const forgetMe = plain("forget-me", () => [], [{ type: "forget-me" }]);

/** The numbered menu; after "batal" it says first that what was begun is dropped. */
export const menu: AnswerHandler = ({ cancelled }, { say }) => ({
  lead: say(cancelled ? "talk.menu.cancelled" : "talk.menu.text"),
  rests: [],
  next: say("talk.menu.next"),
  choices: menuChoices(say),
});

/** A complaint: one line of regret, a ticket, and what to do if it cannot wait. */
export const complaint: AnswerHandler = (_, { knowledge, say }) => {
  const { phone } = channelFacts(knowledge);
  return {
    lead: say("talk.complaint.text"),
    rests: [],
    next: say("talk.complaint.next", { phone }),
    effects: [{ type: "open-ticket", reason: "complaint" }],
  };
};
