import { describe, expect, it } from "vitest";
import { MASK, maskIdNumbers } from "../../src/lib/id-number.ts";

/** Sixteen digits that belong to nobody: there is no province 99. */
const NUMBER = ["9901", "0141", "0790", "0001"].join("");

describe("numbers that belong to a person", () => {
  it.each([
    ["alone", NUMBER],
    ["in groups", `${NUMBER.slice(0, 4)} ${NUMBER.slice(4, 8)} ${NUMBER.slice(8, 12)} ${NUMBER.slice(12)}`],
    ["with dots", `${NUMBER.slice(0, 6)}.${NUMBER.slice(6, 12)}.${NUMBER.slice(12)}`],
    ["over two lines", `${NUMBER.slice(0, 8)}\n${NUMBER.slice(8)}`],
    ["with wide blanks", `${NUMBER.slice(0, 6)}\u00a0 ${NUMBER.slice(6, 12)}\t${NUMBER.slice(12)}`],
    ["with slashes and long dashes", `${NUMBER.slice(0, 6)}/${NUMBER.slice(6, 12)}–${NUMBER.slice(12)}`],
    ["with a blank after each dot", `${NUMBER.slice(0, 6)}. ${NUMBER.slice(6, 12)}. ${NUMBER.slice(12)}`],
    ["in full-width digits", NUMBER.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))],
    ["in Arabic digits", NUMBER.replace(/\d/g, (digit) => String.fromCodePoint(0x0660 + Number(digit)))],
    ["with signs that nobody sees", NUMBER.replace(/\d/g, "$&\u200b")],
    ["with other dashes and underscores", `${NUMBER.slice(0, 6)}\u2011${NUMBER.slice(6, 12)}_${NUMBER.slice(12)}`],
    ["in a sentence", `nik saya ${NUMBER}, sudah terdaftar?`],
    ["glued to a word", `nik${NUMBER}ya`],
  ])("%s: nothing of it is left", (_, text) => {
    const { text: safe, masked } = maskIdNumbers(text);
    expect(masked).toBe(true);
    expect(safe).toContain(MASK);
    expect(safe.replace(/\P{Nd}/gu, "")).toBe("");
  });

  it("hides every one of several", () => {
    expect(maskIdNumbers(`${NUMBER} dan ${NUMBER}`).text).toBe(`${MASK} dan ${MASK}`);
  });

  it.each(["081234567890", "Rp16.800 dan Rp42.000.000", "tahun 2023 sampai 2024", "12345678901234567"])(
    "leaves %s alone",
    (text) => expect(maskIdNumbers(text)).toEqual({ text, masked: false }),
  );
});
