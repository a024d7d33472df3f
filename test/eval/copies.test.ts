import { describe, expect, it } from "vitest";
import { createNearest, isCopy } from "../../src/eval/nearest.ts";
import { readTestQuestions } from "../../src/eval/questions.ts";
import { textsOf } from "../../src/eval/texts.ts";
import { readExamples } from "../../src/knowledge/load.ts";
import { SHIPPED } from "../support/knowledge.ts";

describe("test questions", () => {
  it("are no copies of examples (npm run eval shows the closest)", async () => {
    const nearest = createNearest(await readExamples(`${SHIPPED.data}/examples`));
    const copies = (await readTestQuestions()).flatMap(({ text }) => {
      const near = nearest(text);
      return near && isCopy(text, near) ? [`${text} ~ ${near.example.text}`] : [];
    });
    expect(copies).toEqual([]);
  });
});

describe("the nearest example", () => {
  const nearest = createNearest(
    [
      "cara mendaftar jadi peserta lewat hp gimana",
      "iuran untuk petani sebulan berapa rupiah",
      "kantor cabang di Bantul buka jam berapa",
      "menu",
    ].map((text) => ({ text })),
  );

  it.each([
    ["iuran petani berapa sebulan ya", "iuran untuk petani sebulan berapa rupiah", false],
    ["IURAN untuk petani, sebulan berapa rupiah?", "iuran untuk petani sebulan berapa rupiah", true],
    ["iuran utk petani sebulan brapa rupiah", "iuran untuk petani sebulan berapa rupiah", false],
    ["gimana cara mendaftar jadi peserta lewat hp", "cara mendaftar jadi peserta lewat hp gimana", true],
    // short ones coincide by chance
    ["menu", "menu", false],
  ])("to %s", (text, example, copied) => {
    const near = nearest(text);
    expect(near?.example.text).toBe(example);
    expect(near && isCopy(text, near)).toBe(copied);
  });

  it("is 1 like the same words and 0 like something else", () => {
    expect(nearest("menu")?.likeness).toBeCloseTo(1, 6);
    expect(nearest("xyz qqq")?.likeness).toBe(0);
    expect(createNearest([])("menu")).toBeUndefined();
  });
});

describe("the texts of a file", () => {
  it("are every text and said, however deep, and lines that are no JSON", () =>
    expect(
      textsOf('{"text":"satu","intent":"menu"}\n\n{"turns":[{"said":"dua"},{"said":"tiga","id":4}]}\nempat lima\n5'),
    ).toEqual(["satu", "dua", "tiga", "empat lima", "5"]));
});
