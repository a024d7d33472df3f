import { orderDate } from "../../knowledge/knowledge.ts";
import { dateText, yearOf } from "../../lib/calendar.ts";
import { countText, numberText, percentText } from "../../lib/numbers.ts";
import type { AnswerHandler, Draft, Kit, Question } from "../answer.ts";
import { caveatLines, unique } from "../compose.ts";
import { handoffChoice } from "../next-steps.ts";
import { ambiguityLine, factPlace, noFigure, otherMeanings, mainPlace, type Place } from "../places.ts";
import { figureText, isSound } from "./figure-text.ts";
import { conflictNotes, narrow, noneForYear } from "./select.ts";

/** Words that measure against a target. */
const AIM = /^(?:target|targete|targetna|sasaran|kejar|mengejar|ngejar|capai|mencapai|tercapai|tambahan|nambah)$/;

/** How many are missing to a place's target, in the year asked about: a sum of ours, shown with its sum. */
export function missingToTarget(place: Place, question: Question, { knowledge, say }: Kit): Draft | undefined {
  const { years, named } = question.entities;
  const gaps = knowledge.statistics(place.code, "target-gap");
  const missing =
    gaps.find(({ id }) => named.includes(id)) ??
    gaps.find(({ targetFor }) => years.length === 0 || years.includes(yearOf(targetFor ?? "0")));
  if (!missing) return undefined;
  return {
    lead: missing.statement,
    details: [
      missing.check ? say("statistics.sum", { sum: sumText(missing.check) }) : undefined,
      ...caveatLines([missing], say),
    ].flatMap((line) => line ?? []),
    rests: [missing],
    next: say("statistics.coverage.next"),
    regions: [[place.code]],
  };
}

/** How many are not protected yet, or are missing to a target: our own sum, shown as one. */
export const gap: AnswerHandler = (question, kit) => {
  const { knowledge, say } = kit;
  const place = mainPlace(question, ["coverage"], knowledge);
  const toTarget = question.words.some((word) => AIM.test(word)) ? missingToTarget(place, question, kit) : undefined;
  if (toTarget) return toTarget;
  const all = knowledge.statistics(place.code, "coverage");
  if (all.length === 0) return noFigure(place, ["coverage"], question, kit);
  const asked = narrow(all, question, knowledge);
  if (asked.length === 0) return noneForYear(all, place, question, kit);
  const share = asked.find((fact) => fact.percent !== undefined);
  const counted = asked.find((fact) => isSound(fact) && fact.numerator && fact.denominator);
  const main = counted ?? share;
  if (!main) {
    return {
      lead: say("statistics.gap.no-base", { place: knowledge.regions.name(place.code) }),
      details: asked[0]
        ? [
            say("statistics.coverage.lead", {
              place: factPlace(asked[0], kit),
              figure: figureText(asked[0], kit),
              date: dateText(asked[0].asOf ?? ""),
            }),
          ]
        : [],
      rests: asked.slice(0, 1),
      next: say("statistics.none.ask-person"),
      choices: [handoffChoice(say)],
      regions: [[place.code]],
    };
  }
  const told = knowledge.statistics(place.code, "gap").find((fact) => orderDate(fact) === orderDate(main));
  const notes = conflictNotes(main, kit);
  const { numerator, denominator } = main;
  const missingCount = isSound(main) && numerator && denominator ? denominator.value - numerator.value : undefined;
  const missingPercent = main.percent === undefined ? undefined : round(100 - main.percent);
  const about = [numerator, denominator, told?.numerator].some((side) => side?.about || side?.atLeast);
  const values = { place: factPlace(main, kit), date: dateText(main.asOf ?? "") };
  const lead =
    missingCount === undefined
      ? say("statistics.gap.lead-percent", { ...values, percent: percentText(missingPercent ?? 0) })
      : say("statistics.gap.lead", {
          ...values,
          count: `${about ? say("common.about") : ""}${countText(missingCount)}`,
          base: denominator?.text ?? "",
        });
  const sums = [
    missingCount !== undefined && numerator && denominator
      ? say("statistics.sum", {
          sum: `${countText(denominator.value)} − ${countText(numerator.value)} = ${countText(missingCount)}`,
        })
      : undefined,
    missingPercent !== undefined && main.percent !== undefined
      ? say("statistics.sum-percent", { sum: `100 − ${numberText(main.percent)} = ${percentText(missingPercent)}` })
      : undefined,
  ];
  return {
    lead,
    details: [
      ambiguityLine(place, kit),
      ...sums,
      ...(notes.length > 0
        ? notes.map(({ statement }) => statement)
        : caveatLines(unique([main, ...(told ? [told] : [])]), say)),
    ].flatMap((line) => line ?? []),
    rests: [main],
    mentions: [...(told ? [told] : []), ...notes],
    next: say("statistics.gap.next"),
    choices: otherMeanings(place, question, kit),
    year: yearOf(main.asOf ?? "0"),
    regions: [[place.code]],
  };
};

function sumText(check: string): string {
  return check.replaceAll(" - ", " − ");
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
