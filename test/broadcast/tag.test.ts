import { describe, expect, it } from "vitest";
import { LONGEST_TAG, TagError, tagOf } from "../../src/broadcast/tag.ts";

describe("a tag", () => {
  it.each([
    ["petani", "petani"],
    [" Petani ", "petani"],
    ["KELOMPOK-TANI-3", "kelompok-tani-3"],
    ["2026", "2026"],
    ["20261210", "20261210"],
    ["ｐｅｔａｎｉ", "petani"],
    ["a".repeat(LONGEST_TAG), "a".repeat(LONGEST_TAG)],
  ])("%j is kept as %s", (word, tag) => expect(tagOf(word)).toBe(tag));

  it.each([
    ["", '"": a tag is one word'],
    ["ibu rumah", '"ibu rumah": a tag is one word'],
    ["petani!", '"petani!": a tag is one word'],
    ["-petani", '"-petani": a tag is one word'],
    ["a,b", '"a,b": a tag is one word'],
    ["b".repeat(LONGEST_TAG + 1), `"${"b".repeat(LONGEST_TAG)}…": a tag has at most 40 characters.`],
  ])("%j is none, and named", (word, message) => {
    expect(() => tagOf(word)).toThrow(TagError);
    expect(() => tagOf(word)).toThrow(message);
  });

  it.each(["3402011234567890", "081234567890", "34-02-01-12-34-56-7890"])("%s is none, and not shown", (word) => {
    expect(() => tagOf(word)).toThrow(/at most 8 digits/);
    expect(() => tagOf(word)).not.toThrow(word);
  });
});
