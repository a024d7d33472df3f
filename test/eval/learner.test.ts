import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { understandingMaterial } from "../../src/app.ts";
import { chooseLearning } from "../../src/eval/choose-learning.ts";
import { readLabelled, type Labelled } from "../../src/eval/contender.ts";
import { drawExamples } from "../../src/eval/curve.ts";
import { createNoises } from "../../src/eval/noise.ts";
import { ownLearner } from "../../src/eval/own-learner.ts";
import { runTrial } from "../../src/eval/trial.ts";
import { seededRandom } from "../../src/lib/hash.ts";
import { INTENTS } from "../../src/lib/intent.ts";
import { testApp } from "../support/app.ts";

const { knowledge, kit } = await testApp();
const material = understandingMaterial(knowledge, kit);

/** Questions to a travel guide and to an online shop: labels that have nothing to do with ours. */
const set = (name: string): Promise<Labelled[]> => readLabelled(join(import.meta.dirname, "sets", `${name}.jsonl`));

describe("the learner on other labels", () => {
  it("is right far more often than by chance, read either way", async () => {
    const [examples, test] = await Promise.all([set("travel-train"), set("travel-test")]);
    for (const reading of ["words", "entities"] as const) {
      const trial = await runTrial(ownLearner(material, { reading, steps: "long" }), {
        examples,
        test,
        noises: createNoises({}),
      });
      expect(trial.right).toBeGreaterThan(50);
      expect(trial.macroF1).toBeGreaterThan(50);
      expect(trial.noisy).toHaveLength(5);
      expect(Math.min(...trial.noisy)).toBeGreaterThan(40);
      expect(trial.learnMs).toBeGreaterThan(0);
      expect(trial.p99Ms).toBeGreaterThanOrEqual(trial.p50Ms);
    }
  });

  it("reads as was better on held out examples", async () => {
    const { learning, measured = [] } = await chooseLearning(await set("shop-train"), material);
    expect(measured).toHaveLength(3);
    const best = Math.max(...measured.map(({ right }) => right));
    expect(measured).toContainEqual({ ...learning, right: best });
    expect(best).toBeGreaterThan(100 / 7);
  });

  it("reads with entities, unmeasured, when all labels are ours", async () =>
    expect(await chooseLearning([{ text: "halo", label: "smalltalk.greeting" }], material)).toEqual({
      learning: { reading: "entities", steps: "long" },
    }));

  it("keeps words as they stand when nothing speaks for the other reading", async () => {
    const same = Array.from({ length: 16 }, (_, index) => ({ text: "aaa bbb", label: index % 2 ? "x" : "y" }));
    expect((await chooseLearning(same, material)).learning).toEqual({ reading: "words", steps: "long" });
  });

  it("takes shorter steps where labels are in doubt", async () => {
    // what is said is half of it what decides, and half of it said by anybody
    const random = seededRandom(5);
    const of = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? "";
    const anybody = Array.from(
      { length: 60 },
      (_, index) => `kata${String.fromCharCode(97 + (index % 26))}${index % 7}`,
    );
    const doubtful = Array.from({ length: 400 }, () => {
      const label = of(["pagi", "sore"]);
      const said = random() < 0.3 ? of(["pagi", "sore"]) : label;
      return { text: [of(anybody), `jam${said}`, of(anybody), of(anybody)].join(" "), label };
    });
    expect((await chooseLearning(doubtful, material, "words")).learning.steps).toBe("short");
  });

  it("tells places apart only when it reads words as they stand", async () => {
    const examples = ["Bantul", "Cianjur"].flatMap((town) =>
      ["toko di", "saya dari", "rumah di", "pindah ke", "lahir di", "kerja di"].map((start) => ({
        text: `${start} ${town}`,
        label: town,
      })),
    );
    const test = ["Bantul", "Cianjur"].flatMap((town) =>
      ["menuju", "sampai di", "asal"].map((start) => ({ text: `${start} ${town}`, label: town })),
    );
    const right = async (reading: "words" | "entities") =>
      (await runTrial(ownLearner(material, { reading, steps: "long" }), { examples, test, noises: [] })).right;
    expect(await right("words")).toBe(100);
    expect(await right("entities")).toBeLessThan(100);
  });
});

describe("a draw of examples for the learning curve", () => {
  const examples = INTENTS.flatMap((intent) =>
    Array.from({ length: intent === "out-of-scope" ? 500 : 20 }, (_, index) => ({
      intent,
      text: `${intent} ${index}`,
    })),
  );

  it("has as many of each intent, and of out of scope the same share", () => {
    const drawn = drawExamples(examples, 5, seededRandom(1));
    for (const intent of INTENTS)
      expect(drawn.filter((example) => example.intent === intent)).toHaveLength(intent === "out-of-scope" ? 125 : 5);
    expect(new Set(drawn.map(({ text }) => text)).size).toBe(drawn.length);
  });

  it("is another one with another seed, and the same with the same", () => {
    expect(drawExamples(examples, 5, seededRandom(1))).toEqual(drawExamples(examples, 5, seededRandom(1)));
    expect(drawExamples(examples, 5, seededRandom(1))).not.toEqual(drawExamples(examples, 5, seededRandom(2)));
  });
});
