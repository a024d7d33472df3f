import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClosestWord } from "../../src/understanding/closest-word.ts";
import { slipCost } from "../../src/understanding/slips.ts";
import { createTwoSlipIndex } from "../../src/understanding/two-slips.ts";

describe("how unlikely a slip is", () => {
  it("is nothing for the same word", () => expect(slipCost("iuran", "iuran")).toBe(0));

  // of two ways to miswrite a word the first is likelier
  it.each([
    ["iuran", "iuuran", "iukran"],
    ["iuran", "iuarn", "iutan"],
    ["kartu", "kaetu", "kamtu"],
    ["daftar", "dafatr", "dafkar"],
    ["petani", "petabi", "petaxi"],
    ["kantor", "kntor", "kzntorr"],
    ["sopir", "sopor", "sopqr"],
    ["nelayan", "nelayn", "elayann"],
    ["buruh", "buruuh", "huruuh"],
    ["klaim", "klaimm", "kkaiim"],
  ])("%s: %s before %s", (meant, likelier, other) =>
    expect(slipCost(likelier, meant)).toBeLessThan(slipCost(other, meant)),
  );

  it("is never below nothing, and for two words that share nothing more than for one slip", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "n", "k", "u", "s"), minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(word, word, (written, meant) => {
        const cost = slipCost(written, meant);
        expect(cost === 0).toBe(written === meant);
        expect(cost).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe("words two slips away", () => {
  const WORDS = ["ketenagakerjaan", "bangunan", "penghasilan", "pendaftaran", "perusahaan", "santunan", "pedagang"];
  const letter = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz");
  const slip = fc.record({ at: fc.nat(20), what: fc.constantFrom("out", "in", "other"), letter });

  it("finds a word whatever two letters were left out, added or changed", () => {
    const index = createTwoSlipIndex(WORDS);
    fc.assert(
      fc.property(fc.constantFrom(...WORDS), fc.array(slip, { minLength: 2, maxLength: 2 }), (word, slips) => {
        const written = slips.reduce((text, { at, what, letter }) => {
          const place = at % text.length;
          const rest = text.slice(what === "in" ? place : place + 1);
          return text.slice(0, place) + (what === "out" ? "" : letter) + rest;
        }, word);
        expect(index.candidates(written)).toContain(word);
      }),
      { numRuns: 2000 },
    );
  });

  it("leaves short words alone", () => expect(createTwoSlipIndex(["iuran"]).candidates("iurannn")).toEqual([]));
});

describe("the word that was meant", () => {
  const closest = createClosestWord(
    new Map([
      ["apa", 900],
      ["sapa", 40],
      ["di", 900],
      ["dari", 500],
      ["daftar", 300],
      ["ketenagakerjaan", 80],
      ["langsung", 60],
      ["menu", 20],
      ["neng", 60],
      ["cara", 700],
      ["car", 2],
    ]),
    ["jkm", "jamsostek"],
  );

  it.each([
    ["aapa", "apa"],
    ["ddi", "di"],
    ["jkmm", "jkm"],
    ["daari", "dari"],
    ["caar", "cara"],
    ["nenu", "menu"],
    ["kettengakerjaan", "ketenagakerjaan"],
    ["laanfsung", "langsung"],
    ["jamosstke", "jamsostek"],
  ])("%s is %s", (written, word) => expect(closest(written)?.word).toBe(word));

  it.each(["xyz", "bola", "kucing", "k", ""])("%j is nothing known", (written) =>
    expect(closest(written)).toBeUndefined(),
  );
});
