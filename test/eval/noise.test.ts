import { describe, expect, it } from "vitest";
import { createNoises, MIXED_NOISE, type Noise } from "../../src/eval/noise.ts";
import { readTestQuestions } from "../../src/eval/questions.ts";
import { readSmsForms } from "../../src/eval/sms-forms.ts";

const noises = createNoises(await readSmsForms());
const texts = (await readTestQuestions()).map(({ text }) => text);

const noise = (name: string): Noise => {
  const found = noises.find((one) => one.name === name);
  if (!found) throw new Error(`no noise called ${name}`);
  return found;
};

/** Least number of letters left out, added or changed that make one text of the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}

describe("noise", () => {
  it.each(noises)("$name is the same every time and changes most messages", ({ apply }) => {
    expect(texts.map(apply)).toEqual(texts.map(apply));
    const changed = texts.filter((text) => apply(text) !== text).length;
    expect(changed / texts.length).toBeGreaterThan(0.6);
  });

  it.each([
    ["5 % typos", 0.05],
    ["10 % typos", 0.1],
  ])("%s mistypes about that share of the letters", (name, share) => {
    const { apply } = noise(name);
    const some = texts.slice(0, 400);
    const letters = some.join("").match(/[a-z]/gi)?.length ?? 0;
    const slips = some.reduce((sum, text) => sum + distance(text, apply(text)), 0);
    // a swap of two letters is two changes here, and one of two letters that are alike is none
    expect(slips / letters).toBeGreaterThan(share * 0.85);
    expect(slips / letters).toBeLessThan(share * 1.4);
  });

  it("leaves figures alone", () => {
    const figures = (text: string) => text.replace(/\D/g, "");
    for (const name of ["10 % typos", "vowels dropped"])
      for (const text of texts) expect(figures(noise(name).apply(text))).toBe(figures(text));
  });

  it("drops vowels of long words only, and never a first letter", () => {
    const { apply } = noise("vowels dropped");
    const changed = texts.flatMap((text) =>
      (apply(text).match(/[a-z]+/gi) ?? []).filter((word) => !text.includes(word)),
    );
    expect(changed.length).toBeGreaterThan(1000);
    expect(changed.filter((word) => !/^[a-z][^aeiou]*$/i.test(word))).toEqual([]);
  });

  it("writes short forms from the list, doubled words with a 2", () => {
    const [, , , sms] = createNoises({ tidak: ["gk"], sudah: ["udh"] });
    const written = Array.from({ length: 40 }, (_, index) => sms?.apply(`tidak sudah anak-anak ${index}`));
    expect(written.every((text) => /^(?:tidak|gk) (?:sudah|udh) anak2 \d+$/.test(text ?? ""))).toBe(true);
    expect(new Set(written.map((text) => text?.replace(/ \d+$/, ""))).size).toBeGreaterThan(2);
  });

  it("has the one whose figure is kept", () => expect(noises.map(({ name }) => name)).toContain(MIXED_NOISE));
});
