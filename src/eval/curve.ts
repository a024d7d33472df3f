import { seededRandom } from "../lib/hash.ts";
import { INTENTS } from "../lib/intent.ts";
import type { Example } from "../teaching/fingerprint.ts";
import { learn } from "../understanding/learn.ts";
import { createUnderstanding, type UnderstandingParts } from "../understanding/understand.ts";
import { judge } from "./judge.ts";
import type { Noise } from "./noise.ts";
import type { TestQuestion } from "./questions.ts";
import { accuracy } from "./scores.ts";

/** What was right with so many examples of each intent, in percent; mean of the draws. */
export type CurvePoint = { perIntent: number; examples: number; right: number; noisy: number };

/** Examples of each intent to learn from. */
export const SIZES = [5, 10, 20, 40, 80] as const;

/** Random choices of the examples at each size. */
export const DRAWS = 3;

/** Learns from few examples, then from more and more. Takes half a minute and more: each draw learns a model. */
export function learningCurve({
  examples,
  questions,
  material,
  noise,
  sizes = SIZES,
  draws = DRAWS,
}: {
  examples: readonly Example[];
  questions: readonly TestQuestion[];
  material: Omit<UnderstandingParts, "model">;
  noise: Noise;
  sizes?: readonly number[];
  draws?: number;
}): CurvePoint[] {
  const noisy = questions.map((question) => ({ ...question, text: noise.apply(question.text) }));
  return sizes.map((perIntent) => {
    const runs = Array.from({ length: draws }, (_, draw) => {
      const chosen = drawExamples(examples, perIntent, seededRandom(perIntent * 1000 + draw));
      const model = learn(chosen, { ...material, intents: INTENTS, fingerprint: "curve" });
      const understanding = createUnderstanding({ ...material, model });
      return {
        examples: chosen.length,
        right: accuracy(judge(questions, { understanding })),
        noisy: accuracy(judge(noisy, { understanding })),
      };
    });
    const mean = (of: (run: (typeof runs)[number]) => number) => runs.reduce((sum, run) => sum + of(run), 0) / draws;
    return {
      perIntent,
      examples: Math.round(mean((run) => run.examples)),
      right: mean(({ right }) => right),
      noisy: mean((run) => run.noisy),
    };
  });
}

/**
 * So many examples of each intent. Of what is out of scope the same share as of the others together: it stands for the
 * rest of the world and has many times as many.
 */
export function drawExamples(examples: readonly Example[], perIntent: number, random: () => number): Example[] {
  const inScope = examples.filter(({ intent }) => intent !== "out-of-scope").length;
  const share = (perIntent * (INTENTS.length - 1)) / Math.max(1, inScope);
  return INTENTS.flatMap((intent) => {
    const all = examples.filter((example) => example.intent === intent);
    const wanted = intent === "out-of-scope" ? Math.round(share * all.length) : perIntent;
    return shuffled(all, random).slice(0, wanted);
  });
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
