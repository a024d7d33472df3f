import { describe, expect, it } from "vitest";
import { attacksOn, written, type Attack } from "./attacks.ts";
import { surelyOver } from "./cpu.ts";
import { builtBy, filesOf, literalsIn, type Pattern } from "./patterns.ts";

/** Rooms through which the words of people go. */
const ROOMS = ["understanding", "answers", "router", "broadcast", "lib", "conversation", "contacts"];

/**
 * These read folded texts, in which no two blanks stand side by side (fold() in normalise.ts). What reads a text as it was
 * written is not among them.
 */
const READS_FOLDED = /^understanding\/(?!normalise|whole-message|understand|teaching)/;

/**
 * Lengths at which an attack is tried, growing: a pattern that doubles its work with each character is found out before
 * it would take hours.
 */
const LENGTHS = [...Array.from({ length: 11 }, (_, step) => Math.round(16 * 1.4 ** step)), 6000];

/** A pattern that looks at each character a few times takes less than a millisecond for the longest of them. */
const LIMIT_MS = 10;

/** How many texts of each pattern are taken apart, and how many attacks on it are tried. */
const [MATCHES, MOST_ATTACKS] = process.env["FUZZ_MESSAGES"] === undefined ? [2, 45] : [12, Infinity];

/** The first attack that keeps a pattern busy for too long, told in words; undefined when there is none. */
function downfallOf({ where, pattern }: Pattern): string | undefined {
  const all = attacksOn(pattern, MATCHES);
  const every = Math.max(1, all.length / MOST_ATTACKS);
  for (const attack of all.filter((_, index) => Math.floor(index / every) > Math.floor((index - 1) / every)))
    for (const length of LENGTHS) {
      const text = attackText(attack, length, READS_FOLDED.test(where));
      const ms = surelyOver(LIMIT_MS, () => apply(pattern, text));
      if (ms > LIMIT_MS)
        return `${where} ${String(pattern)}: ${ms.toFixed(0)} ms for ${text.length} characters of ${JSON.stringify(attack)}`;
    }
  return undefined;
}

function attackText(attack: Attack, length: number, folded: boolean): string {
  const text = written(attack, length);
  return folded ? text.replace(/\s+/g, " ").trim() : text;
}

/** Everywhere in the text, as replace and matchAll look for it; else once. */
function apply(pattern: RegExp, text: string): void {
  pattern.lastIndex = 0;
  if (pattern.global) text.replace(pattern, "");
  else pattern.test(text);
}

describe("patterns, however long and odd the text", () => {
  it("all of them take time in proportion to its length", { timeout: 600_000 }, async () => {
    const files = filesOf(ROOMS);
    const patterns = [...files.flatMap(literalsIn), ...(await builtBy(files))];
    expect(patterns.length).toBeGreaterThan(200);
    expect(patterns.filter(({ where }) => where.includes("built")).length).toBeGreaterThan(15);
    const found: string[] = [];
    for (const pattern of patterns) {
      found.push(...[downfallOf(pattern) ?? []].flat());
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(found).toEqual([]);
  });

  it.each([
    ["work that doubles with each character", /^(?:a+)+$/],
    ["the same, hidden in words", /^(?:halo|hal|o|\s)+!$/],
    ["two ways to read each sign", /(?:\w|\d)*;/],
    ["a look ahead from every blank", /\s*[([]kode[)\]]/],
    ["an end that is looked for from every dot", /[.,\s]+$/],
    ["blanks beside blanks", /^\s*(\d{1,2})\s*[.)]?\s*$/],
    ["an address without an end", /\S+@\S+/],
  ])("%s is found out", (_, pattern) => {
    expect(downfallOf({ where: "here", pattern })).toMatch(/^here .* ms for \d+ characters/s);
  });

  it.each([/^\s+/, /\p{L}+/gu, /\b(?:di|ke)\s{1,3}\w+/g, /(?<![.,\s])[.,\s]+$/])("%s is fine", (pattern) =>
    expect(downfallOf({ where: "here", pattern })).toBeUndefined(),
  );
});
