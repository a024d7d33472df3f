import { isIntent } from "../lib/intent.ts";
import type { ReaderMaterial } from "../understanding/reader.ts";
import type { Labelled } from "./contender.ts";
import { ownLearner, type Reading } from "./own-learner.ts";
import { percent } from "./scores.ts";

/** Parts that examples are cut into; one of them is held out at a time. */
const PARTS = 4;

/** Held out examples that are enough to choose by; large sets need not hold out every part in turn. */
const ENOUGH = 1000;

/**
 * Which reading fits a set of examples. To our intents it does not matter which town is named, and whoever greets before
 * asking is not greeting; in another set labels may hang on just that, or it may help as it does here. So for labels of
 * another set it is measured on parts held out of the examples, never on the test: the better one is taken, and words as
 * they stand when there is nothing between them. Also gives the shares of right answers in percent that decided.
 */
export async function chooseReading(
  examples: readonly Labelled[],
  material: ReaderMaterial,
): Promise<{ reading: Reading; measured?: Record<Reading, number> }> {
  if (examples.every(({ label }) => isIntent(label))) return { reading: "entities" };
  const measured = {
    words: await heldOutRight("words", examples, material),
    entities: await heldOutRight("entities", examples, material),
  };
  return { reading: measured.entities > measured.words ? "entities" : "words", measured };
}

async function heldOutRight(
  reading: Reading,
  examples: readonly Labelled[],
  material: ReaderMaterial,
): Promise<number> {
  let tried = 0;
  let right = 0;
  for (let part = 0; part < PARTS && tried < ENOUGH; part++) {
    // examples of one label stand together, so every label has some in each part
    const label = await ownLearner(material, reading).learn(examples.filter((_, index) => index % PARTS !== part));
    for (const { text, label: meant } of examples.filter((_, index) => index % PARTS === part)) {
      tried++;
      if ((await label(text)) === meant) right++;
    }
  }
  return percent(right, tried);
}
