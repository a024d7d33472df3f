import type { Region } from "../knowledge/schema.ts";
import { bareName } from "../lib/place-name.ts";
import { createEditIndex, type EditIndex } from "./edits.ts";
import { fold, isVowelless, skeleton, type Token } from "./normalise.ts";

/** A place named in a message. `codes` holds every place it can mean, the most likely first. */
export type RegionMention = { codes: string[]; start: number; end: number; fuzzy: boolean };

/** Finds places in a folded text. */
export type Gazetteer = { find(folded: string, tokens: readonly Token[]): RegionMention[] };

/** Words before a name that say which kind of place is meant. */
const LEVEL_WORDS: Readonly<Record<string, readonly string[]>> = {
  kabupaten: ["kabupaten", "kab", "kabup", "kbpten", "kabupatn", "kabpaten", "kabupatennya"],
  kota: ["kota", "kot", "kodya", "kotamadya", "kta"],
  provinsi: ["provinsi", "propinsi", "prov", "prop", "provinsine"],
  kecamatan: ["kecamatan", "kec"],
  desa: ["desa", "ds"],
};

/** Words after which a name that is also an everyday word is taken for a place. */
const CUES = new Set([
  "di",
  "ke",
  "dari",
  "daerah",
  "wilayah",
  "cabang",
  "domisili",
  "ing",
  "nang",
  "neng",
  "ti",
  "ka",
  "asal",
  "warga",
  "orang",
  "wong",
  "urang",
  "area",
]);

/** Shortest name that may be found through a slip; shorter ones are too near to everyday words. */
const FUZZY_LENGTH = 5;

/** Most words that one name has: "kabupaten ogan komering ulu selatan". */
const LONGEST_NAME = 6;

/**
 * Makes the finder. `everyday` are words of the language (the training vocabulary): they are never read as a misspelt
 * place, and places that are such words themselves ("batu", "malang") need a cue in front.
 */
export function createGazetteer({
  regions,
  names,
  needCue,
  everyday,
}: {
  regions: readonly Region[];
  names: (code: string) => readonly string[];
  needCue: ReadonlySet<string>;
  everyday: ReadonlySet<string>;
}): Gazetteer {
  const exact = new Map<string, Region[]>();
  const levelWords = new Set(Object.values(LEVEL_WORDS).flat());
  const skeletons = new Map<string, Set<string>>();

  function add(key: string, region: Region): void {
    const list = exact.get(key);
    if (!list) exact.set(key, [region]);
    else if (!list.includes(region)) list.push(region);
  }

  for (const region of regions) {
    for (const name of [bareName(region.name), ...names(region.code)]) {
      const key = joined(fold(name));
      add(key, region);
      for (const word of LEVEL_WORDS[region.level] ?? []) add(word + key, region);
    }
    add(joined(fold(region.name)), region);
  }
  for (const key of exact.keys()) {
    const short = skeleton(key);
    if (short.length >= 3) skeletons.set(short, (skeletons.get(short) ?? new Set()).add(key));
  }
  const index: EditIndex = createEditIndex([...exact.keys()].filter((key) => key.length >= FUZZY_LENGTH));

  function lookUp(key: string, words: readonly string[]): { regions: Region[]; fuzzy: boolean } | undefined {
    const found = exact.get(key);
    if (found) return { regions: found, fuzzy: false };
    // fuzzy: only for what is no word of the language
    const content = words.filter((word) => !levelWords.has(word));
    if (content.every((word) => everyday.has(word)) || words.some((word) => /\d/.test(word))) return undefined;
    if (words.length > 1 && everyday.has(words[0] ?? "") && !levelWords.has(words[0] ?? "")) return undefined;
    if (words.length > 1 && everyday.has(words.at(-1) ?? "")) return undefined;
    if (content.every(isVowelless)) {
      const keys = skeletons.get(key);
      const only = keys?.size === 1 ? [...keys][0] : undefined;
      if (only !== undefined && key.length >= 3) return { regions: exact.get(only) ?? [], fuzzy: true };
    }
    if (key.length < FUZZY_LENGTH) return undefined;
    const near = index.near(key).filter((candidate) => candidate[0] === key[0] || candidate.length > 6);
    if (near.length === 0) return undefined;
    const best = near[0] ?? "";
    return { regions: exact.get(best) ?? [], fuzzy: true };
  }

  return {
    find(folded, tokens) {
      const mentions: RegionMention[] = [];
      for (let i = 0; i < tokens.length;) {
        let matched = 0;
        for (let length = Math.min(LONGEST_NAME, tokens.length - i); length > 0; length--) {
          const span = tokens.slice(i, i + length);
          const first = span[0];
          const last = span.at(-1);
          if (!first || !last || /[?!;:]|[.,]\s/.test(folded.slice(first.start, last.end))) continue;
          const words = span.map(({ text }) => text);
          const hit = lookUp(words.join(""), words);
          if (!hit || hit.regions.length === 0) continue;
          if (length === 1 && needCue.has(first.text) && !CUES.has(tokens[i - 1]?.text ?? "")) continue;
          mentions.push({
            codes: hit.regions.sort(byLikelihood).map(({ code }) => code),
            start: first.start,
            end: last.end,
            fuzzy: hit.fuzzy,
          });
          matched = length;
          break;
        }
        i += matched || 1;
      }
      return mentions;
    },
  };
}

const LEVELS = ["nasional", "provinsi", "kabupaten", "kota", "kecamatan", "desa"];

/** Larger places first: who says "Jambi" means the province more often than the town. */
function byLikelihood(a: Region, b: Region): number {
  return LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || a.code.localeCompare(b.code);
}

/** A folded name without blanks and signs, as the words of a message are joined to look it up. */
function joined(folded: string): string {
  return folded.replace(/[^a-z0-9]+/g, "");
}
