import { describe, expect, it } from "vitest";
import { countText, numberText, percentText, rupiahText, rupiahWords } from "../../src/lib/numbers.ts";

describe("numbers as Indonesians write them", () => {
  it.each([
    [37.77, "37,77 persen"],
    [31, "31 persen"],
    [25.23, "25,23 persen"],
  ])("%d as a share", (value, text) => expect(percentText(value)).toBe(text));

  it.each([
    [115463, "115.463"],
    [580_000, "580 ribu"],
    [5_900_000, "5,9 juta"],
    [4_960_000, "4,96 juta"],
    [40_196_096, "40.196.096"],
    [1_562, "1.562"],
    [7_690_000_000_000, "7,69 triliun"],
    [26, "26"],
  ])("%d as a count loses nothing", (value, text) => expect(countText(value)).toBe(text));

  it("money", () => {
    expect(rupiahText(16_800)).toBe("Rp16.800");
    expect(rupiahWords(42_000_000)).toBe("Rp42 juta");
    expect(numberText(0)).toBe("0");
  });
});
