import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHashIndex, NONE } from "../../src/understanding/hash-index.ts";

describe("the place of a hash", () => {
  it("is found for each of a list, and for nothing else", () => {
    const hash = fc.integer({ min: 0, max: 0xffffffff });
    fc.assert(
      fc.property(fc.uniqueArray(hash, { maxLength: 200 }), hash, (hashes, other) => {
        const placeOf = createHashIndex(Uint32Array.from(hashes));
        expect(hashes.map(placeOf)).toEqual(hashes.map((_, place) => place));
        expect(placeOf(other)).toBe(hashes.includes(other) ? hashes.indexOf(other) : NONE);
      }),
    );
  });

  it("is found where many hashes fall on the same slot", () => {
    const hashes = Array.from({ length: 50 }, (_, i) => i * 0x1000000);
    expect(hashes.map(createHashIndex(hashes))).toEqual(hashes.map((_, place) => place));
  });
});
