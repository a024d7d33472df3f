import { describe, expect, it } from "vitest";
import { INTENTS, type Intent } from "../../src/lib/intent.ts";
import { contributions } from "../../src/understanding/explain.ts";
import { createClassifier } from "../../src/understanding/model.ts";
import { train, type TrainingMessage } from "../../src/understanding/train.ts";
import { testApp, TODAY } from "../support/app.ts";

const MESSAGES: TrainingMessage[] = Object.entries({
  "registration.how": ["cara daftar gimana", "mau daftar lewat hp", "daftar jadi peserta"],
  "contribution.amount": ["iuran berapa sebulan", "berapa bayar iuran", "iuran _kerja_ berapa"],
  "out-of-scope": ["besok hujan tidak", "cuaca hari ini", "hujan deras sekali"],
}).flatMap(([intent, texts]) => texts.map((text) => ({ intent: intent as Intent, words: text.split(" ") })));

const model = train(MESSAGES, INTENTS, "test");
const classify = createClassifier(model);

/** How far the likeliest intent is ahead of the next one, by what is told and by what the classifier says. */
function distances(text: string): { told: number; said: number } {
  const words = text.split(" ").filter(Boolean);
  const [first, second] = classify(words);
  if (!first || !second) throw new Error("nothing was ranked");
  const told = contributions(model, words, [first.intent, second.intent]);
  return {
    told: told.reduce((sum, { lead }) => sum + lead, 0),
    said: Math.log(first.confidence / second.confidence),
  };
}

describe("what weighed", () => {
  it.each(["cara daftar", "iuran berapa ya", "iuran iuran iuran", "_kerja_ iuran _wilayah_", "hujan", "xyz", "", "a"])(
    'adds up to the whole distance of the two intents: "%s"',
    (text) => {
      const { told, said } = distances(text);
      expect(told).toBeCloseTo(said, 3);
    },
  );

  it("names words, and the words whose pieces they are, the most telling first", () => {
    const told = contributions(model, ["iuran", "berapa"], ["contribution.amount", "registration.how"]);
    const names = told.map(({ kind, name }) => `${kind} ${name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(["word berapa", "word iuran", "pieces berapa", "pieces iuran"]));
    expect(told.filter(({ kind }) => kind === "start")).toHaveLength(1);
    expect(told.map(({ weight }) => weight)).toEqual(told.map(({ weight }) => weight).toSorted((a, b) => b - a));
    expect(told.find(({ name }) => name === "iuran")?.lead).toBeGreaterThan(0);
  });

  it("leaves out what training has never seen", () => {
    const told = contributions(model, ["qqq"], ["contribution.amount", "registration.how"]);
    expect(told.map(({ kind }) => kind)).toEqual(["start"]);
  });
});

describe("why, of the shipped model", () => {
  it("adds up there as well, and tells corrections and the rule", async () => {
    const { understanding } = await testApp();
    const { ranking, weighed, changed, words, question, rule, asked } = understanding.why("Halo kak, caar dafttar?", {
      today: TODAY,
      memory: {},
    });
    const [first, second] = ranking;
    const said = Math.log((first?.confidence ?? 0) / (second?.confidence ?? 0));
    expect(weighed.reduce((sum, { lead }) => sum + lead, 0)).toBeCloseTo(said, 2);
    expect(question).toMatch(/caar dafttar\?$/);
    expect(words.slice(-2)).toEqual(["cara", "daftar"]);
    expect(changed).toEqual(expect.arrayContaining([{ from: "caar", to: "cara" }]));
    expect(asked.intent).toBe("registration.how");
    expect(weighed.map(({ kind, name }) => `${kind} ${name}`)).toEqual(
      expect.arrayContaining(["word daftar", "pieces daftar", "pair cara daftar", "pair daftar (end)"]),
    );
    expect(rule).toBeUndefined();
  });
});
