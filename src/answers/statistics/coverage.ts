import { orderDate } from "../../knowledge/knowledge.ts";
import type { Fact } from "../../knowledge/schema.ts";
import { dateText, monthOf, yearOf } from "../../lib/calendar.ts";
import { percentText } from "../../lib/numbers.ts";
import type { AnswerHandler, Draft, Kit, Question } from "../answer.ts";
import { caveatLines } from "../compose.ts";
import { focusOn } from "../focus.ts";
import { ambiguityLine, factPlace, noFigure, otherMeanings, mainPlace } from "../places.ts";
import { datedStatement, figureText, inlineSource, speakerLine } from "./figure-text.ts";
import {
  STANDS_OUT,
  conflictNotes,
  mainFigure,
  mergeSameReport,
  narrow,
  noneForYear,
  sameFigure,
  sameReport,
} from "./select.ts";

/** How far a quoted percentage may be from ours and still be called right: people round. */
const SAME_PERCENT = 0.5;

/** Words that ask who said it. */
const WHO = /^(?:siapa|sapa|sopo|sinten|saha|narasumber|pejabat|who)$/;

/** Words that ask what a share is a share of. */
const BASE = /^(?:dihitung|penyebut|basis|dasar|berhak|angkatan|potensi|pembagi|denominator|dikecualikan|termasuk)$/;

/** How many workers of a place are protected: newest figure first, an earlier one in a line, each with date and source. */
export const coverage: AnswerHandler = (question, kit) => {
  const { knowledge, say } = kit;
  const stated = statedElsewhere(question, kit);
  if (stated) return stated;
  const place = mainPlace(question, ["coverage"], knowledge);
  const all = knowledge.statistics(place.code, "coverage");
  if (all.length === 0) return noFigure(place, ["coverage"], question, kit);

  const asked = narrow(all, question, knowledge);
  if (asked.length === 0) return noneForYear(all, place, question, kit);
  const newest = mergeSameReport(asked, knowledge);
  const main = mainFigure(newest, question);
  const earlier = mergeSameReport(all, knowledge).find(
    (fact) => monthOf(orderDate(fact)) < monthOf(orderDate(main)) && !sameFigure(fact, main),
  );
  const newer = newest.find((fact) => orderDate(fact) > orderDate(main));
  const notes = conflictNotes(main, kit);
  const bases = baseFacts(main, question, kit);
  const details = [
    ambiguityLine(place, kit),
    ...bases.map(({ statement }) => statement),
    question.words.some((word) => WHO.test(word)) ? speakerLine(main, kit) : undefined,
    ...(notes.length > 0 ? notes.map(({ statement }) => statement) : caveatLines([main], say)),
    newer
      ? say("statistics.coverage.newer", { figure: figureText(newer, kit), source: inlineSource(newer, kit) })
      : undefined,
    earlier
      ? say("statistics.coverage.earlier", { figure: figureText(earlier, kit), source: inlineSource(earlier, kit) })
      : undefined,
  ];
  const lead = [
    premise(main, question, kit),
    say("statistics.coverage.lead", {
      place: factPlace(main, kit),
      figure: figureText(main, kit),
      date: dateText(main.asOf ?? ""),
    }),
  ];
  return {
    lead: lead.filter(Boolean).join(" "),
    details: details.flatMap((line) => line ?? []),
    rests: [main, ...bases],
    mentions: [...sameReport(main, all, knowledge), ...notes, ...[newer, earlier].flatMap((fact) => fact ?? [])],
    next:
      question.entities.regions.length === 0 ? say("statistics.coverage.ask-region") : say("statistics.coverage.next"),
    choices: otherMeanings(place, question, kit),
    year: yearOf(main.asOf ?? "0"),
    regions: [[place.code]],
  };
};

/** Something the person asks that is said around a figure, not the figure: a quotation, an event, a base, a source. */
function statedElsewhere(question: Question, kit: Kit): Draft | undefined {
  const { knowledge, say } = kit;
  const context = focusOn(["statistics.coverage"], question, knowledge, STANDS_OUT);
  const asked = question.entities.regions.flat();
  if (!context || (asked.length > 0 && context.region !== undefined && !asked.includes(context.region)))
    return undefined;
  if (context.topic === undefined || context.topic === "base" || context.topic === "event")
    return {
      lead: datedStatement(context, kit),
      details: [
        question.words.some((word) => WHO.test(word)) ? speakerLine(context, kit) : undefined,
        ...caveatLines([context], say),
      ].flatMap((line) => line ?? []),
      rests: [context],
      next: say("statistics.coverage.next"),
      ...(context.region ? { regions: [[context.region]] } : {}),
    };
  return undefined;
}

/** "Bukan 75 persen.": a wrong number in the question is put right first. */
function premise(fact: Fact, { entities }: Question, { say }: Kit): string | undefined {
  const [said] = entities.percents;
  if (said === undefined || fact.percent === undefined) return undefined;
  return Math.abs(said - fact.percent) <= SAME_PERCENT
    ? undefined
    : say("statistics.premise.wrong", { said: percentText(said) });
}

/** The facts that explain the base of a share, when the question asks about it. */
function baseFacts(main: Fact, { words, entities }: Question, { knowledge }: Kit): Fact[] {
  if (!words.some((word) => BASE.test(word)) && entities.counts.length === 0) return [];
  return knowledge
    .statistics(main.region ?? "ID", "base")
    .filter((fact) => fact.value !== undefined && fact.value === main.denominator?.value);
}
