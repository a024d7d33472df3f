import { describe, expect, it } from "vitest";
import { fold, isVowelless, skeleton, tokenise } from "../../src/understanding/normalise.ts";

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
  ])("%j reads %j", (written, folded) => expect(fold(written)).toBe(folded));

  it("knows where each word stands", () => {
    const folded = fold("Iuran 16.800, ya?");
    expect(tokenise(folded).map(({ start, end }) => folded.slice(start, end))).toEqual(["iuran", "16.800", "ya"]);
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
