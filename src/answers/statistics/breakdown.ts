import { orderDate } from "../../knowledge/knowledge.ts";
import type { Fact } from "../../knowledge/schema.ts";
import { dateText, yearOf } from "../../lib/calendar.ts";
import type { AnswerHandler, Kit } from "../answer.ts";
import { caveatLines } from "../compose.ts";
import { quotes, rankFacts } from "../focus.ts";
import { handoffChoice } from "../next-steps.ts";
import { ambiguityLine, factPlace, noFigure, otherMeanings, placesOf } from "../places.ts";
import { datedStatement, figureText } from "./figure-text.ts";
import { STANDS_OUT } from "./select.ts";

/** A part of a number: formal and informal, paid by the local budget, entitled and employed … */
export const breakdown: AnswerHandler = (question, kit) => {
  const { knowledge, say } = kit;
  const places = placesOf(question, ["part", "coverage"], knowledge);
  const place = places[0];
  const ranked = rankFacts(["statistics.breakdown", "outreach.funded"], question, knowledge).filter(
    ({ fact }) =>
      place === undefined ||
      fact.region === place.code ||
      fact.alsoRegions?.includes(place.code) ||
      (quotes(fact, question.entities) && fact.topic === "base"),
  );
  const wanted = question.entities.segments;
  const fits = ranked.filter(
    ({ fact, score }) =>
      score >= STANDS_OUT ||
      (wanted.length > 0 ? fact.segments?.some((segment) => wanted.includes(segment)) : score >= 4),
  );
  const parts = fits.filter(
    ({ fact }) =>
      fact.topic === "part" ||
      fact.topic === "base" ||
      fact.segments ||
      fact.kind === "funding" ||
      fact.kind === "group" ||
      fact.topic === "benefits",
  );
  const years = question.entities.years;
  const inYear = parts.filter(
    ({ fact }) => years.length === 0 || years.includes(yearOf(fact.asOf ?? fact.published ?? "0")),
  );
  const chosen = (inYear.length > 0 ? inYear : parts).map(({ fact }) => fact);
  const asksForOther =
    chosen.length === 0 ||
    /^(?:perempuan|wanita|pria|gender|kelamin|awewe|lalaki|wadon|lanang|umur|usia)$/.test(
      question.words.find((word) =>
        /^(?:perempuan|wanita|pria|gender|kelamin|awewe|lalaki|wadon|lanang)$/.test(word),
      ) ?? "",
    );
  if (asksForOther) {
    const at = place ?? { code: "ID", others: [] };
    const known = knowledge.statistics(at.code, "part");
    const [whole] = knowledge.statistics(at.code, "coverage");
    return {
      lead: say("statistics.breakdown.none", { place: knowledge.regions.name(at.code) }),
      details: known
        .slice(0, 2)
        .map(({ statement }) => statement)
        .concat(
          known.length === 0 && whole
            ? [
                say("statistics.coverage.lead", {
                  place: factPlace(whole, kit),
                  figure: figureText(whole, kit),
                  date: dateText(whole.asOf ?? ""),
                }),
              ]
            : [],
        ),
      rests: known.length > 0 ? known.slice(0, 2) : whole ? [whole] : [],
      next: say("statistics.none.ask-person"),
      choices: [handoffChoice(say)],
      regions: [[at.code]],
    };
  }
  const [main] = chosen;
  if (!main) return noFigure(place ?? { code: "ID", others: [] }, ["part"], question, kit);
  const related = partners(main, chosen, kit);
  const whole =
    main.topic === "part" && main.region
      ? knowledge
          .statistics(main.region, "coverage")
          .find((fact) => orderDate(fact) === orderDate(main) && fact.sources[0] === main.sources[0])
      : undefined;
  return {
    lead: datedStatement(main, kit),
    details: [
      ...(place ? [ambiguityLine(place, kit)] : []),
      ...related.map((fact) => datedStatement(fact, kit)),
      whole && !related.includes(whole)
        ? say("statistics.breakdown.whole", { figure: figureText(whole, kit) })
        : undefined,
      ...caveatLines([main, ...related], say),
    ].flatMap((line) => line ?? []),
    rests: [main, ...related],
    mentions: whole ? [whole] : [],
    next: say("statistics.coverage.next"),
    choices: place ? otherMeanings(place, question, kit) : [],
    year: yearOf(main.asOf ?? "0"),
    regions: main.region ? [[main.region]] : [],
  };
};

/** Facts of the same report that belong beside the chosen part: the formal count beside the informal one. */
function partners(main: Fact, ranked: readonly Fact[], { knowledge }: Kit): Fact[] {
  const own = (main.tellWith ?? []).map((id) => knowledge.fact(id));
  if (own.length > 0) return own;
  return ranked
    .filter(
      (fact) =>
        fact !== main &&
        fact.region === main.region &&
        fact.segments?.some((segment) => main.segments?.includes(segment)),
    )
    .slice(0, 2);
}
