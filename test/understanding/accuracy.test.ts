import { beforeAll, describe, expect, it } from "vitest";
import { accuracy, judge, readTestQuestions, type Judged } from "../../src/eval.ts";
import { familyOf } from "../../src/lib/intent.ts";
import { readExamples } from "../../src/knowledge/load.ts";
import { testApp } from "../support/app.ts";
import { SHIPPED } from "../support/knowledge.ts";

/**
 * What may not be lost again, in percent of the project's own test questions. `npm run eval` prints the present figures;
 * these stand two points below them, so that a few new examples do not stop a commit, and a broken part does.
 */
const AT_LEAST = { all: 94.5, family: 88, style: 85 } as const;

/** Smallest group whose share means something. */
const ENOUGH = 12;

/** At most so many percent of messages that are none of our business may be taken for questions to us. */
const LET_THROUGH_AT_MOST = 9;

let judged: Judged[];
beforeAll(async () => {
  judged = judge(await readTestQuestions(), await testApp());
});

const worseThan = (bar: number, groupOf: (question: Judged) => string): string[] =>
  [...new Set(judged.map(groupOf))]
    .map((name) => judged.filter((question) => groupOf(question) === name).map((question) => ({ ...question, name })))
    .filter((group) => group.length >= ENOUGH)
    .map((group) => ({ name: group[0]?.name, right: accuracy(group) }))
    .filter(({ right }) => right < bar)
    .map(({ name, right }) => `${name}: ${right.toFixed(1)} %`);

describe("understanding, on questions the model has not seen", () => {
  it("is right in most cases", () => expect(accuracy(judged)).toBeGreaterThanOrEqual(AT_LEAST.all));
  it("is right in every family of intents", () =>
    expect(worseThan(AT_LEAST.family, ({ intent }) => familyOf(intent))).toEqual([]));
  it("is right in every style", () => expect(worseThan(AT_LEAST.style, ({ style }) => style)).toEqual([]));

  it("leaves alone what is none of our business", () => {
    const outside = judged.filter(({ intent }) => intent === "out-of-scope");
    expect(100 - accuracy(outside)).toBeLessThanOrEqual(LET_THROUGH_AT_MOST);
  });

  it("has seen none of them: no example is a near copy of a test question", async () => {
    const words = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));
    const examples = (await readExamples(`${SHIPPED.data}/examples`)).map(({ text }) => ({ text, words: words(text) }));
    const holding = new Map<string, number[]>();
    for (const [index, example] of examples.entries())
      for (const word of example.words) {
        const list = holding.get(word);
        if (list) list.push(index);
        else holding.set(word, [index]);
      }
    const copies = judged.flatMap(({ text }) => {
      const asked = words(text);
      if (asked.size < 4) return [];
      const both = new Uint16Array(examples.length);
      for (const word of asked) for (const index of holding.get(word) ?? []) both[index]! += 1;
      const near = examples.find(
        (example, index) => both[index]! / (example.words.size + asked.size - both[index]!) >= 0.8,
      );
      return near ? [`${text} ~ ${near.text}`] : [];
    });
    expect(copies).toEqual([]);
  });
});
