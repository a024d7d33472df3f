import type { Answer, Kit } from "../answers/answer.ts";
import { citation } from "../answers/compose.ts";
import { channelFacts } from "../answers/next-steps.ts";
import type { TicketReason } from "../handoff/ticket.ts";
import type { Choice } from "../understanding/context.ts";

/** An answer that rests on no fact. */
export function textAnswer(text: string, choices: readonly Choice[] = []): Answer {
  return { text, choices, facts: [], sources: [], effects: [] };
}

/** Where the lines about a person stand: at the end of the answer's first paragraph, or instead of the answer. */
export type Place = "within" | "instead";

/** An answer that also says that a person was called, with what is offered now. */
export function called(
  answer: Answer,
  { lines, place, reason, choices }: { lines: string; place: Place; reason: TicketReason; choices: readonly Choice[] },
): Answer {
  const effects = answer.effects.some(({ type }) => type === "open-ticket")
    ? answer.effects
    : [...answer.effects, { type: "open-ticket" as const, reason }];
  const own = choices === answer.choices ? [] : choices;
  return { ...answer, text: withChoices(placed(answer.text, lines, place), own), choices, effects, unsure: false };
}

function placed(text: string, lines: string, place: Place): string {
  if (place === "instead") return lines;
  const [first = "", ...rest] = text.split("\n\n");
  // beside the first paragraph and not as one of its own: three fill a small screen
  return [`${first}\n${lines}`, ...rest].join("\n\n");
}

/** The choices numbered below a text, after as many as stand there, as people read them where there are no buttons. */
export function withChoices(text: string, choices: readonly Choice[], after = 0): string {
  const numbered = choices.map(({ label }, index) => `${after + index + 1}. ${label}`);
  return numbered.length === 0 ? text : `${text}\n${numbered.join("\n")}`;
}

/** An answer whose text names the official number rests on that fact too. */
export function vouched(answer: Answer, { knowledge }: Kit): Answer {
  const { callCentre, phone } = channelFacts(knowledge);
  if (!answer.text.includes(phone) || answer.facts.includes(callCentre.id)) return answer;
  return {
    ...answer,
    facts: [...answer.facts, callCentre.id],
    sources: [...answer.sources, ...knowledge.sourcesOf(callCentre).map((source) => citation(source, callCentre))],
  };
}
