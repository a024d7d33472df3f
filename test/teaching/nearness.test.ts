import { describe, expect, it } from "vitest";
import { createNearness } from "../../src/teaching/nearness.ts";
import { fold, wordsOf } from "../../src/understanding/normalise.ts";

const TEXTS = ["iuran berapa sebulan", "berapa iurannya", "cara daftar lewat hp", "besok hujan"];

const nearnessTo = (...others: string[]) =>
  createNearness(TEXTS.map((text) => wordsOf(fold(text))))(others.map((text) => wordsOf(fold(text))));

/** The texts, the nearest first, without those that share nothing. */
function order(...others: string[]): string[] {
  const nearness = nearnessTo(...others);
  return [...TEXTS.keys()]
    .filter((index) => nearness[index]! > 0)
    .sort((a, b) => nearness[b]! - nearness[a]!)
    .map((index) => TEXTS[index]!);
}

describe("nearness", () => {
  it.each([
    ["iuran berapa sebulan", ["iuran berapa sebulan", "berapa iurannya"]],
    ["IURANNYA!!", ["berapa iurannya", "iuran berapa sebulan"]],
    ["daftr lwt hp", ["cara daftar lewat hp"]],
    ["selamat pagi", []],
  ])("%s", (text, expected) => expect(order(text)).toEqual(expected));

  it("is one for the same words and nought for nothing in common", () => {
    const [same, , , other] = nearnessTo("sebulan iuran berapa");
    expect(same).toBeCloseTo(1, 6);
    expect(other).toBe(0);
  });

  it("is that to the nearest of many, more than fit the bits of a number", () => {
    const many = Array.from({ length: 70 }, (_, index) => `kata${index}`);
    const alone = nearnessTo("besok hujan deras");
    expect(nearnessTo(...many, "besok hujan deras")).toEqual(alone);
    expect(nearnessTo("besok hujan deras", ...many)).toEqual(alone);
  });

  it("of nothing is nothing", () => {
    expect([...createNearness([])([["x"]])]).toEqual([]);
    expect(Math.max(...nearnessTo())).toBe(0);
    expect(Math.max(...nearnessTo("", "!!"))).toBe(0);
  });
});
