import type { Region } from "../knowledge/schema.ts";
import type { Intent } from "../lib/intent.ts";
import { bareName } from "../lib/place-name.ts";
import type { Choice, ChoiceAct, Context } from "./context.ts";
import { createCorrector } from "./corrector.ts";
import { NO_ENTITIES, type Entities } from "./entities.ts";
import { expectNext } from "./expectation.ts";
import { followUp, inherit, slotAnswer } from "./follow-up.ts";
import { createLanguageDetector, type Language } from "./language.ts";
import { createClassifier, type Model, type Ranking } from "./model.ts";
import { fold } from "./normalise.ts";
import { createReader, type ReaderMaterial } from "./reader.ts";
import { decide } from "./rules.ts";
import { findTwoQuestions } from "./two-questions.ts";
import { createWholeMessageReader, plain } from "./whole-message.ts";

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

/** What understanding is made from. */
export type UnderstandingParts = ReaderMaterial & { model: Model; menu: readonly Choice[] };

/** Builds understanding from its parts; the rest of the program only sees the function. */
export function createUnderstanding(parts: UnderstandingParts): { understand: Understand; explain: Explain } {
  const { model, lexicon } = parts;
  const fillers = new Set(lexicon.fillers);
  const generic = new Set(lexicon.generic);
  const classify = createClassifier(model);
  const correct = createCorrector(model.vocabulary, lexicon);
  const detectLanguage = createLanguageDetector(lexicon);
  const readWhole = createWholeMessageReader({ ...lexicon, menu: parts.menu });
  const reader = createReader({ ...parts, vocabulary: model.vocabulary });

  function namesake(code: string, level: Region["level"]): string | undefined {
    const region = parts.regions.find((entry) => entry.code === code);
    if (!region) return undefined;
    if (level === "provinsi") return parts.regions.find((entry) => entry.code === code.split(".")[0])?.code;
    return parts.regions.find((entry) => entry.level === level && bareName(entry.name) === bareName(region.name))?.code;
  }

  function read(folded: string, original: string, context: Context) {
    const { entities, terms, rawWords, restWords } = reader.read(folded, original, context.today);
    const words = rawWords.flatMap(correct);
    const content = contentWords(restWords.flatMap(correct));
    return { entities, terms, words, content, ranking: expectNext(classify(words), rawWords.length, context.memory) };
  }

  function knownShare(words: readonly string[]): number {
    const real = words.filter((word) => !word.startsWith("_"));
    return real.length === 0 ? 0 : real.filter((word) => model.vocabulary.has(word)).length / real.length;
  }

  /** Words that carry the question: what is left without entities and fillers. */
  function contentWords(words: readonly string[]): string[] {
    return words.filter((word) => !word.startsWith("_") && !fillers.has(word) && !/^\d+$/.test(word));
  }

  function understand(text: string, context: Context): Understanding {
    const folded = fold(text);
    const written = reader.plainWords(text);
    const base = {
      alternatives: [],
      entities: NO_ENTITIES,
      language: detectLanguage(written),
      words: written.flatMap(correct),
    };
    const meant = readWhole(text, context);
    if (!meant && plain(text) === "") return { ...base, intent: "out-of-scope", confidence: 1, via: "word" };
    if (meant?.type === "choice") {
      const { intent, entities, act } = meant.choice;
      const whole = inherit(intent, { ...NO_ENTITIES, ...entities }, context);
      return { ...base, intent, confidence: 1, via: "choice", entities: whole, ...(act ? { act } : {}) };
    }
    if (meant?.type === "cancel") return { ...base, intent: "menu", confidence: 1, via: "word", cancelled: true };
    if (meant) return { ...base, intent: meant.intent, confidence: 1, via: "word" };

    const rest = reader.question(text);
    const { entities, terms, words, content, ranking } = read(rest, text, context);

    const slot = slotAnswer({ context, entities, content, folded });
    if (slot) return { ...base, ...slot, confidence: 0.95, via: "slot" };

    const follow = followUp({ context, entities, content, folded, ranking, namesake });
    if (follow) return { ...base, ...follow, via: "follow-up", alternatives: ranking.slice(0, 3) };

    const whole = decide({ ranking, entities, terms, words, content, folded, knownShare: knownShare(words) });
    const [first, second] = findTwoQuestions(rest, whole.intent, {
      generic,
      read(half) {
        const part = read(half, text, context);
        return { ...decide({ ...part, folded: half, knownShare: knownShare(part.words) }), content: part.content };
      },
    }) ?? [whole];
    const { intent, confidence } = first;
    // an occupation named beside one question holds for the other as well
    const shared = { occupations: entities.occupations };
    return {
      ...base,
      intent,
      confidence,
      alternatives: ranking.filter((entry) => entry.intent !== intent).slice(0, 3),
      entities: inherit(intent, { ...first.entities, ...shared }, context),
      also: second && {
        intent: second.intent,
        entities: inherit(second.intent, { ...second.entities, ...shared }, context),
      },
      via: "model",
    };
  }

  return {
    understand,
    explain(text, context) {
      const { words, ranking } = read(reader.question(text), text, context);
      return { words, ranking };
    },
  };
}
