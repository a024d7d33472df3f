import { describe, expect, it } from "vitest";
import { createCorrector } from "../../src/understanding/corrector.ts";
import { isOneSlip } from "../../src/understanding/edits.ts";

const vocabulary = new Map([
  ["daftar", 40],
  ["iuran", 60],
  ["berapa", 80],
  ["bagaimana", 30],
  ["klaim", 20],
]);
const correct = createCorrector(vocabulary, {
  spellings: { gmn: "bagaimana", dmn: "di mana" },
  protected: ["jht", "jkk", "jamsostek"],
});

describe("correcting words that nobody has seen", () => {
  it.each([
    ["gmn", ["bagaimana"]],
    ["dmn", ["di", "mana"]],
    ["dftr", ["daftar"]],
    ["iurna", ["iuran"]],
    ["brapa", ["berapa"]],
    ["klaimm", ["klaim"]],
    ["jamsostk", ["jamsostek"]],
    ["daftar", ["daftar"]],
    ["jht", ["jht"]],
    ["_wilayah_", ["_wilayah_"]],
    ["16.800", ["16.800"]],
    ["xyz", ["xyz"]],
  ])("%s → %j", (word, words) => expect(correct(word)).toEqual(words));

  it.each([
    ["iuran", "iurna", true],
    ["iuran", "iuan", true],
    ["iuran", "iurran", true],
    ["iuran", "ioran", true],
    ["iuran", "urian", false],
    ["iuran", "iurannya", false],
    ["a", "b", true],
  ])("%s and %s are one slip apart: %s", (a, b, near) => expect(isOneSlip(a, b)).toBe(near));
});
