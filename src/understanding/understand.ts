import type { Term } from "../knowledge/knowledge.ts";
import type { Region } from "../knowledge/schema.ts";
import { familyOf, type Intent } from "../lib/intent.ts";
import { bareName } from "../lib/place-name.ts";
import type { Choice, Context } from "./context.ts";
import { createCorrector } from "./corrector.ts";
import { NO_ENTITIES, type Entities } from "./entities.ts";
import { expectNext } from "./expectation.ts";
import { followUp, inherit, slotAnswer } from "./follow-up.ts";
import { createLanguageDetector, type Language } from "./language.ts";
import { createClassifier, type Model, type Ranking } from "./model.ts";
import { fold } from "./normalise.ts";
import { createReader, type ReaderMaterial } from "./reader.ts";
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
  /** Every word, folded and corrected: what looking up facts works with. */
  words: string[];
};

/** One question with how sure we are of it. */
export type Asked = { intent: Intent; confidence: number; entities: Entities };

/** Understands one message in its context. Pure: the same input gives the same output. */
export type Understand = (text: string, context: Context) => Understanding;

/** Shows what the model sees of a message and how it ranks the intents, before any rule. */
export type Explain = (text: string, context: Context) => { words: string[]; ranking: Ranking };

/** What understanding is made from. */
export type UnderstandingParts = ReaderMaterial & { model: Model; menu: readonly Choice[] };

/** Share of known words below which a message without entities is not believed to be a question for us. */
const KNOWN_SHARE = 0.34;

/** Below this confidence even a single word that names a fact decides what is asked. */
const SURE_OF_TERM = 0.6;

/** Whether a term is surely a name: words only, and more than one. */
function isName(phrase: string): boolean {
  return phrase.includes(" ") && !/\d/.test(phrase);
}

/** Words that ask for a share: with a place beside them they ask for its coverage. */
const PERCENT = /^(?:persen|prosen|persentase|prosentase|percent|persenna|persene)$/;

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
    const { entities, terms, rawWords } = reader.read(folded, original, context.today);
    const words = rawWords.flatMap(correct);
    return { entities, terms, words, ranking: expectNext(classify(words), rawWords.length, context.memory) };
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
      const entities = { ...NO_ENTITIES, ...meant.choice.entities };
      return { ...base, intent: meant.choice.intent, confidence: 1, via: "choice", entities };
    }
    if (meant?.type === "cancel") return { ...base, intent: "menu", confidence: 1, via: "word", cancelled: true };
    if (meant) return { ...base, intent: meant.intent, confidence: 1, via: "word" };

    const rest = reader.question(text);
    const { entities, terms, words, ranking } = read(rest, text, context);
    const content = contentWords(words);

    const slot = slotAnswer({ context, entities, content, folded });
    if (slot) return { ...base, ...slot, confidence: 0.95, via: "slot" };

    const follow = followUp({ context, entities, content, folded, ranking, namesake });
    if (follow) return { ...base, ...follow, via: "follow-up", alternatives: ranking.slice(0, 3) };

    const whole = adjust({ ranking, entities, terms, words, folded });
    const [first, second] = findTwoQuestions(rest, whole.intent, {
      generic,
      read(half) {
        const part = read(half, text, context);
        return { ...adjust({ ...part, folded: half }), content: contentWords(part.words) };
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

  /** Rules where an entity says more than the words around it. */
  function adjust({
    ranking,
    entities,
    terms,
    words,
    folded,
  }: {
    ranking: Ranking;
    entities: Entities;
    terms: readonly Term[];
    words: string[];
    folded: string;
  }): Asked {
    const best = ranking[0] ?? { intent: "out-of-scope" as const, confidence: 0 };
    const content = contentWords(words);
    const named = hasEntities(entities);
    if (content.length === 0 && entities.idNumber) return { intent: "registration.status", confidence: 0.9, entities };
    if (content.length === 0 && entities.regions.length > 1)
      return { intent: "statistics.compare", confidence: 0.6, entities };
    if (content.length === 0 && entities.regions.length === 1)
      return { intent: "statistics.coverage", confidence: 0.6, entities };
    const term = terms.find(
      ({ phrase, intents }) =>
        !intents.includes(best.intent) &&
        (isName(phrase) ||
          best.confidence < SURE_OF_TERM ||
          (best.intent === "out-of-scope" && entities.regions.length > 0)),
    );
    if (term?.intents[0]) return { intent: term.intents[0], confidence: 0.8, entities };
    const onlyProgramme = entities.programmes.length === 1 ? entities.programmes[0] : undefined;
    if (content.length <= 1 && onlyProgramme && words.length <= 3 && best.confidence < 0.8)
      return { intent: `programme.${onlyProgramme}`, confidence: 0.8, entities };
    if (!named && knownShare(words) < KNOWN_SHARE && best.confidence < 0.8)
      return { intent: "out-of-scope", confidence: 0.7, entities };
    if (onlyProgramme && best.intent === "programme.overview" && entities.programmes.length === 1)
      return { intent: `programme.${onlyProgramme}`, confidence: best.confidence, entities };
    if (
      onlyProgramme &&
      /^(?:programme|claim)\.(?:jkk|jkm|jht|jp|jkp)$/.test(best.intent) &&
      !best.intent.endsWith(`.${onlyProgramme}`)
    ) {
      const family = familyOf(best.intent);
      const other = `${family}.${onlyProgramme}` as Intent;
      const ranked = ranking.find(({ intent }) => intent === other);
      if (ranked && (ranked.confidence > 0.05 || best.confidence < 0.6))
        return { intent: other, confidence: Math.max(0.5, ranked.confidence), entities };
    }
    if (best.intent === "out-of-scope" && entities.regions.length > 0 && words.some((word) => PERCENT.test(word)))
      return { intent: "statistics.coverage", confidence: 0.6, entities };
    if (best.intent === "statistics.coverage" && entities.regions.length > 1 && !/\bbukan|\bsanes|\bdudu/.test(folded))
      return { ...best, intent: "statistics.compare", entities };
    return { ...best, entities };
  }

  return {
    understand,
    explain(text, context) {
      const { words, ranking } = read(reader.question(text), text, context);
      return { words, ranking };
    },
  };
}

function hasEntities({
  regions,
  programmes,
  occupations,
  segments,
  payments,
  outlets,
  incomeRupiah,
  age,
}: Entities): boolean {
  return (
    [regions, programmes, occupations, segments, payments, outlets].some((list) => list.length > 0) ||
    incomeRupiah !== undefined ||
    age !== undefined
  );
}
