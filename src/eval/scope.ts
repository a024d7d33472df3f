import type { App } from "../app.ts";
import { TODAY, type Judged } from "./judge.ts";
import { percent } from "./scores.ts";

/** How well what is none of our business is told from what is, in percent of each. */
export type ScopeScore = {
  /** Messages out of scope that were taken as in scope. */
  takenIn: number;
  /** Messages in scope that were not rejected, rightly understood or not. */
  kept: number;
};

/** One message with how much speaks for its being in scope, from 0 to 1. */
export type ScopeEvidence = { outside: boolean; inScope: number };

/** As the program decides at present. */
export function scopeAtPolicy(judged: readonly Judged[]): ScopeScore {
  const outside = judged.filter(({ intent }) => intent === "out-of-scope");
  const inside = judged.filter(({ intent }) => intent !== "out-of-scope");
  return {
    takenIn: percent(outside.filter(({ right }) => !right).length, outside.length),
    kept: percent(inside.filter(({ got, right }) => got !== "out-of-scope" || right).length, inside.length),
  };
}

/**
 * What the model alone says before any rule: one less the probability of "out-of-scope". Whole messages with one meaning
 * never ask the model, so for them it is 1.
 */
export function scopeEvidence(judged: readonly Judged[], { understanding }: Pick<App, "understanding">) {
  return judged.flatMap(({ text, intent, alsoOk, got, via }): ScopeEvidence[] => {
    // either answer is right
    if (alsoOk && [intent, ...alsoOk].includes("out-of-scope")) return [];
    const { ranking } = understanding.explain(text, { today: TODAY, memory: {} });
    const rejected = ranking.find((entry) => entry.intent === "out-of-scope")?.confidence ?? 0;
    const decided = got === "out-of-scope" ? 0 : 1;
    return [{ outside: intent === "out-of-scope", inScope: via === "model" ? 1 - rejected : decided }];
  });
}

/**
 * What would be taken in if a message were rejected below the highest threshold that keeps `keep` percent of those in
 * scope. The threshold is chosen on the same messages, so this is the best that can be had, not what a new day will show.
 */
export function scopeAtKept(messages: readonly ScopeEvidence[], keep: number): ScopeScore & { threshold: number } {
  const inside = messages
    .filter(({ outside }) => !outside)
    .map(({ inScope }) => inScope)
    .sort((a, b) => b - a);
  const outside = messages.filter((message) => message.outside);
  const threshold = inside[Math.max(0, Math.ceil((keep / 100) * inside.length) - 1)] ?? 0;
  return {
    threshold,
    takenIn: percent(outside.filter(({ inScope }) => inScope >= threshold).length, outside.length),
    kept: percent(inside.filter((inScope) => inScope >= threshold).length, inside.length),
  };
}
