import { sentenceOf } from "../understanding/sentence.ts";
import { onceEach } from "../lib/once-each.ts";
import { adapt } from "../understanding/adapt.ts";
import { encodeModel } from "../understanding/model.ts";
import { fold, wordsOf } from "../understanding/normalise.ts";
import { createReader } from "../understanding/reader.ts";
import type { UnderstandingParts } from "../understanding/understand.ts";
import { ALONE, contradictions, createKeys, type Verdict } from "./check.ts";
import { examplesWithTaught, type Example } from "./fingerprint.ts";
import { receive, received, type SentMaterial } from "./job.ts";
import { createNearness } from "./nearness.ts";
import { wordsLeftOut } from "./probes.ts";
import { checkQuickly, createSight, type Message } from "./quick-check.ts";

/** What stays the same from one teaching to the next. */
export type QuickSetup = { shipped: readonly Example[]; material: SentMaterial };

/** One teaching. */
export type QuickJob = {
  /** Taught before. */
  taught: readonly Example[];
  /** To be tried. */
  added: readonly Example[];
  /** The model in use, encoded. */
  model: Uint8Array;
  /** Name of the model that comes of it. */
  fingerprint: string;
};

/** The adapted model, or what stands against it. */
export type QuickResult = { ok: true; model: Uint8Array<ArrayBuffer> } | Extract<Verdict, { ok: false }>;

/** Examples that are gone through again together with the new ones, so that they are not unlearned. */
const REPLAY = {
  /** Of those that mean something else, and of those that mean the same, the nearest. */
  others: 220,
  same: 40,
  /** From all over, wherever they are. */
  spread: 140,
  /** Of those taught before, the nearest. */
  taught: 100,
} as const;

/** So many of the nearest shipped examples are compared besides those gone through again. */
const COMPARED = 300;

/** Examples near to the new ones that are asked about with words left out. */
const PROBED = 60;

/**
 * Makes the quick learning: the model in use is adapted to the new examples and compared with what it was, on the new
 * ones, on questions near to them, and on the known examples that share most with them. What is far from all that was
 * taught is left to the check of the whole learning, which follows later; and what the program with its rules makes of
 * the new ones (`notLearned`) is seen quicker where it is running.
 */
export function createQuickLearning({ shipped, material }: QuickSetup): (job: QuickJob) => QuickResult {
  const parts = receive(material);
  const wordsIn = onceEach(({ text }: Example) => wordsOf(fold(text)));
  const fillers = new Set(material.lexicon.fillers);
  const keyOf = onceEach(createKeys(fillers, wordsIn));
  const nearnessOf = createNearness(shipped.map(wordsIn));
  return ({ taught, added, model: bytes, fingerprint }) => {
    const against = contradictions(added, [...shipped, ...taught], fillers, keyOf);
    if (against.length > 0) return { ok: false, why: "contradicts", broke: against };
    const model = received(bytes);
    const gained = examplesWithTaught([...shipped, ...taught], added).slice(shipped.length + taught.length);
    const messageOf = createMessageReader(parts, withWords(model.vocabulary, gained));

    const meant = new Set(added.map(({ intent }) => intent));
    const near = nearest(shipped, nearnessOf(added.map(wordsIn)));
    const others = near.filter(({ intent }) => !meant.has(intent));
    const replayed = new Set([
      ...others.slice(0, REPLAY.others),
      ...near.filter(({ intent }) => meant.has(intent)).slice(0, REPLAY.same),
      ...spread(shipped, REPLAY.spread),
    ]);
    const nearTaught = nearest(taught, createNearness(taught.map(wordsIn))(added.map(wordsIn))).slice(0, REPLAY.taught);

    const next = adapt(model, {
      added: gained.map(messageOf),
      replay: [...replayed, ...nearTaught].map(messageOf),
      known: shipped.length + taught.length,
      fingerprint,
    });

    const compared = [...new Set([...replayed, ...near.slice(0, COMPARED)])];
    const verdict = checkQuickly({
      before: createSight(parts, model, messageOf),
      after: createSight(parts, next, messageOf),
      shipped: compared,
      shippedInAll: shipped.length,
      taught: nearTaught,
      added,
      probes: wordsLeftOut(others.slice(0, PROBED), [...near.slice(0, COMPARED), ...added]),
    });
    return verdict.ok ? { ok: true, model: encodeModel(next) } : verdict;
  };
}

/** Cuts examples into words as learning does; each once. */
function createMessageReader(
  parts: Omit<UnderstandingParts, "model">,
  vocabulary: ReadonlyMap<string, number>,
): (example: Example) => Message {
  const reader = createReader({ ...parts, vocabulary });
  return onceEach(({ intent, text }: Example) => ({
    intent,
    words: reader.read(sentenceOf(reader.question(text)), text, ALONE.today).rawWords,
  }));
}

/** The vocabulary with the words of further examples. */
function withWords(vocabulary: ReadonlyMap<string, number>, examples: readonly Example[]): Map<string, number> {
  const more = new Map(vocabulary);
  for (const { text } of examples) for (const word of wordsOf(fold(text))) more.set(word, (more.get(word) ?? 0) + 1);
  return more;
}

/** Those that share anything with what is taught, the nearest first. */
function nearest(examples: readonly Example[], nearness: Float64Array): Example[] {
  return [...examples.keys()]
    .filter((index) => nearness[index]! > 0)
    .sort((a, b) => nearness[b]! - nearness[a]! || a - b)
    .flatMap((index) => examples[index] ?? []);
}

/** So many from all over, evenly. */
function spread<T>(list: readonly T[], count: number): T[] {
  return Array.from({ length: Math.min(count, list.length) }, (_, place) =>
    Math.floor(((place + 0.5) * list.length) / Math.min(count, list.length)),
  ).flatMap((index) => list[index] ?? []);
}
