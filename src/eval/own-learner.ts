import { INTENTS, isIntent } from "../lib/intent.ts";
import { sentenceOf } from "../understanding/sentence.ts";
import { createCorrector } from "../understanding/corrector.ts";
import { learn } from "../understanding/learn.ts";
import { createClassifier } from "../understanding/model.ts";
import { fold, wordsOf } from "../understanding/normalise.ts";
import { createReader, type ReaderMaterial } from "../understanding/reader.ts";
import { train, type Steps } from "../understanding/train.ts";
import { createUnderstanding, type UnderstandingParts } from "../understanding/understand.ts";
import { TODAY } from "./judge.ts";
import type { Contender, Labelled } from "./contender.ts";

/**
 * How texts are read before they are learned: "entities" as the program does, with places, trades, amounts and programmes
 * replaced by their kind and greetings in front left out; "words" as they stand.
 */
export type Reading = "entities" | "words";

/** How a set of labels is learned. */
export type Learning = { reading: Reading; steps: Steps };

/**
 * The learner of src/understanding on any labels: the same features, noisy copies, regression, corrector and list of chat
 * spellings. Without the rules that follow it in the program, since they speak of our intents.
 */
export function ownLearner(material: ReaderMaterial, { reading, steps }: Learning): Contender {
  return {
    name: `sapa's learner, ${reading === "entities" ? "entities by kind" : "words as they stand"}${steps === "short" ? ", short steps" : ""}`,
    learn: async (examples) => (reading === "entities" ? learnEntities : learnWords)(examples, material, steps),
  };
}

/** Understanding as the program has it, with all its rules; only for our own intents. */
export function ownProgram(material: Omit<UnderstandingParts, "model">): Contender {
  return {
    name: "sapa",
    async learn(examples) {
      const ours = examples.flatMap(({ text, label }) => (isIntent(label) ? [{ text, intent: label }] : []));
      const model = learn(ours, { ...material, intents: INTENTS, fingerprint: "eval" });
      const { understand } = createUnderstanding({ ...material, model });
      return (text) => understand(text, { today: TODAY, memory: {} }).intent;
    },
  };
}

function learnEntities(
  examples: readonly Labelled[],
  material: ReaderMaterial,
  steps: Steps,
): (text: string) => string {
  const model = learn(asExamples(examples), { ...material, intents: labelsOf(examples), fingerprint: "eval", steps });
  const reader = createReader({ ...material, vocabulary: model.vocabulary });
  const correct = createCorrector(model.vocabulary, material.lexicon);
  const classify = createClassifier(model);
  return (text) => {
    const { rawWords } = reader.read(sentenceOf(reader.question(text)), text, TODAY);
    return classify(rawWords.flatMap(correct))[0]?.intent ?? "";
  };
}

function learnWords(
  examples: readonly Labelled[],
  { lexicon }: ReaderMaterial,
  steps: Steps,
): (text: string) => string {
  const messages = examples.map(({ text, label }) => ({ intent: label, words: wordsOf(fold(text)) }));
  const model = train(messages, labelsOf(examples), "eval", { steps });
  // the words of our field are none of this set's
  const correct = createCorrector(model.vocabulary, { spellings: lexicon.spellings, protected: [] });
  const classify = createClassifier(model);
  return (text) => classify(wordsOf(fold(text)).flatMap(correct))[0]?.intent ?? "";
}

function asExamples(examples: readonly Labelled[]): { intent: string; text: string }[] {
  return examples.map(({ text, label }) => ({ intent: label, text }));
}

function labelsOf(examples: readonly Labelled[]): string[] {
  return [...new Set(examples.map(({ label }) => label))].sort();
}
