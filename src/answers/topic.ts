import type { Knowledge } from "../knowledge/knowledge.ts";
import type { Fact } from "../knowledge/schema.ts";
import type { Intent } from "../lib/intent.ts";
import { onceEach } from "../lib/once-each.ts";
import { numberText, rupiahText, rupiahWords } from "../lib/numbers.ts";
import type { AnswerHandler, Draft, Kit, Question } from "./answer.ts";
import { caveatLines, unique } from "./compose.ts";
import { focusOn } from "./focus.ts";
import { channelFacts, choice, handoffChoice } from "./next-steps.ts";

/** A subject with one usual answer, and particular facts that are told instead when the question is about just those. */
export type Topic = {
  intent: Intent;
  /** Facts behind the usual answer; their values fill its text as {{f_JKM_01}}. */
  facts: readonly string[];
  /** Facts that only the next step or a side remark rests on. */
  mentions?: readonly string[];
  /** What people are likely to want next. */
  choices?: readonly Intent[];
  /** Facts whose caveat the usual text says in its own words. */
  saysCaveatOf?: readonly string[];
  /** Whether a person is offered as the last choice. */
  offerPerson?: boolean;
  /** Score from which a particular fact is told first. */
  standsOut?: number;
  /** More values for the text. */
  values?: (question: Question, kit: Kit) => Readonly<Record<string, string>>;
  /** Lines to add, tailored to the question. */
  more?: (question: Question, kit: Kit) => { lines: readonly string[]; facts: readonly Fact[] };
};

/** A fact's score at which it is plainly what was asked; below, the usual answer is the better one. */
const STANDS_OUT = 6;

/**
 * Makes the handler of a subject. Texts are `topics.<intent>.lead`, `.details` (optional) and `.next`; a question about
 * a particular fact gets that fact first and the lead behind it.
 */
export function topic({
  intent,
  facts,
  mentions = [],
  choices = [],
  saysCaveatOf = [],
  offerPerson = false,
  standsOut = STANDS_OUT,
  values,
  more,
}: Topic): AnswerHandler {
  // what is the same for every question is made once for each knowledge
  const usualOf = onceEach((knowledge: Knowledge) => {
    const usual = facts.map((id) => knowledge.fact(id));
    const aside = mentions.map((id) => knowledge.fact(id));
    return { usual, aside, texts: { phone: channelFacts(knowledge).phone, ...factValues([...usual, ...aside]) } };
  });
  return (question, kit): Draft => {
    const { knowledge, say } = kit;
    const { usual, aside, texts: usualTexts } = usualOf(knowledge);
    const found = focusOn([intent], question, knowledge, standsOut);
    const added = more?.(question, kit) ?? { lines: [], facts: [] };
    const named = found !== undefined && question.entities.named.includes(found.id);
    // the usual answer says the usual facts already, unless just that one was asked for
    const focus = found && !added.facts.includes(found) && (named || !usual.includes(found)) ? found : undefined;
    const texts = values ? { ...usualTexts, ...values(question, kit) } : usualTexts;
    const key = `topics.${intent}`;
    const lead = say(`${key}.lead`, texts);
    const next = say(`${key}.next`, texts);
    const details = [say(`${key}.details`, texts)].filter((text) => text !== NONE);
    const first = focus && !lead.includes(focus.statement) ? [focus.statement, ...caveatLines([focus], say)] : [];
    const [head = "", ...rest] = [...first, ...added.lines, lead];
    const cautioned = usual.filter(({ id, caveat }) => caveat !== undefined && !saysCaveatOf.includes(id));
    // a caveat goes where its fact is told: with the details, when only they tell it
    const onlyInDetails = cautioned.filter(
      (fact) => details.some((text) => tells(text, fact)) && ![...first, lead].some((text) => tells(text, fact)),
    );
    const usualDetails = details.map((text) => [text, ...caveatLines(onlyInDetails, say)].join("\n"));
    const isAnnounced = lead.endsWith(":");
    return {
      lead: head,
      details: isAnnounced ? [...rest, ...usualDetails] : rest,
      // the person's own point comes first; the usual details only where the screen has room for them
      extras: isAnnounced ? [] : usualDetails,
      notes: caveatLines(
        cautioned.filter((fact) => !onlyInDetails.includes(fact) && !(focus && first.length > 0 && fact === focus)),
        say,
      ),
      rests: unique([...(focus ? [focus] : []), ...added.facts, ...usual]),
      mentions: aside,
      next,
      choices: [...choices.map((next) => choice(say, next)), ...(offerPerson ? [handoffChoice(say)] : [])],
    };
  };
}

/** Whether a text gives a fact's value, and not as a part of another number. */
function tells(text: string, fact: Fact): boolean {
  return Object.values(factValues([fact])).some((value) => {
    const at = text.indexOf(value);
    return at >= 0 && !/[\d.,]/.test(text.charAt(at - 1)) && !/\d/.test(text.charAt(at + value.length));
  });
}

/** Stands for "no details" in the texts, since an empty text is an error. */
const NONE = "-";

/** Each fact's value under names that texts can use: f_JKM_01 as money, n_JKM_01 as a number, t_JKM_01 as printed. */
function factValues(facts: readonly Fact[]): Record<string, string> {
  return Object.fromEntries(
    facts.flatMap(({ id, value, valueText }) => {
      const name = id.replace("-", "_");
      const text = valueText === undefined ? [] : [[`t_${name}`, valueText]];
      if (value === undefined) return text;
      return [
        ...text,
        [`f_${name}`, value >= 1e6 ? rupiahWords(value) : rupiahText(value)],
        [`n_${name}`, numberText(value)],
      ];
    }),
  );
}
