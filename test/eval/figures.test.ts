import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compareFigures, drops, figuresOf, readFigures, writeFigures, type Figures } from "../../src/eval/figures.ts";
import { judge } from "../../src/eval/judge.ts";
import { createNoises } from "../../src/eval/noise.ts";
import { readTestQuestions } from "../../src/eval/questions.ts";
import { readSmsForms } from "../../src/eval/sms-forms.ts";
import { testApp } from "../support/app.ts";

describe("understanding, against the committed figures", () => {
  // when it has, and that is meant: npm run eval -- --commit
  it("has become worse in nothing", async () => {
    const app = await testApp();
    const judged = judge(await readTestQuestions(), app);
    const now = figuresOf(judged, app, createNoises(await readSmsForms()));
    expect(drops(compareFigures(await readFigures(), now))).toEqual([]);
  });
});

describe("comparing figures", () => {
  const committed: Figures = { right: 95, rightMixedNoise: 90, outOfScopeTakenIn: 3, inScopeRejected: 1.5 };

  it.each<[string, Partial<Figures>, string[]]>([
    ["nothing, when all is as it was", {}, []],
    ["nothing, up to a point", { right: 94, rightMixedNoise: 89, outOfScopeTakenIn: 4, inScopeRejected: 2.5 }, []],
    ["nothing that became better", { right: 99, rightMixedNoise: 97, outOfScopeTakenIn: 0, inScopeRejected: 0 }, []],
    ["less that is right", { right: 93.9 }, ["right intent: 95.0 % committed, 93.9 % now"]],
    [
      "less that is right when written badly",
      { rightMixedNoise: 88 },
      ["right intent, mixed noise: 90.0 % committed, 88.0 % now"],
    ],
    [
      "more that is none of our business",
      { outOfScopeTakenIn: 4.2 },
      ["out of scope taken as in scope: 3.0 % committed, 4.2 % now"],
    ],
    ["more that is turned away", { inScopeRejected: 9 }, ["in scope rejected: 1.5 % committed, 9.0 % now"]],
  ])("tells of %s", (_, change, told) =>
    expect(drops(compareFigures(committed, { ...committed, ...change }))).toEqual(told),
  );

  it("comes back from its file, to a hundredth", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sapa-figures-"));
    try {
      const path = join(folder, "figures.json");
      await writeFigures({ ...committed, right: 95.12345 }, path);
      expect(await readFigures(path)).toEqual({ ...committed, right: 95.12 });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
