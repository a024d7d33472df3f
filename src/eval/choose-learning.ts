import { isIntent } from "../lib/intent.ts";
import type { ReaderMaterial } from "../understanding/reader.ts";
import type { Labelled } from "./contender.ts";
import { ownLearner, type Learning, type Reading } from "./own-learner.ts";
import { percent } from "./scores.ts";

/** Parts that examples are cut into; one of them is held out at a time. */
const PARTS = 4;

/** Held out examples that are enough to choose by; large sets need not hold out every part in turn. */
const ENOUGH = 1000;

/**
 * How a set of examples is learned best. To our intents it does not matter which town is named, and whoever greets before
 * asking is not greeting; in another set labels may hang on just that, or it may help as it does here. Nor is every set
 * labelled with care. So for labels of another set it is measured on parts held out of the examples, never on the test:
 * the better reading is taken, or `wanted`, and words as they stand when there is nothing between them; then short steps
 * where they do better. Also gives the shares of right answers in percent that decided.
 */
export async function chooseLearning(
  examples: readonly Labelled[],
  material: ReaderMaterial,
  wanted?: Reading,
): Promise<{ learning: Learning; measured?: readonly (Learning & { right: number })[] }> {
  if (wanted === undefined && examples.every(({ label }) => isIntent(label)))
    return { learning: { reading: "entities", steps: "long" } };
  const measure = async (learning: Learning) => ({
    ...learning,
    right: await heldOutRight(learning, examples, material),
  });
  const readings: Reading[] = wanted === undefined ? ["words", "entities"] : [wanted];
  const measured: (Learning & { right: number })[] = [];
  for (const reading of readings) measured.push(await measure({ reading, steps: "long" }));
  const best = measured.reduce((one, other) => (other.right > one.right ? other : one));
  const short = await measure({ reading: best.reading, steps: "short" });
  const { reading, steps } = short.right > best.right ? short : best;
  return { learning: { reading, steps }, measured: [...measured, short] };
}

async function heldOutRight(
  learning: Learning,
  examples: readonly Labelled[],
  material: ReaderMaterial,
): Promise<number> {
  let tried = 0;
  let right = 0;
  for (let part = 0; part < PARTS && tried < ENOUGH; part++) {
    // examples of one label stand together, so every label has some in each part
    const label = await ownLearner(material, learning).learn(examples.filter((_, index) => index % PARTS !== part));
    for (const { text, label: meant } of examples.filter((_, index) => index % PARTS === part)) {
      tried++;
      if ((await label(text)) === meant) right++;
    }
  }
  return percent(right, tried);
}
