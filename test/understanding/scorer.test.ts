import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/lib/hash.ts";
import { createFeatureReader } from "../../src/understanding/features.ts";
import { createHashIndex } from "../../src/understanding/hash-index.ts";
import { createScorer } from "../../src/understanding/scorer.ts";
import { train } from "../../src/understanding/train.ts";

const LABELS = ["a", "b", "c"];
const WORDS = "daftar iuran berapa dafdaf berapapa mana kantor _wilayah_ klaim di ke saya".split(" ");

const random = seededRandom(7);
const some = () => Array.from({ length: 5 }, () => WORDS[Math.floor(random() * WORDS.length)] ?? "");
const model = train(
  Array.from({ length: 60 }, (_, i) => ({ intent: LABELS[i % 3] ?? "", words: some() })),
  LABELS,
  "test",
);

describe("the scores of a message", () => {
  const scoresOf = createScorer(model);
  const featuresOf = createFeatureReader({ rowOf: createHashIndex(model.features), rarity: model.rarity });

  it("are value times weight of all its features, also of those that several words share", () => {
    const word = fc.oneof(fc.constantFrom(...WORDS), fc.string({ unit: fc.constantFrom("a", "d", "f", "p", "r") }));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        const { rows, values } = featuresOf(words);
        const plain = LABELS.map((_, column) =>
          rows.reduce((sum, row, i) => sum + values[i]! * model.weights[row * LABELS.length + column]!, 0),
        );
        const scores = scoresOf(words);
        for (const [column, score] of plain.entries()) expect(scores[column]).toBeCloseTo(score, 3);
      }),
    );
  });

  it("do not depend on the message before", () => {
    const alone = [...createScorer(model)(["iuran", "berapa"])];
    scoresOf(["daftar", "daftar", "daftar"]);
    expect([...scoresOf(["iuran", "berapa"])]).toEqual(alone);
  });
});
