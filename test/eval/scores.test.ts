import { describe, expect, it } from "vitest";
import { calibrationError, confidenceBins } from "../../src/eval/calibration.ts";
import { scopeAtKept } from "../../src/eval/scope.ts";
import { accuracy, confusions, groupScores, macroF1 } from "../../src/eval/scores.ts";

const judged = (rows: [intent: string, got: string][]) =>
  rows.map(([intent, got]) => ({ intent, label: intent, got, right: intent === got }));

describe("shares of right answers", () => {
  const some = judged([
    ["a", "a"],
    ["a", "a"],
    ["a", "b"],
    ["b", "b"],
    ["c", "b"],
    ["c", "b"],
  ]);

  it("are percent of all, and 0 of nothing", () => {
    expect(accuracy(some)).toBe(50);
    expect(accuracy([])).toBe(0);
  });

  it("are told by group", () =>
    expect(groupScores(some, ({ intent }) => intent)).toEqual([
      { name: "a", questions: 3, right: (100 * 2) / 3 },
      { name: "b", questions: 1, right: 100 },
      { name: "c", questions: 2, right: 0 },
    ]));

  it("name what is confused, the most frequent first", () =>
    expect(confusions(some)).toEqual([
      { intent: "c", got: "b", times: 2 },
      { intent: "a", got: "b", times: 1 },
    ]));

  it("take another right answer for no confusion", () =>
    expect(confusions([{ intent: "a", got: "b", right: true }])).toEqual([]));

  // a: precision 1, recall 2/3; b: precision 1/4, recall 1; c: nothing
  it("count each label alike in macro-F1", () => expect(macroF1(some)).toBeCloseTo((100 * (0.8 + 0.4 + 0)) / 3, 6));
  it("are 100 when all is right, and 0 of nothing", () => {
    expect(macroF1(judged([["a", "a"]]))).toBe(100);
    expect(macroF1([])).toBe(0);
  });
});

describe("calibration", () => {
  const answers = (confidence: number, right: number, wrong: number) =>
    Array.from({ length: right + wrong }, (_, index) => ({ confidence, right: index < right }));

  it("puts every answer into one bin, the borders too", () => {
    const bins = confidenceBins([0, 0.1, 0.11, 0.5, 0.95, 1].map((confidence) => ({ confidence, right: true })));
    expect(bins).toHaveLength(10);
    expect(bins.map((bin) => bin.answers)).toEqual([2, 1, 0, 0, 1, 0, 0, 0, 0, 2]);
  });

  it("is 0 when of the answers given with 80 % confidence 80 % are right", () =>
    expect(calibrationError(confidenceBins(answers(0.8, 8, 2)))).toBeCloseTo(0, 9));

  it("weighs each bin by its answers", () =>
    expect(calibrationError(confidenceBins([...answers(0.9, 0, 3), ...answers(0.2, 1, 0)]))).toBeCloseTo(
      0.75 * 0.9 + 0.25 * 0.8,
      9,
    ));

  it("is 0 of nothing", () => expect(calibrationError(confidenceBins([]))).toBe(0));
});

describe("a threshold that keeps what is in scope", () => {
  const inside = [0.99, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1].map((inScope) => ({ outside: false, inScope }));
  const outside = [0.95, 0.45, 0.05, 0.01].map((inScope) => ({ outside: true, inScope }));

  it.each([
    [100, { threshold: 0.1, takenIn: 50, kept: 100 }],
    [90, { threshold: 0.2, takenIn: 50, kept: 90 }],
    [85, { threshold: 0.2, takenIn: 50, kept: 90 }],
    [50, { threshold: 0.6, takenIn: 25, kept: 50 }],
  ])("of %d %% is the highest there is", (keep, expected) =>
    expect(scopeAtKept([...outside, ...inside], keep)).toEqual(expected),
  );
});
