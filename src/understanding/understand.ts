import type { Region } from "../knowledge/schema.ts";
import type { Day } from "../lib/calendar.ts";
import type { Intent } from "../lib/intent.ts";
import { bareName } from "../lib/place-name.ts";
import type { Choice, ChoiceAct, Context } from "./context.ts";
import { createClosestWord } from "./closest-word.ts";
import { createCorrector } from "./corrector.ts";
import { NO_ENTITIES, type Entities } from "./entities.ts";
import { expectNext } from "./expectation.ts";
import { contributions, type Explanation } from "./explain.ts";
import { followUp, inherit, slotAnswer } from "./follow-up.ts";
import { createLanguageDetector, type Language, type LanguageWords } from "./language.ts";
import { createClassifier, type Model, type Ranking } from "./model.ts";
import { fold } from "./normalise.ts";
import { createReader, type ReaderMaterial } from "./reader.ts";
import { sentenceOf, type Sentence } from "./sentence.ts";
import { decide, decideBy, type Asked, type Evidence } from "./rules.ts";
import { findTwoQuestions } from "./two-questions.ts";
import { createWholeMessageReader, plainOf } from "./whole-message.ts";

/** What a message asks. */
export type Understanding = {
  intent: Intent;
  /** Probability from 0 to 1 that `intent` is what was meant. */
  confidence: number;
  /** The next likeliest intents, for "maksud Anda …?". */
  alternatives: Ranking;
  entities: Entities;
  language: Language;
  /** A second question in the same message. */
  also?: { intent: Intent; entities: Entities } | undefined;
  /** How the intent was found: by the model, as a continuation of the last question, or by a choice or word with one meaning. */
  via: "model" | "follow-up" | "choice" | "slot" | "word";
  /** The person took back what they had begun. */
  cancelled?: boolean;
  /** What the picked choice does besides asking something. */
  act?: ChoiceAct;
  /** Every word, folded and corrected: what looking up facts works with. */
  words: string[];
};

/** Understands one message in its context. Pure: the same input gives the same output. */
export type Understand = (text: string, context: Context) => Understanding;

/** Shows what the model sees of a message and how it ranks the intents, before any rule. */
export type Explain = (text: string, context: Context) => { words: string[]; ranking: Ranking };

/** Shows what weighed when a message was read as a question, and which rule decided. Takes longer than reading it. */
export type Why = (text: string, context: Context) => Explanation;

/** Longest message that is read; of a longer one only the beginning, so that nobody can keep the program busy. */
export const LONGEST_READ = 4000;

/** What understanding is made from. */
export type UnderstandingParts = ReaderMaterial & {
  model: Model;
  languages: LanguageWords;
  menu: readonly Choice[];
};

