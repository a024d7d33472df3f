import type { Knowledge } from "../knowledge/knowledge.ts";
import { COUNTRY } from "../knowledge/regions.ts";
import type { Fact } from "../knowledge/schema.ts";
import type { Choice } from "../understanding/context.ts";
import type { Draft, Kit, Question } from "./answer.ts";
import { handoffChoice } from "./next-steps.ts";

type Topic = NonNullable<Fact["topic"]>;

/** The place a question is about, and what else its name could have meant. */
export type Place = { code: string; others: string[] };

/**
 * Chooses among the places a name can mean: the one the knowledge has figures for, else the likeliest. The others come
 * along, so that the answer says which it took.
 */
export function choosePlace(
  codes: readonly string[],
  topics: readonly Topic[],
  knowledge: Knowledge,
): Place | undefined {
  const known = codes.find((code) => topics.some((topic) => knowledge.statistics(code, topic).length > 0));
  const code = known ?? codes[0];
  return code === undefined ? undefined : { code, others: codes.filter((other) => other !== code) };
}

/** All regions of a question, each narrowed to one place. */
export function placesOf({ entities }: Question, topics: readonly Topic[], knowledge: Knowledge): Place[] {
  return entities.regions.flatMap((codes) => choosePlace(codes, topics, knowledge) ?? []);
}

/**
 * The place that one figure is asked for: of several named the first with figures (a story may begin in a market of the
 * kabupaten it asks about), else the first; the whole country when none is named.
 */
export function mainPlace(question: Question, topics: readonly Topic[], knowledge: Knowledge): Place {
  const places = placesOf(question, topics, knowledge);
  const known = places.find(({ code }) => topics.some((topic) => knowledge.statistics(code, topic).length > 0));
  return known ?? places[0] ?? { code: COUNTRY, others: [] };
}

/** "Bandung bisa berarti …": said when a name had several meanings of one kind; a province beside its town goes without. */
export function ambiguityLine({ code, others }: Place, { knowledge, say }: Kit): string | undefined {
  const { regions } = knowledge;
  if (others.length === 0 || regions.get(code)?.level === "provinsi") return undefined;
  return say("statistics.took", {
    place: regions.name(code),
    others: others.map((other) => regions.name(other)).join(say("common.or")),
  });
}

/** The other meanings of a name as choices that ask the same question. */
export function otherMeanings({ code, others }: Place, question: Question, { knowledge }: Kit): Choice[] {
  if (knowledge.regions.get(code)?.level === "provinsi") return [];
  return others.slice(0, 2).map((other) => ({
    label: knowledge.regions.name(other),
    intent: question.intent,
    entities: { ...question.entities, regions: [[other]] },
  }));
}

/** Nothing is known for this place: says so, and offers the nearest place above it that has a figure, by name, and a person. */
export function noFigure(place: Place, topics: readonly Topic[], question: Question, kit: Kit): Draft {
  const { knowledge, say } = kit;
  const { regions } = knowledge;
  const above = regions
    .above(place.code)
    .find(({ code }) => topics.some((topic) => knowledge.statistics(code, topic).length > 0));
  const choices: Choice[] = [
    ...otherMeanings(place, question, kit).filter((choice) =>
      topics.some((topic) => knowledge.statistics(choice.entities?.regions?.[0]?.[0] ?? "", topic).length > 0),
    ),
    ...(above
      ? [
          {
            label: say("statistics.figure-of", { place: placeName(above.code, topics, kit) }),
            intent: question.intent,
            entities: { ...question.entities, regions: [[above.code]], years: [] },
          },
        ]
      : []),
    handoffChoice(say),
  ];
  return {
    lead: say(`statistics.none.${noneKey(topics)}`, { place: regions.name(place.code) }),
    rests: [],
    next: above
      ? say("statistics.none.offer", { place: placeName(above.code, topics, kit) })
      : say("statistics.none.ask-person"),
    choices,
    regions: [[place.code]],
  };
}

/** The name of what a figure covers: "Jawa Tengah dan DI Yogyakarta" where one figure was given for both. */
export function factPlace(fact: Fact, { knowledge, say }: Kit): string {
  return [fact.region ?? "ID", ...(fact.alsoRegions ?? [])]
    .map((code) => knowledge.regions.name(code))
    .join(say("common.and"));
}

function placeName(code: string, topics: readonly Topic[], kit: Kit): string {
  const fact = topics.flatMap((topic) => kit.knowledge.statistics(code, topic))[0];
  return fact ? factPlace(fact, kit) : kit.knowledge.regions.name(code);
}

function noneKey(topics: readonly Topic[]): "target" | "part" | "figure" {
  if (topics.includes("target")) return "target";
  return topics.includes("part") ? "part" : "figure";
}
