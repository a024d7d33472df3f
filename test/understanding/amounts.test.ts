import { describe, expect, it } from "vitest";
import { findDigits, findNumberWords, numberWord } from "../../src/understanding/amounts.ts";

describe("numbers in a message", () => {
  it.each([
    ["2 juta", [2e6]],
    ["1,5jt", [1.5e6]],
    ["1.5 jt", [1.5e6]],
    ["900.000", [9e5]],
    ["500rb", [5e5]],
    ["580 ribu dari 1,3 juta", [58e4, 1.3e6]],
    ["hubungi 081234567890 ya", []],
    ["wa saya +6281234567890", []],
    ["1.099.000", [1_099_000]],
    ["2023", [2023]],
    ["rp16.800", [16_800]],
    ["rp 16.800", [16_800]],
    ["100k sehari", [1e5]],
    ["5 yuta", [5e6]],
    [`${"3".repeat(320)} juta`, []],
  ] as const)("digits: %s", (text, values) => expect(findDigits(text).map(({ value }) => value)).toEqual(values));

  it.each([
    ["dua juta lima ratus ribu", [2.5e6]],
    ["sejuta setengah", [1.5e6]],
    ["tiga puluh", [30]],
    ["seratus dua puluh lima ribu", [125e3]],
    ["satu setengah juta", [1.5e6]],
    ["sewu", [1000]],
    ["goceng", [5e3]],
    ["rong yuta", [2e6]],
    ["setengah juta", [5e5]],
    ["sejuta dua ratus ribu", [1.2e6]],
    ["dua ratus lima puluh ribu rupiah", [250e3]],
    ["lima belas", [15]],
    ["telung", [3]],
    ["kumaha daptarna", []],
    ["tilu juta satengah", [3.5e6]],
    ["dua tiga", [2, 3]],
  ] as const)("words: %s", (text, values) => expect(findNumberWords(text).map(({ value }) => value)).toEqual(values));

  it.each([
    ["dua", 2],
    ["kalih", 2],
    ["ketiga", 3],
    ["kadua", 2],
    ["pertama", 1],
    ["sebelas", 11],
    ["setengah", undefined],
    ["nol", undefined],
    ["kelapa", undefined],
  ] as const)("%s alone means %s", (word, value) => expect(numberWord(word)).toBe(value));
});
