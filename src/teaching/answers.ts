import { dateText, dayOf, type Day } from "../lib/calendar.ts";
import type { Say } from "../knowledge/texts.ts";
import { isOneSlip } from "../understanding/edits.ts";
import type { Entities } from "../understanding/entities.ts";
import { baseOf, isDenied, isNegation, kindOf, kindsOf } from "../understanding/question-words.ts";
import type { TaughtAnswer } from "./schema.ts";

/** A question as it is compared: its corrected words and what it names, read without the chat it stands in. */
export type Asked = { words: readonly string[]; entities: Entities };

/** An answer with its questions, ready to be compared with. Made anew when the answers or the model change. */
export type PreparedAnswer = { answer: TaughtAnswer; questions: readonly Comparable[] };

/** What counts in a question. */
type Comparable = {
  /** Words that carry it, in their base form, with how much each counts. */
  content: ReadonlyMap<string, number>;
  weight: number;
  /** What it asks for: how much, when, where … */
  kinds: string;
  denied: boolean;
  /** Everything it names, as one text. */
  names: string;
};

/** What comparing goes by. */
export type Measure = {
  /** Words that say nothing of what is asked. */
  fillers: ReadonlySet<string>;
  /** Chat spelling → the usual word or words. */
  spellings: Readonly<Record<string, string>>;
  /** How much a word counts: the rarer the more. */
  rarity: (word: string) => number;
};

/**
 * Share of their words, by weight, that two questions must have in common. Measured with every example line as a taught
 * question and every test question as a message: at 0.72 some 60 of 900 are joined and none with a line of another
 * meaning, at 0.6 three of a hundred are wrong, at 0.5 one of twelve.
 */
const NEARLY_THE_SAME = 0.72;

/** Letters that two words must have together to be taken for one another when a letter differs. */
const SLIP_LETTERS = 11;

/** How much words count by how often they were seen in learning: one that was never seen counts most. */
export function rarityIn(vocabulary: ReadonlyMap<string, number>): Measure["rarity"] {
  const most = Math.max(1, ...vocabulary.values());
  return (word) => Math.log(1 + most / (1 + (vocabulary.get(word) ?? 0)));
}

/** Reads the questions of answers, so that comparing a message with them takes no time. */
export function prepareAnswers(
  answers: readonly TaughtAnswer[],
  read: (text: string) => Asked,
  measure: Measure,
): PreparedAnswer[] {
  return answers.map((answer) => ({
    answer,
    questions: answer.questions.map((question) => comparable(read(question), measure)),
  }));
}

/**
 * The answer that staff gave to nearly the same question, if there is one that still holds today. Better none than a
 * wrong one: places, occupations, programmes and numbers must be the same, so must what kind of thing is asked for (how
 * much, when, where …) and whether it is denied; of the other words nearly all. Of several the nearest, then the newest.
 */
export function findTaughtAnswer(
  question: Asked,
  prepared: readonly PreparedAnswer[],
  today: Day,
  measure: Measure,
): TaughtAnswer | undefined {
  const asked = comparable(question, measure);
  if (asked.content.size === 0) return undefined;
  let best: TaughtAnswer | undefined;
  let nearness = NEARLY_THE_SAME;
  for (const { answer, questions } of prepared) {
    if (answer.validTo !== undefined && answer.validTo < today) continue;
    const likeness = Math.max(0, ...questions.map((taught) => (mayBeSame(asked, taught) ? shared(asked, taught) : 0)));
    if (likeness < nearness || (likeness === nearness && best && best.at >= answer.at)) continue;
    nearness = likeness;
    best = answer;
  }
  return best;
}

/** The answer as people read it: the text, where it is from, and that a person wrote it, and when. */
export function taughtReply({ text, source, at }: TaughtAnswer, say: Say): string {
  return [
    text,
    [
      source.trim() && say("common.source", { sources: source.trim() }),
      say("teaching.written-by-staff", { date: dateText(dayOf(new Date(at))) }),
    ]
      .filter(Boolean)
      .join("\n"),
  ].join("\n\n");
}

function comparable({ words: written, entities }: Asked, { fillers, spellings, rarity }: Measure): Comparable {
  const words = written.flatMap((word) => (spellings[word] ?? word).split(" "));
  // titles and particles at the end must not hide that a denial is the last word
  const told = words.filter((word) => isNegation(word) || kindOf(word) !== undefined || !fillers.has(word));
  const content = new Map<string, number>();
  for (const word of told) if (!isNegation(word) && kindOf(word) === undefined) content.set(baseOf(word), rarity(word));
  return {
    content,
    weight: [...content.values()].reduce((sum, weight) => sum + weight, 0),
    kinds: kindsOf(told),
    denied: isDenied(told),
    names: namesOf(entities),
  };
}

/** Whether nothing tells the two apart: what they ask for, name and deny is the same. */
function mayBeSame(a: Comparable, b: Comparable): boolean {
  return a.kinds === b.kinds && a.denied === b.denied && a.names === b.names;
}

/** What a message names without being asked about it: facts that its words belong to, a hidden number. */
const BESIDE: ReadonlySet<string> = new Set<keyof Entities>(["named", "idNumber"]);

/** Everything named, in one text: two questions that name the same have the same. */
function namesOf(entities: Entities): string {
  const places = entities.regions.map(([likeliest]) => likeliest);
  const named = Object.entries({ ...entities, regions: places })
    .filter(([name, value]) => value !== undefined && !BESIDE.has(name))
    .map(([name, value]): [string, unknown] => [name, Array.isArray(value) ? [...(value as unknown[])].sort() : value])
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return JSON.stringify(named);
}

/** Weighted share of all words of both that both have. */
function shared(a: Comparable, b: Comparable): number {
  let both = 0;
  const left = new Map(b.content);
  for (const [word, weight] of a.content) {
    const same = left.has(word) ? word : [...left.keys()].find((other) => isSlipOf(word, other));
    if (same === undefined) continue;
    both += (weight + (left.get(same) ?? 0)) / 2;
    left.delete(same);
  }
  return both / (a.weight + b.weight - both);
}

function isSlipOf(a: string, b: string): boolean {
  return a.length + b.length >= SLIP_LETTERS && !/\d/.test(a + b) && isOneSlip(a, b);
}
