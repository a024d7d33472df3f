import type { Knowledge } from "../knowledge/knowledge.ts";
import type { Fact, Source } from "../knowledge/schema.ts";
import type { Say } from "../knowledge/texts.ts";
import { dateText } from "../lib/calendar.ts";
import type { Choice } from "../understanding/context.ts";
import type { Answer, Draft, Kit } from "./answer.ts";
import { channelFacts } from "./next-steps.ts";

/** Sources named in one reply: more would push the answer off a phone's screen; `sources` holds them all. */
const SHOWN_SOURCES = 2;

/** Characters of the answer up to which extras are told: with its source and next step that fills a phone's screen. */
const ANSWER = 520;

/** What a reply may carry besides its drafts. */
export type Extras = {
  /** Said before everything: a warning about a number that was sent. */
  notice?: string | undefined;
  /** Said instead of the drafts' next step. */
  next?: string | undefined;
  /** Offered instead of the drafts' choices. */
  choices?: readonly Choice[] | undefined;
};

/**
 * Joins one or two drafts to a reply of at most three paragraphs: the answer, where it comes from, one next step with
 * its numbered choices.
 */
export function compose(drafts: readonly Draft[], { knowledge, say }: Kit, extras: Extras = {}): Answer {
  const rests = unique(drafts.flatMap((draft) => draft.rests));
  const mentions = unique(drafts.flatMap((draft) => draft.mentions ?? []));
  const own = drafts.findLast((draft) => draft.choices?.length)?.choices;
  const choices = extras.choices ?? own ?? [];
  const asking = drafts.find((draft) => draft.asks);
  const nextStep = extras.next ?? (asking ?? drafts.at(-1))?.next;
  const numbered = choices.map(({ label }, index) => `${index + 1}. ${label}`);
  const source = sourceLine(rests, knowledge, say);
  let room = ANSWER - lengthOf([extras.notice, ...drafts.flatMap(coreOf)]);
  const fitting = (lines: readonly string[]) =>
    lines.filter((line) => {
      room -= line.length;
      return room >= 0;
    });
  const paragraphs = [
    [
      extras.notice,
      ...drafts.flatMap((draft) => [
        draft.lead,
        ...(draft.details ?? []),
        ...fitting(draft.extras ?? []),
        ...(draft.notes ?? []),
      ]),
    ],
    [source],
    [nextStep, ...numbered],
  ];
  const text = paragraphs
    .map((lines) => lines.filter(Boolean).join("\n"))
    .filter(Boolean)
    .join("\n\n");
  const { callCentre, phone } = channelFacts(knowledge);
  const told = unique([...rests, ...mentions, ...(text.includes(phone) ? [callCentre] : [])]);
  const year = drafts.find((draft) => draft.year !== undefined)?.year;
  return {
    text,
    choices,
    facts: told.map(({ id }) => id),
    sources: unique(told.flatMap((fact) => knowledge.sourcesOf(fact).map((source) => citation(source, fact)))),
    effects: drafts.flatMap((draft) => draft.effects ?? []),
    asks: asking?.asks,
    year,
    regions: drafts.find((draft) => draft.regions)?.regions,
  };
}

function coreOf({ lead, details = [], notes = [] }: Draft): string[] {
  return [lead, ...details, ...notes];
}

function lengthOf(lines: readonly (string | undefined)[]): number {
  return lines.reduce((sum, line) => sum + (line?.length ?? 0), 0);
}

/** "Jabar Ekspres, 2023-08-14": outlet and date in one machine-readable piece. */
export function citation({ outlet, published, stated }: Source, fact: Fact): string {
  return [outlet, published ?? stated ?? fact.asOf].filter(Boolean).join(", ");
}

/** "Sumber: Harian Jogja, 28 Februari 2023", for the first sources the facts rest on. */
function sourceLine(facts: readonly Fact[], knowledge: Knowledge, say: Say): string | undefined {
  const shown = unique(
    facts.flatMap((fact) =>
      knowledge
        .sourcesOf(fact)
        .slice(0, 1)
        .map((source) => sourceText(source, fact, say)),
    ),
  );
  if (shown.length === 0) return undefined;
  return say("common.source", { sources: shown.slice(0, SHOWN_SOURCES).join("; ") });
}

/** One source as people read it, with its day of publication; the day of the statement where no other is printed. */
export function sourceText({ outlet, published, stated }: Source, fact: Fact, say: Say): string {
  if (published) return say("common.source-published", { outlet, date: dateText(published) });
  const date = stated ?? fact.asOf;
  return date ? say("common.source-stated", { outlet, date: dateText(date) }) : outlet;
}

/** The facts' caveats, each once, as lines; what must be said whenever the fact is. */
export function caveatLines(facts: readonly Fact[], say: Say): string[] {
  return unique(facts.flatMap(({ caveat }) => caveat ?? [])).map((caveat) => say("common.caveat", { caveat }));
}

export function unique<T>(list: readonly T[]): T[] {
  return [...new Set(list)];
}
