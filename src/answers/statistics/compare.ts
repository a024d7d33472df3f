import type { Fact } from "../../knowledge/schema.ts";
import { dateText } from "../../lib/calendar.ts";
import type { AnswerHandler, Kit } from "../answer.ts";
import { unique } from "../compose.ts";
import { rankFacts } from "../focus.ts";
import { handoffChoice } from "../next-steps.ts";
import type { Place } from "../places.ts";
import { choosePlace, factPlace, placesOf } from "../places.ts";
import { inlineSource, shortFigure } from "./figure-text.ts";
import { STANDS_OUT, narrow } from "./select.ts";

/** Places of one reply; with more rows it is no screen of a phone any more, and hundreds are no message. */
export const MOST_COMPARED = 5;

/** Two or more places side by side, never ranked without the warning that their bases differ. */
export const compare: AnswerHandler = (question, kit) => {
  const { knowledge, say } = kit;
  const named = placesOf(question, ["coverage"], knowledge);
  const last =
    question.memory.last?.entities.regions.flatMap((codes) => choosePlace(codes, ["coverage"], knowledge) ?? []) ?? [];
  const together =
    named.length === 1 ? [...last.filter(({ code }) => code !== named[0]?.code).slice(0, 1), ...named] : named;
  const national = question.words.some((word) => word === "nasional" || word === "indonesia");
  const places = uniquePlaces(
    together.length === 1 && !national ? [...together, { code: "ID", others: [] }] : together,
  );
  const codes = places.length > 0 ? places.slice(0, MOST_COMPARED) : placesWithFigures(kit);
  const rows = codes.map((place) => {
    const all = knowledge.statistics(place.code, "coverage");
    const asked = narrow(all, question, knowledge);
    const figures = asked.length > 0 ? asked : all;
    return { place, fact: figures.find((fact) => fact.percent !== undefined) ?? figures[0] };
  });
  const known = rows.flatMap(({ fact }) => fact ?? []);
  const warning = knowledge.fact("X-04");
  const notes = rankFacts(["statistics.compare"], question, knowledge)
    .filter(
      ({ fact, score }) =>
        fact.kind === "comparison_note" && score >= STANDS_OUT / 2 && fact.id !== warning.id && fitsPlaces(fact, codes),
    )
    .map(({ fact }) => fact);
  return {
    lead: say(known.length > 1 ? "statistics.compare.lead" : "statistics.compare.lead-one"),
    details: [
      ...rows.map(({ place, fact }) =>
        fact
          ? say("statistics.compare.row", {
              place: factPlace(fact, kit),
              figure: shortFigure(fact, kit),
              date: dateText(fact.asOf ?? ""),
              source: inlineSource(fact, kit),
            })
          : say("statistics.compare.row-none", { place: knowledge.regions.name(place.code) }),
      ),
      ...(places.length > MOST_COMPARED ? [say("statistics.compare.more")] : []),
      say("statistics.compare.warning"),
      ...notes.slice(0, 1).map(({ statement }) => statement),
    ],
    rests: known,
    mentions: [warning, ...notes.slice(0, 1)],
    next: known.length < rows.length ? say("statistics.none.ask-person") : say("statistics.coverage.next"),
    choices: known.length < rows.length ? [handoffChoice(say)] : [],
    regions: codes.map(({ code }) => [code]),
  };
};

/** Every place with a share of its own, the country first. */
function placesWithFigures({ knowledge }: Kit): Place[] {
  const codes = unique(
    knowledge.facts.flatMap((fact) =>
      fact.topic === "coverage" && fact.percent !== undefined && fact.region && !fact.alsoRegions ? [fact.region] : [],
    ),
  );
  return codes
    .toSorted((a, b) => Number(b === "ID") - Number(a === "ID") || a.localeCompare(b))
    .map((code) => ({ code, others: [] }));
}

function uniquePlaces(places: readonly Place[]): Place[] {
  const seen = new Set<string>();
  return places.filter(({ code }) => !seen.has(code) && seen.add(code));
}

function fitsPlaces(fact: Fact, places: readonly Place[]): boolean {
  return fact.region === undefined || places.some(({ code }) => code === fact.region);
}
