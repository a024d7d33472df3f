import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEditIndex, isOneSlip } from "../../src/understanding/edits.ts";

describe("words one slip away", () => {
  it("finds exactly those that comparing with every word would find", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c", "d"), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), word, (words, written) => {
        const slow = new Set(words.filter((known) => isOneSlip(written, known)));
        expect(new Set(createEditIndex(words).near(written))).toEqual(slow);
      }),
      { numRuns: 500 },
    );
  });

  it("puts heavier words first", () => {
    expect(createEditIndex(["iuran", "aturan", "uran"], (word) => (word === "uran" ? 9 : 1)).near("uran")).toEqual([
      "uran",
      "iuran",
    ]);
  });
});
