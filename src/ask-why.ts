import { citation } from "./answers/compose.ts";
import type { AskResult } from "./ask.ts";
import type { Knowledge } from "./knowledge/knowledge.ts";
import type { Day } from "./lib/calendar.ts";
import { maskIdNumbers } from "./lib/id-number.ts";
import { table } from "./lib/table.ts";
import { NEW_CHAT } from "./understanding/context.ts";
import type { Contribution, Explanation } from "./understanding/explain.ts";
import type { Understand, Why } from "./understanding/understand.ts";

/** So many intents are shown, and so many things that spoke for the first of them and for the next. */
const INTENTS_SHOWN = 5;
const FOR_SHOWN = 6;
const AGAINST_SHOWN = 3;

/** What weighs less than this in either direction changes nothing. */
const LEAST_WEIGHT = 0.05;

/** How a question came to its answer. */
export type Reason = Omit<Explanation, "asked"> & {
  /** What decided in the end, in words. */
  decided: string;
};

/** Finds out how a question that begins a chat came to its answer. */
export function whyOf({
  text,
  result: { intent, confidence },
  understanding: { understand, why },
  today,
}: {
  text: string;
  result: Pick<AskResult, "intent" | "confidence">;
  understanding: { understand: Understand; why: Why };
  today: Day;
}): Reason {
  const context = { today, memory: NEW_CHAT };
  const masked = maskIdNumbers(text).text;
  const understood = understand(masked, context);
  const { asked, ...explanation } = why(masked, context);
  const how = (): string => {
    // the router knows emergencies, wishes to be reminded and codes, which are no questions
    if (understood.intent !== intent) return `by the router (understood: ${understood.intent})`;
    if (understood.via !== "model") return VIA[understood.via];
    if (understood.also) return `as two questions, the other being ${understood.also.intent}`;
    if (asked.intent !== intent) return `by one half of the message (as a whole: ${asked.intent})`;
    return explanation.rule === undefined ? "by the ranking" : `by the rule "${explanation.rule}"`;
  };
  return { ...explanation, decided: `${intent} ${confidence.toFixed(3)}, ${how()}` };
}

const VIA = {
  "follow-up": "as going on with the last question",
  choice: "as one of the choices offered",
  slot: "as the answer to what we asked",
  word: "as a message that means just one thing",
} as const;

/** The same for people to read, with what was found in the message and the facts that the answer rests on. */
export function whyText(
  { question, words, changed, ranking, weighed, decided }: Reason,
  { result, knowledge }: { result: Pick<AskResult, "entities" | "facts">; knowledge: Knowledge },
): string {
  const corrections = changed.map(({ from, to }) => `${from} → ${to}`).join(", ");
  const facts = result.facts.map((id) => {
    const fact = knowledge.fact(id);
    const sources = knowledge.sourcesOf(fact).map((source) => citation(source, fact));
    return `  ${id}  ${fact.statement}\n  ${" ".repeat(id.length)}  ${sources.join("; ")}`;
  });
  return [
    [
      `read as   ${question}`,
      `words     ${words.join(" ")}${corrections === "" ? "" : `  (${corrections})`}`,
      `entities  ${entitiesText(result.entities, knowledge)}`,
      `decided   ${decided}`,
    ].join("\n"),
    table(
      ["intent", "confidence"],
      ranking.slice(0, INTENTS_SHOWN).map(({ intent, confidence }) => [intent, confidence.toFixed(3)]),
    ).trimEnd(),
    weighedText(ranking, weighed),
    facts.length === 0 ? "facts     none" : `facts\n${facts.join("\n")}`,
  ].join("\n\n");
}

function entitiesText(entities: AskResult["entities"], { regions }: Knowledge): string {
  const named = Object.entries(entities).map(([name, value]) => {
    if (!Array.isArray(value)) return `${name} ${String(value)}`;
    // a place is a list by itself: all that its name can mean
    const list = value.map((one: unknown) =>
      Array.isArray(one) ? one.map((code) => `${regions.name(String(code))} (${code})`).join(" or ") : String(one),
    );
    return `${name} ${list.join(", ")}`;
  });
  return named.length === 0 ? "none" : named.join("; ");
}

/** What spoke for the likeliest intent rather than for the next one, and what spoke the other way. */
function weighedText([first, second]: Explanation["ranking"], weighed: readonly Contribution[]): string {
  if (!first || !second) return "";
  const byLead = weighed.filter(({ lead }) => Math.abs(lead) >= LEAST_WEIGHT).toSorted((a, b) => b.lead - a.lead);
  const shown = [
    ...byLead.filter(({ lead }) => lead > 0).slice(0, FOR_SHOWN),
    ...byLead.filter(({ lead }) => lead < 0).slice(-AGAINST_SHOWN),
  ];
  const sum = (of: "weight" | "lead") => signed(weighed.reduce((total, entry) => total + entry[of], 0));
  return table(
    ["what weighed", `for ${first.intent}`, `over ${second.intent}`],
    [
      ...shown.map((entry) => [nameText(entry), signed(entry.weight), signed(entry.lead)]),
      ["all of the message", sum("weight"), sum("lead")],
    ],
  ).trimEnd();
}

function nameText({ name, kind }: Contribution): string {
  if (kind === "start") return "before anything is read";
  return kind === "pieces" ? `pieces of "${name}"` : `${kind} "${name}"`;
}

function signed(weight: number): string {
  return `${weight < 0 ? "−" : "+"}${Math.abs(weight).toFixed(2)}`;
}
