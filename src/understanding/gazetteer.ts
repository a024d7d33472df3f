import type { Region } from "../knowledge/schema.ts";
import { fnv1a, fnvStep } from "../lib/hash.ts";
import { bareName } from "../lib/place-name.ts";
import { createBeginnings } from "./beginnings.ts";
import type { ClosestWord } from "./closest-word.ts";
import { createEditIndex } from "./edits.ts";
import { createHashIndex, NONE } from "./hash-index.ts";
import { fold, isVowelless, skeleton } from "./normalise.ts";
import { recalling } from "./recall.ts";
import type { Sentence } from "./sentence.ts";
import { slipCost } from "./slips.ts";

/** A place named in a message. `codes` holds every place it can mean, the most likely first. */
export type RegionMention = { codes: string[]; start: number; end: number; fuzzy: boolean };

/** Finds places in a message. */
export type Gazetteer = { find(sentence: Sentence): RegionMention[] };

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

/** So much nearer a place must be than any word of the language where nothing in front says that a place comes. */
const UNCUED = 0.5;

/** So many times one message is searched for a misspelt name: some forty unknown words, more than people write. */
const MOST_LOOKS = 200;

/** Most words that one name has: "kabupaten ogan komering ulu selatan". */
const LONGEST_NAME = 6;

/**
 * Makes the finder. `everyday` are words of the language (the training vocabulary): they are never read as a misspelt
 * place, and places that are such words themselves ("batu", "malang") need a cue in front. `closest` finds what else a
 * misspelt word may be: "daari" is "dari" and not Dairi.
 */
export function createGazetteer({
  regions,
  names,
  needCue,
  everyday,
  closest,
}: {
  regions: readonly Region[];
  names: (code: string) => readonly string[];
  needCue: ReadonlySet<string>;
  everyday: ReadonlySet<string>;
  closest: ClosestWord;
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
  /** Hashes of all names: most words of a message begin none, and are seen not to without being joined. */
  const isName = createHashIndex(Uint32Array.from(exact.keys(), (key) => fnv1a(key)));
  let longestKey = 0;
  for (const [key, list] of exact) {
    longestKey = Math.max(longestKey, key.length);
    if (list.length > 1) list.sort(byLikelihood);
    const short = skeleton(key);
    if (short.length >= 3) skeletons.set(short, (skeletons.get(short) ?? new Set()).add(key));
  }
  const index = createEditIndex([...exact.keys()].filter((key) => key.length >= FUZZY_LENGTH));

  /** The name that a misspelt one most likely is, and how far it is from that. */
  const nearest = recalling((key) => {
    const near = index
      .near(key)
      .filter((candidate) => candidate[0] === key[0] || candidate.length > 6)
      .map((name) => ({ name, cost: slipCost(key, name) }));
    return near.length === 0 ? undefined : near.reduce((a, b) => (b.cost < a.cost ? b : a));
  });

  /** Whether a misspelt word is sooner a word of the language than a place that is so far away. */
  function isSoonerAWord(written: string, cost: number, cued: boolean): boolean {
    const word = closest(written);
    return word !== undefined && !exact.has(word.word) && word.cost <= cost + (cued ? 0 : UNCUED);
  }

  const beginsName = createBeginnings(exact.keys());
  const kindOf = recalling(
    (word) =>
      (/^\d/.test(word) ? NUMBER : (everyday.has(word) ? EVERYDAY : 0) | (levelWords.has(word) ? LEVEL : 0)) |
      (beginsName(word) ? BEGINS : 0),
  );

  let looksLeft = MOST_LOOKS;

  /** The places whose name some words are, with a slip or without vowels: only for what is no word of the language. */
  function misspelt({ words }: Sentence, kinds: readonly number[], at: number, end: number): Region[] | undefined {
    let strange = false;
    for (let i = at; i < end; i++) {
      if (kinds[i]! & NUMBER) return undefined;
      strange ||= isStrange(kinds[i]!);
    }
    if (!strange) return undefined;
    if (end - at > 1 && ((kinds[at]! & (EVERYDAY | LEVEL)) === EVERYDAY || kinds[end - 1]! & EVERYDAY))
      return undefined;
    const key = words.slice(at, end).join("");
    if (words.slice(at, end).every((word, i) => kinds[at + i]! & LEVEL || isVowelless(word))) {
      const keys = skeletons.get(key);
      const only = keys?.size === 1 ? [...keys][0] : undefined;
      if (only !== undefined && key.length >= 3) return exact.get(only);
    }
    if (key.length < FUZZY_LENGTH || key.length > longestKey + 1) return undefined;
    if (looksLeft === 0) return undefined;
    looksLeft--;
    const best = nearest(key);
    if (best === undefined) return undefined;
    const cued = CUES.has(words[at - 1] ?? "") || levelWords.has(words[at - 1] ?? "");
    if (end - at === 1 && isSoonerAWord(key, best.cost, cued)) return undefined;
    return exact.get(best.name);
  }

  /** The longest name that begins at a word and ends before `limit`. */
  function nameAt(sentence: Sentence, kinds: readonly number[], at: number, limit: number): Named | undefined {
    const { words } = sentence;
    const begins = (kinds[at]! & BEGINS) !== 0;
    if (!begins && !kinds.slice(at, limit).some(isStrange)) return undefined;
    let hash = fnv1a("");
    /** Bit by bit, whether the words up to here may be a name. */
    let possible = 0;
    for (let end = at; end < (begins ? limit : at); end++) {
      const word = words[end]!;
      for (let i = 0; i < word.length; i++) hash = fnvStep(hash, word.charCodeAt(i));
      if (isName(hash >>> 0) !== NONE) possible |= 1 << (end - at);
    }
    for (let end = limit; end > at; end--) {
      const written = possible & (1 << (end - at - 1)) ? exact.get(words.slice(at, end).join("")) : undefined;
      const places = written ?? misspelt(sentence, kinds, at, end);
      if (!places) continue;
      if (end - at === 1 && needCue.has(words[at]!) && !CUES.has(words[at - 1] ?? "")) continue;
      return { places, end, fuzzy: written === undefined };
    }
    return undefined;
  }

  return {
    find(sentence) {
      const { tokens, words, until } = sentence;
      const kinds = words.map(kindOf);
      looksLeft = MOST_LOOKS;
      const mentions: RegionMention[] = [];
      for (let i = 0; i < words.length;) {
        const name = nameAt(sentence, kinds, i, Math.min(i + LONGEST_NAME, until[i]!));
        if (!name) {
          i++;
          continue;
        }
        const { places, end, fuzzy } = name;
        const codes = places.map(({ code }) => code);
        mentions.push({ codes, start: tokens[i]!.start, end: tokens[end - 1]!.end, fuzzy });
        i = end;
      }
      return mentions;
    },
  };
}

/** A name found in a message: all places that have it, and the word after its last one. */
type Named = { places: readonly Region[]; end: number; fuzzy: boolean };

// what a word may be, as bits, for looking at many of them again and again
const EVERYDAY = 1;
const LEVEL = 2;
const NUMBER = 4;
const BEGINS = 8;

/** Whether a word is none of the language. */
function isStrange(kind: number): boolean {
  return (kind & (EVERYDAY | LEVEL | NUMBER)) === 0;
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
