import { createReader, type ReaderMaterial } from "./reader.ts";
import type { Model } from "./model.ts";
import { sentenceOf } from "./sentence.ts";
import { train, type Steps } from "./train.ts";

/** Changes whenever learning or reading changes in a way that makes old weights wrong. */
export const LEARNER_VERSION = "5";

/** Any day will do: what examples say about "tahun lalu" does not change their intent. */
const SOME_DAY = "2026-01-01";

/** Learns the model from labelled examples, read the same way as messages will be. */
export function learn<Label extends string>(
  examples: readonly { intent: Label; text: string }[],
  {
    intents,
    fingerprint,
    steps,
    ...material
  }: ReaderMaterial & { intents: readonly Label[]; fingerprint: string; steps?: Steps },
): Model<Label> {
  const vocabulary = new Map<string, number>();
  const plain = createReader({ ...material, vocabulary });
  for (const { text } of examples)
    for (const word of plain.plainWords(text)) vocabulary.set(word, (vocabulary.get(word) ?? 0) + 1);
  const reader = createReader({ ...material, vocabulary });
  return train(
    examples.map(({ intent, text }) => ({
      intent,
      words: reader.read(sentenceOf(reader.question(text)), text, SOME_DAY).rawWords,
    })),
    intents,
    fingerprint,
    steps ? { steps } : {},
  );
}
