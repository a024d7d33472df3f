import type { Fact } from "../../knowledge/schema.ts";
import { dateText, yearOf } from "../../lib/calendar.ts";
import type { AnswerHandler, Kit } from "../answer.ts";
import { unique } from "../compose.ts";
import { noFigure, otherMeanings, mainPlace } from "../places.ts";
import { inlineSource, shortFigure } from "./figure-text.ts";
import { conflictNotes, mergeSameReport } from "./select.ts";

/** How a place's figures moved: each with its date; the percentages are not compared where their bases differ. */
export const trend: AnswerHandler = (question, kit) => {
  const { knowledge, say } = kit;
  const place = mainPlace(question, ["coverage"], knowledge);
  const all = mergeSameReport(knowledge.statistics(place.code, "coverage"), knowledge).toReversed();
  if (all.length === 0) return noFigure(place, ["coverage"], question, kit);
  const years = question.entities.years;
  const within =
    years.length > 1
      ? all.filter(
          (fact) => yearOf(fact.asOf ?? "0") >= Math.min(...years) && yearOf(fact.asOf ?? "0") <= Math.max(...years),
        )
      : all;
  const shown = thin(within.length > 1 ? within : all);
  const notes = unique([
    ...shown.flatMap((fact) => trendNotes(fact, kit)),
    ...(shown.length > 1 ? shown.flatMap((fact) => conflictNotes(fact, kit)) : []),
  ]);
  const [only] = shown;
  return {
    lead:
      shown.length > 1
        ? say("statistics.trend.lead", { place: knowledge.regions.name(place.code) })
        : say("statistics.trend.only-one", { place: knowledge.regions.name(place.code) }),
    details: [
      ...shown.map((fact) =>
        say("statistics.trend.row", {
          date: dateText(fact.asOf ?? ""),
          figure: shortFigure(fact, kit),
          source: inlineSource(fact, kit),
        }),
      ),
      ...(years.length > 1 || /terakhir/.test(question.words.join(" "))
        ? [say("statistics.trend.not-every-year")]
        : []),
      ...(notes.length > 0
        ? notes.slice(0, 1).map(({ statement }) => statement)
        : shown.length > 1
          ? [say("statistics.trend.warning")]
          : []),
    ],
    rests: shown,
    mentions: notes.slice(0, 1),
    next: say("statistics.coverage.next"),
    choices: otherMeanings(place, question, kit),
    ...(only ? { year: yearOf(shown.at(-1)?.asOf ?? "0") } : {}),
    regions: [[place.code]],
  };
};

function trendNotes(fact: Fact, { knowledge }: Kit): Fact[] {
  return knowledge.facts.filter(
    (note) =>
      note.kind === "comparison_note" &&
      note.intents.includes("statistics.trend") &&
      note.region !== undefined &&
      note.region === fact.region &&
      note.seeAlso?.includes(fact.id),
  );
}

/** At most four points of a series: the first, the last and the two newest between. */
function thin(facts: readonly Fact[]): Fact[] {
  return facts.length <= 4 ? [...facts] : [facts[0] as Fact, ...facts.slice(-3)];
}
