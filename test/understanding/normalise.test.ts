import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold, isVowelless, skeleton, tokenise, wordsOf } from "../../src/understanding/normalise.ts";

describe("the plain form of a message", () => {
  it.each([
    ["GIMANA Caranya??", "gimana caranya??"],
    ["iyaaaa doooong", "iya dong"],
    ["anak2 saya", "anak saya"],
    ["Jum'at", "jumat"],
    ["waé ogé", "wae oge"],
    ["daftar\u0000\u0007di\u200bmana", "daftar di mana"],
    ["  banyak \n\n baris ", "banyak baris"],
    ["９０ persen", "90 persen"],
    ["9 jt", "9 jt"],
    ["k4rtu b1k1n l4gi", "kartu bikin lagi"],
    ["0j0l b0leh ikut?", "ojol boleh ikut?"],
    [
      "2jt3rb, 500rb, jam8, tgl1jan, rt3kel, covid19, p3k, a4, S1nya",
      "2jt3rb, 500rb, jam8, tgl1jan, rt3kel, covid19, p3k, a4, s1nya",
    ],
  ])("%j reads %j", (written, folded) => expect(fold(written)).toBe(folded));

  it("knows where each word stands", () => {
    const folded = fold("Iuran 16.800, ya?");
    expect(tokenise(folded).map(({ start, end }) => folded.slice(start, end))).toEqual(["iuran", "16.800", "ya"]);
  });

  it("cuts words, numbers and names of types out of anything", () => {
    const signs = fc.string({ unit: fc.constantFrom("a", "z", "_", "1", "0", ".", ",", " ", "?", "-", "é", "🙏") });
    fc.assert(
      fc.property(signs, (text) => {
        const words = text.match(/_[a-z]+_|[a-z]+|\d+(?:[.,]\d+)*/g) ?? [];
        expect(wordsOf(text)).toEqual(words);
        expect(tokenise(text).map((token) => [token.text, text.slice(token.start, token.end)])).toEqual(
          words.map((word) => [word, word]),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it("is found at once where there is nothing to do", () => {
    const unit = fc.constantFrom("a", "b", "2", " ", "n", "y", ".", "'", "A", "\n", "é");
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        const slow = text
          .normalize("NFKD")
          .replace(/\p{M}+/gu, "")
          .toLowerCase()
          .replace(/['’‘`´]/g, "")
          .replace(/[\p{Cc}\p{Cf}]+/gu, " ")
          .replace(/\b([a-z]{3,})2(?=nya\b|\b)/g, "$1")
          .replace(/([a-z])\1{2,}/g, "$1")
          .replace(/\s+/g, " ")
          .trim();
        expect(fold(text)).toBe(slow);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ["daftar", "dftr"],
    ["dftr", "dftr"],
    ["iuran", "irn"],
  ])("the skeleton of %s is %s", (word, short) => expect(skeleton(word)).toBe(short));

  it("tells shorthand from words", () => {
    expect(["dftr", "brp", "umr"].every(isVowelless)).toBe(true);
    expect(["daftar", "a", "apa"].some(isVowelless)).toBe(false);
  });
});