/** Builds understanding from its parts; the rest of the program only sees the function. */
export function createUnderstanding(parts: UnderstandingParts): { understand: Understand; explain: Explain; why: Why } {
  const { model, lexicon } = parts;
  const fillers = new Set(lexicon.fillers);
  const generic = new Set(lexicon.generic);
  const classify = createClassifier(model);
  const closest = createClosestWord(model.vocabulary, lexicon.protected);
  const correct = createCorrector(model.vocabulary, lexicon, closest);
  const detectLanguage = createLanguageDetector(parts.languages, model.vocabulary);
  const readWhole = createWholeMessageReader({ ...lexicon, menu: parts.menu });
  const reader = createReader({ ...parts, vocabulary: model.vocabulary, closest });

  function namesake(code: string, level: Region["level"]): string | undefined {
    const region = parts.regions.find((entry) => entry.code === code);
    if (!region) return undefined;
    if (level === "provinsi") return parts.regions.find((entry) => entry.code === code.split(".")[0])?.code;
    return parts.regions.find((entry) => entry.level === level && bareName(entry.name) === bareName(region.name))?.code;
  }

  function read(sentence: Sentence, original: string, today: Day) {
    const { entities, terms, rawWords, restWords } = reader.read(sentence, original, today);
    const words = corrected(rawWords);
    const content = contentWords(restWords === rawWords ? words : corrected(restWords));
    return { entities, terms, rawWords, words, content };
  }

  type Part = ReturnType<typeof read>;

  function rank({ words, rawWords }: Part, { memory }: Context) {
    return { words, ranking: expectNext(classify(words), rawWords.length, memory) };
  }

  type Ranked = ReturnType<typeof rank>;

  function evidence(part: Part, { words, ranking }: Ranked, folded: string): Evidence {
    const { entities, terms, content } = part;
    return { entities, terms, words, content, ranking, folded, knownShare: () => knownShare(words) };
  }

  function ask(part: Part, ranked: Ranked, folded: string): Asked {
    return decide(evidence(part, ranked, folded));
  }

  function corrected(words: readonly string[]): string[] {
    const right: string[] = [];
    for (const word of words) for (const part of correct(word)) right.push(part);
    return right;
  }

  function knownShare(words: readonly string[]): number {
    const real = words.filter((word) => !word.startsWith("_"));
    return real.length === 0 ? 0 : real.filter((word) => model.vocabulary.has(word)).length / real.length;
  }

  /** Words that carry the question: what is left without entities and fillers. */
  function contentWords(words: readonly string[]): string[] {
    return words.filter((word) => !word.startsWith("_") && !fillers.has(word) && !/^\d+$/.test(word));
  }

  function understand(whole: string, context: Context): Understanding {
    const text = whole.length > LONGEST_READ ? whole.slice(0, LONGEST_READ) : whole;
    const folded = fold(text);
    const sentence = sentenceOf(folded);
    const base = {
      alternatives: [],
      entities: NO_ENTITIES,
      language: detectLanguage(sentence.words),
      words: corrected(sentence.words),
    };
    const meant = readWhole(text, folded, context);
    if (!meant && plainOf(folded) === "") return { ...base, intent: "out-of-scope", confidence: 1, via: "word" };
    if (meant?.type === "choice") {
      const { intent, entities, act } = meant.choice;
      const whole = inherit(intent, { ...NO_ENTITIES, ...entities }, context);
      return { ...base, intent, confidence: 1, via: "choice", entities: whole, ...(act ? { act } : {}) };
    }
    if (meant?.type === "cancel") return { ...base, intent: "menu", confidence: 1, via: "word", cancelled: true };
    if (meant) return { ...base, intent: meant.intent, confidence: 1, via: "word" };

    const rest = reader.question(text, folded);
    const asking = rest === folded ? sentence : sentenceOf(rest);
    const part = read(asking, text, context.today);
    const ranked = rank(part, context);
    const { entities, content } = part;
    const { ranking } = ranked;

    const slot = slotAnswer({ context, entities, content, folded });
    if (slot) return { ...base, ...slot, confidence: 0.95, via: "slot" };

    const follow = followUp({ context, entities, content, folded, ranking, namesake });
    if (follow) return { ...base, ...follow, via: "follow-up", alternatives: ranking.slice(0, 3) };

    const asked = ask(part, ranked, folded);
    const [first, second] = findTwoQuestions(asking, asked.intent, {
      generic,
      read(half) {
        const own = read(half, text, context.today);
        return { ...own, ask: () => ask(own, rank(own, context), half.folded) };
      },
    }) ?? [asked];
    const { intent, confidence } = first;
    // an occupation named beside one question holds for the other as well
    const shared = (asked: Asked) =>
      asked.entities === entities ? entities : { ...asked.entities, occupations: entities.occupations };
    return {
      ...base,
      intent,
      confidence,
      alternatives: ranking.filter((entry) => entry.intent !== intent).slice(0, 3),
      entities: inherit(intent, shared(first), context),
      also: second && {
        intent: second.intent,
        entities: inherit(second.intent, shared(second), context),
      },
      via: "model",
    };
  }

  return {
    understand,
    explain: (text, context) => rank(read(sentenceOf(reader.question(text)), text, context.today), context),
    why(whole, context) {
      const text = whole.slice(0, LONGEST_READ);
      const folded = fold(text);
      const question = reader.question(text, folded);
      const part = read(sentenceOf(question), text, context.today);
      const ranked = rank(part, context);
      const { asked, rule } = decideBy(evidence(part, ranked, folded));
      const [first, second] = ranked.ranking;
      return {
        ...ranked,
        question,
        changed: part.rawWords.flatMap((from) => {
          const to = correct(from).join(" ");
          return to === from ? [] : [{ from, to }];
        }),
        weighed: first && second ? contributions(model, ranked.words, [first.intent, second.intent]) : [],
        asked,
        rule,
      };
    },
  };
}
