import type { Fact } from "../knowledge/schema.ts";
import { dateText } from "../lib/calendar.ts";
import type { Intent } from "../lib/intent.ts";
import type { AnswerHandler } from "./answer.ts";
import { caveatLines, unique } from "./compose.ts";
import { rankFacts } from "./focus.ts";
import { choice, handoffChoice } from "./next-steps.ts";
import { choosePlace } from "./places.ts";
import { datedStatement } from "./statistics/figure-text.ts";

/** From this score on a report is plainly what was asked for. */
const STANDS_OUT = 5;

/** A further report is told beside the first when it fits at least this share as well. */
const NEARLY_AS_GOOD = 0.72;

/** Longest list of reports before the source line. */
const ROOM = 460;

/**
 * Makes a handler that tells what was reported: the reports that fit the question best, or the usual ones when the
 * question is general. Everything is dated and attributed; nothing is generalised from one place to another.
 */
function reports({
  intent,
  usual,
  choices,
}: {
  intent: Intent;
  usual: readonly string[];
  choices: readonly Intent[];
}): AnswerHandler {
  return (question, kit) => {
    const { knowledge, say } = kit;
    const codes = question.entities.regions.flatMap(
      (region) => choosePlace(region, ["coverage", "part"], knowledge)?.code ?? [],
    );
    const near = (fact: Fact) =>
      question.entities.named.includes(fact.id) ||
      codes.length === 0 ||
      fact.region === undefined ||
      fact.region === "ID" ||
      codes.includes(fact.region) ||
      knowledge.regions.above(fact.region).some(({ code }) => codes.includes(code));
    const ranked = rankFacts([intent], question, knowledge).filter(({ fact }) => near(fact));
    const best = ranked[0];
    const fits =
      best && best.score >= STANDS_OUT
        ? ranked.filter(({ score }) => score >= best.score * NEARLY_AS_GOOD).map(({ fact }) => fact)
        : [];
    const everywhere = usual.map((id) => knowledge.fact(id));
    const general = everywhere.some(near) ? everywhere.filter(near) : everywhere;
    const local = ranked
      .filter(({ fact }) => fact.region !== undefined && codes.includes(fact.region))
      .map(({ fact }) => fact);
    const chosen = fits.length > 0 ? unique([...fits, ...local.slice(0, 1)]) : local.length > 0 ? local : general;
    const told = fill(chosen.length > 0 ? chosen : general);
    const missing =
      !told.some(({ id }) => question.entities.named.includes(id)) &&
      codes.length > 0 &&
      !told.some((fact) => fact.region !== undefined && codes.includes(fact.region));
    return {
      lead: missing
        ? say(`outreach.${intent}.none-here`, {
            place: codes.map((code) => knowledge.regions.name(code)).join(say("common.and")),
          })
        : say(`outreach.${intent}.lead`),
      details: [
        ...told.map((fact) => (told.length > 1 ? `• ${datedStatement(fact, kit)}` : datedStatement(fact, kit))),
        ...caveatLines(told, say),
      ],
      rests: told,
      next: say(`outreach.${intent}.next`),
      choices: [...choices.map((next) => choice(say, next)), handoffChoice(say)],
    };
  };
}

export const focus: AnswerHandler = reports({
  intent: "outreach.focus",
  usual: ["S1-11", "S2-04", "S3-05"],
  choices: ["outreach.funded"],
});

export const funded: AnswerHandler = reports({
  intent: "outreach.funded",
  usual: ["S0-10", "FUND-01", "S4-06"],
  choices: ["eligibility"],
});

const awardReports = reports({ intent: "outreach.award", usual: ["S2-08", "S2-12"], choices: [] });

/** Words that ask who won. */
const WHO_WON =
  /^(?:siapa|sapa|sopo|sinten|saha|pemenang|juara|juarane|juarana|penerima|peraih|menang|meraih|winner|winners)$/;

/** What the award is and who won it; a report that was named by its own words is told instead. */
export const award: AnswerHandler = (question, kit) => {
  const { knowledge, say } = kit;
  const { regions, named } = question.entities;
  const places = regions.flat();
  const winners = knowledge
    .factsFor("outreach.award")
    .filter(({ kind, valueText, region }) => kind === "award" && valueText !== undefined && region !== "ID")
    .filter(({ region }) => places.length === 0 || places.includes(region ?? ""));
  const newest = winners.toSorted((a, b) => (b.asOf ?? "").localeCompare(a.asOf ?? ""))[0];
  const group = winners.filter(({ region, asOf }) => region === newest?.region && asOf === newest?.asOf);
  const asksWho = question.words.some((word) => WHO_WON.test(word));
  if (!newest || named.length > 0 || !(asksWho || places.length === 0)) return awardReports(question, kit);
  const what = knowledge.fact("S2-08");
  return {
    lead: what.statement,
    details: [
      say("outreach.outreach.award.winners", {
        place: knowledge.regions.name(newest.region ?? "ID"),
        date: dateText(newest.asOf ?? ""),
      }),
      ...group.map(({ valueText }) => `• ${valueText}`),
    ],
    rests: [what, ...group],
    next: say("outreach.outreach.award.next"),
    choices: [handoffChoice(say)],
  };
};

/** As many reports as fit on the screen, at least one. */
function fill(facts: readonly Fact[]): Fact[] {
  let room = ROOM;
  return facts.filter((fact, index) => {
    room -= fact.statement.length + (fact.caveat?.length ?? 0);
    return index === 0 || room >= 0;
  });
}
