import type { Fact } from "../../knowledge/schema.ts";
import { dateText, yearOf } from "../../lib/calendar.ts";
import type { Draft, Kit, Question } from "../answer.ts";
import { caveatLines } from "../compose.ts";
import { quotes } from "../focus.ts";
import type { Place } from "../places.ts";
import { figureText, isSound } from "./figure-text.ts";

/** A focus score from which a statement is taken to be what was asked for, instead of the figure itself. */
export const STANDS_OUT = 9;

/** The figures a question asks for: of a year, an outlet or a number it names; all of them otherwise. */
export function narrow(facts: readonly Fact[], { entities }: Question, knowledge: Kit["knowledge"]): Fact[] {
  let left = [...facts];
  const quoted = left.filter((fact) => quotes(fact, entities));
  if (quoted.length > 0) return quoted;
  const outlet = left.filter((fact) =>
    knowledge.sourcesOf(fact).some((source) => entities.outlets.includes(source.outlet)),
  );
  if (outlet.length > 0) left = outlet;
  if (entities.years.length > 0) left = left.filter((fact) => entities.years.includes(yearOf(fact.asOf ?? "0")));
  const month = entities.month?.slice(5);
  const inMonth = left.filter((fact) => month !== undefined && fact.asOf?.slice(5, 7) === month);
  return inMonth.length > 0 ? inMonth : left;
}

/** One report often gives a count and a share as two facts: the fuller one stands for both. */
export function mergeSameReport(facts: readonly Fact[], knowledge: Kit["knowledge"]): Fact[] {
  return facts.filter(
    (fact) =>
      !facts.some((other) => other !== fact && fuller(other, fact) && sameReport(fact, [other], knowledge).length > 0),
  );
}

function fuller(a: Fact, b: Fact): boolean {
  const parts = ({ percent, numerator, denominator }: Fact) =>
    Number(percent !== undefined) * 2 + Number(numerator !== undefined) + Number(denominator !== undefined);
  return parts(a) > parts(b) && (b.numerator === undefined || a.numerator?.value === b.numerator.value);
}

export function sameReport(fact: Fact, others: readonly Fact[], knowledge: Kit["knowledge"]): Fact[] {
  const source = knowledge.sourcesOf(fact)[0];
  return others.filter(
    (other) =>
      other !== fact && other.asOf === fact.asOf && knowledge.sourcesOf(other)[0] === source && source !== undefined,
  );
}

/** The newest figure; when a share is asked for and the newest report has none, the newest share. */
export function mainFigure(newestFirst: readonly Fact[], { entities, words }: Question): Fact {
  const share =
    entities.percents.length > 0 ||
    words.some((word) => /^(?:persen|persentase|prosentase|cakupan|porsi|percent|persenna)$/.test(word));
  const [newest] = newestFirst;
  const withShare = newestFirst.find((fact) => fact.percent !== undefined);
  const complete = newestFirst.find(
    (fact) => fact.percent !== undefined && fact.numerator !== undefined && isSound(fact),
  );
  const best = share ? withShare : complete && newest && newest.percent === undefined ? complete : newest;
  return (best ?? newest) as Fact;
}

export function sameFigure(a: Fact, b: Fact): boolean {
  return a.percent === b.percent && a.numerator?.value === b.numerator?.value;
}

export function noneForYear(all: readonly Fact[], place: Place, question: Question, kit: Kit): Draft {
  const { knowledge, say } = kit;
  const newest = mergeSameReport(all, knowledge)[0];
  const years = question.entities.years.map(String).join(say("common.and"));
  return {
    lead: say("statistics.none.year", { place: knowledge.regions.name(place.code), year: years }),
    details: newest
      ? [
          say("statistics.none.newest", { figure: figureText(newest, kit), date: dateText(newest.asOf ?? "") }),
          ...caveatLines([newest], say),
        ]
      : [],
    rests: newest ? [newest] : [],
    next: say("statistics.coverage.next"),
    regions: [[place.code]],
    ...(newest ? { year: yearOf(newest.asOf ?? "0") } : {}),
  };
}

/** Notes that say how several figures for one place are to be read together. */
export function conflictNotes(fact: Fact, { knowledge }: Kit): Fact[] {
  if (!fact.conflictsWith?.length) return [];
  return knowledge.facts.filter(
    (note) =>
      note.kind === "comparison_note" &&
      note.region === fact.region &&
      note.intents.includes("statistics.coverage") &&
      (note.seeAlso ?? []).some((id) => id === fact.id || fact.conflictsWith?.includes(id)),
  );
}
