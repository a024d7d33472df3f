import type { Fact } from "../../knowledge/schema.ts";
import { dateText, yearOf } from "../../lib/calendar.ts";
import type { AnswerHandler, Kit } from "../answer.ts";
import { caveatLines } from "../compose.ts";
import { quoted, rankFacts } from "../focus.ts";
import type { Place } from "../places.ts";
import { ambiguityLine, factPlace, noFigure, otherMeanings, mainPlace } from "../places.ts";
import { missingToTarget } from "./gap.ts";
import { datedStatement, figureText, inlineSource } from "./figure-text.ts";
import { STANDS_OUT, mergeSameReport } from "./select.ts";

/** Words that ask how much is still missing. */
const MISSING = /^(?:tambahan|tambah|nambah|butuh|perlu|kurang|kekurangan|kurangnya|selisih|selisihnya)$/;

/** What is aimed for, told as an aim, with its year; the result reached so far beside it where there is one. */
export const target: AnswerHandler = (question, kit) => {
  const { knowledge, say } = kit;
  const place = mainPlace(question, ["target", "coverage"], knowledge);
  const own = knowledge.statistics(place.code, "target");
  const alongside = knowledge.statistics(place.code, "coverage").filter(({ targets }) => targets?.length);
  const segment = question.entities.segments;
  const wanted = own.filter((fact) => segment.length === 0 || fact.segments?.some((part) => segment.includes(part)));
  const general = own.filter((fact) => !fact.segments);
  const pool = segment.length > 0 && wanted.some((fact) => fact.segments) ? wanted : [...general, ...alongside];
  if (pool.length === 0 && own.length === 0) {
    return noFigure(place, ["target"], question, kit);
  }
  const years = question.entities.years;
  const missing = question.words.some((word) => MISSING.test(word)) ? missingToTarget(place, question, kit) : undefined;
  if (missing) return missing;
  const fits = pool.filter((fact) => years.length === 0 || targetYears(fact).some((year) => years.includes(year)));
  if (fits.length === 0 && pool.length > 0) {
    const other = pool.toSorted((a, b) => Math.max(...targetYears(b), 0) - Math.max(...targetYears(a), 0))[0];
    const year = years[0];
    return {
      lead: say("statistics.target.none-for-year", { place: knowledge.regions.name(place.code), year: String(year) }),
      details: other
        ? [
            say("statistics.target.other-year", { target: targetText(other, undefined, kit) }),
            ...caveatLines([other], say),
          ]
        : [],
      rests: other ? [other] : [],
      next: say("statistics.target.next"),
      regions: [[place.code]],
      ...(other ? { year: Math.max(...targetYears(other), 0) } : {}),
    };
  }
  const rank = (fact: Fact) =>
    newestTarget(fact, years) * 8 +
    (fact.derived ? 0 : 4) +
    (fact.topic === "target" ? 2 : 0) +
    (fact.percent === undefined ? 0 : 1);
  const ranked = fits.toSorted((a, b) => rank(b) - rank(a));
  // the sort is stable: among facts that hold as many of the quoted numbers the better ranked stays first
  const main = ranked.toSorted((a, b) => quoted(b, question.entities) - quoted(a, question.entities))[0] ?? own[0];
  if (!main) return noFigure(place, ["target"], question, kit);
  const same = ranked.filter(
    (fact) => fact !== main && !fact.derived && targetYears(fact).some((year) => targetYears(main).includes(year)),
  );
  const reached = reachedSoFar(main, place, kit);
  const further = rankFacts(["statistics.target"], question, knowledge).find(
    ({ fact, score }) => score >= STANDS_OUT && fact !== main && !same.includes(fact) && fact.kind === "programme",
  )?.fact;
  return {
    lead: targetText(main, years, kit),
    details: [
      ambiguityLine(place, kit),
      ...same.slice(0, 2).map((fact) => targetText(fact, years, kit)),
      ...caveatLines([main, ...same.slice(0, 2)], say),
      further?.statement,
      reached
        ? say("statistics.target.reached", {
            figure: figureText(reached, kit),
            date: dateText(reached.asOf ?? ""),
            source: inlineSource(reached, kit),
          })
        : undefined,
    ].flatMap((line) => line ?? []),
    rests: [main, ...same.slice(0, 2)],
    mentions: [...(reached ? [reached] : []), ...(further ? [further] : [])],
    next: say("statistics.target.next"),
    choices: otherMeanings(place, question, kit),
    year: Math.max(...targetYears(main), 0),
    regions: [[place.code]],
  };
};

function targetYears(fact: Fact): number[] {
  return [fact.targetFor, ...(fact.targets ?? []).map((entry) => entry.for)].flatMap((date) =>
    date ? [yearOf(date)] : [],
  );
}

function newestTarget(fact: Fact, years: readonly number[]): number {
  return Math.max(0, ...targetYears(fact).filter((year) => years.length === 0 || years.includes(year)));
}

/** A target in a sentence that says it is one. */
function targetText(fact: Fact, years: readonly number[] | undefined, kit: Kit): string {
  if (fact.topic === "target") return datedStatement(fact, kit);
  const entries = (fact.targets ?? []).filter((entry) => !years?.length || years.includes(yearOf(entry.for)));
  return kit.say("statistics.target.alongside", {
    place: factPlace(fact, kit),
    targets: entries
      .map((entry) => kit.say("statistics.target.entry", { year: entry.for, text: entry.text }))
      .join(kit.say("common.and")),
    source: inlineSource(fact, kit),
  });
}

/** The newest share known for a target's place up to the end of its year. */
function reachedSoFar(fact: Fact, place: Place, { knowledge }: Kit): Fact | undefined {
  if (fact.segments || fact.topic !== "target") return undefined;
  const all = mergeSameReport(knowledge.statistics(place.code, "coverage"), knowledge);
  return all.find((entry) => !fact.targetFor || yearOf(entry.asOf ?? "0") <= yearOf(fact.targetFor));
}
