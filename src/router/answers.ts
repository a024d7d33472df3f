import type { Answer, Kit } from "../answers/answer.ts";
import { citation } from "../answers/compose.ts";
import { channelFacts } from "../answers/next-steps.ts";
import type { TicketReason } from "../handoff/ticket.ts";
import type { Choice } from "../understanding/context.ts";

/** An answer that rests on no fact. */
export function textAnswer(text: string, choices: readonly Choice[] = [], facts: readonly string[] = []): Answer {
  return { text, choices, facts, sources: [], effects: [] };
}

/**
 * An answer that also says that a person was called: in its first paragraph, so that it is read on a small screen, and
 * the reply keeps its length of three paragraphs. `alone`: instead of the answer.
 */
export function called(
  answer: Answer,
  lines: string,
  reason: TicketReason,
  choices: readonly Choice[],
  alone: boolean,
): Answer {
  const effects = answer.effects.some(({ type }) => type === "open-ticket")
    ? answer.effects
    : [...answer.effects, { type: "open-ticket" as const, reason }];
  const text = alone ? withChoices(lines, choices) : withLine(answer, lines, choices);
  return { ...answer, text, choices, effects, unsure: false };
}

/** A line more at the end of the first paragraph; other choices than the answer's own stand below it. */
export function withLine(answer: Answer, lines: string, choices: readonly Choice[]): string {
  const [first = "", ...rest] = answer.text.split("\n\n");
  const text = [`${first}\n${lines}`, ...rest].join("\n\n");
  return choices === answer.choices ? text : withChoices(text, choices);
}

/** The choices numbered below a text, as people read them where there are no buttons. */
export function withChoices(text: string, choices: readonly Choice[]): string {
  const numbered = choices.map(({ label }, index) => `${index + 1}. ${label}`);
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
