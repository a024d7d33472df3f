import { seededRandom } from "../../src/lib/hash.ts";
import { JOINED, MARKUP, MOVES, RANGES, REPEATED } from "./pieces.ts";

/** One message to try, how it was made, and the sixteen digits that were put into it. */
export type Odd = { text: string; kind: string; planted?: string };

/** Longest text that is tried, in characters. */
const LONGEST = 100_000;

/** How often a number that belongs to a person is put in. */
const PLANTED = 0.05;

/** Makes odd messages without end, out of nothing and out of questions. The same seed makes the same row. */
export function createOddMessages({ seed, questions }: { seed: number; questions: readonly string[] }): () => Odd {
  const random = seededRandom(seed);
  const below = (end: number) => Math.floor(random() * end);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const times = (count: number, make: () => string) => Array.from({ length: count }, make).join("");
  /** Mostly short, now and then as long as can be. */
  const size = (longest = LONGEST) =>
    Math.max(1, Math.floor(longest ** (random() < 0.02 ? random() : random() * 0.45)));

  function character(range: keyof typeof RANGES = pick(Object.keys(RANGES) as (keyof typeof RANGES)[])): string {
    const [first, last] = pick<readonly [number, number]>(RANGES[range]);
    return String.fromCodePoint(first + below(last - first + 1));
  }

  const word = () => times(1 + below(12), () => String.fromCharCode(97 + below(26)));
  const digits = (count: number) => times(count, () => String(below(10)));

  const makers: Record<string, () => string> = {
    "any characters": () => times(size(20_000), character),
    "one script": () => {
      const range = pick(Object.keys(RANGES) as (keyof typeof RANGES)[]);
      return times(size(20_000), () => (random() < 0.15 ? " " : character(range)));
    },
    "joined signs": () => times(size(2_000), () => pick(JOINED)),
    "marks on marks": () => word() + times(size(), () => character("marks")),
    "a long word": () => times(size(), () => String.fromCharCode(97 + below(26))),
    words: () => times(size(10_000), () => `${word()} `),
    digits: () => times(size(20_000), () => digits(1 + below(9)) + pick(["", " ", ".", ",", "-", "/", "%", " juta "])),
    markup: () => times(size(500), () => pick(MARKUP)),
    nested: () => {
      const [open, close] = pick([
        ["(", ")"],
        ["[", "]"],
        ['{"a":', "}"],
        ["<b>", "</b>"],
      ] as const);
      const depth = size(10_000);
      return open.repeat(depth) + word() + (random() < 0.5 ? close.repeat(depth) : "");
    },
    repeated: () => {
      const piece = pick(REPEATED);
      return pick(["", "iuran ", "("]) + piece.repeat(Math.ceil(size() / piece.length)) + pick(["", "!", " berapa?"]);
    },
    "repeated pieces": () => times(size(10_000), () => pick(REPEATED)),
    move: () => pick(MOVES),
    question: () => pick(questions),
    "mutated question": () => {
      let text = pick(questions);
      for (let left = 1 + below(6); left > 0; left--) text = mutated(text);
      return text;
    },
    "questions run together": () =>
      times(2 + below(30), () => `${pick(questions)}${pick([" ", "? ", "\n", "", " dan "])}`),
  };
  const KINDS = Object.keys(makers);
  // most of what is tried is like what people write: the rest finds its end in "not understood" soon
  const CHOSEN = [
    ...KINDS,
    ...Array.from({ length: 14 }, () => "mutated question"),
    "move",
    "move",
    "move",
    "repeated",
  ];

  /** The text with one thing about it changed. */
  function mutated(text: string): string {
    const at = below(text.length + 1);
    const [before, after] = [text.slice(0, at), text.slice(at)];
    return pick([
      () => before + character() + after,
      () => before + after.slice(1),
      () => before + after.charAt(1) + after.charAt(0) + after.slice(2),
      () => before + after.charAt(0).repeat(1 + size(3_000)) + after.slice(1),
      () => before + pick(REPEATED).repeat(1 + size(3_000)) + after,
      () => before + pick(JOINED) + after,
      () => before + digits(1 + below(20)) + after,
      () => text.toUpperCase(),
      () => text.replace(/[aeiou]/g, ""),
      () => text.replaceAll(" ", pick(["", "  ", "\n", "\u200b", "_"])),
      () => text.split(" ").toReversed().join(" "),
      () => [...text].toReversed().join(""),
      () => after,
      () => `${text}${pick(["?", " ", ", "])}${pick(questions)}`,
      () => `${pick(MARKUP)} ${text}`,
      () => text.split("").join(pick(["\u0301", "\u200d", " ", "."])),
    ])();
  }

  /** The same digits as people write them: together, in groups, and as no keyboard of theirs would. */
  function disguised(number: string): string {
    const between = pick(["", " ", ".", "-", "/", "\n", "\u00a0", " - ", "\u200b"]);
    const groups = pick([[16], [4, 4, 4, 4], [6, 6, 4], [2, 2, 2, 6, 4], [8, 8]]);
    let from = 0;
    const text = groups.map((length) => number.slice(from, (from += length))).join(between.slice(0, 2));
    const zero = pick([0x30, 0x30, 0x30, 0x660, 0xff10]);
    return text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
  }

  return () => {
    const kind = pick(CHOSEN);
    const text = (makers[kind] as () => string)().slice(0, LONGEST);
    if (random() >= PLANTED) return { text, kind };
    // no province has this number: it belongs to nobody
    const planted = `99${digits(14)}`;
    const at = below(text.length + 1);
    return { text: `${text.slice(0, at)} nik ${disguised(planted)} ya${text.slice(at)}`, kind, planted };
  };
}
