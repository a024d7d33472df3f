import type { Intent } from "../lib/intent.ts";
import { NEW_CHAT } from "../understanding/context.ts";
import { fold, wordsOf } from "../understanding/normalise.ts";
import type { Explain, Understand } from "../understanding/understand.ts";
import type { Example } from "./fingerprint.ts";
import type { Probe } from "./probes.ts";
import { isNegation, kindOf } from "../understanding/question-words.ts";

/** How one example is read: what is understood, and what the model alone ranks first. */
export type Reading = { intent: Intent; first: Intent };

/** An example that is in the way. `was` is what it means, `becomes` what it would be read as. */
export type Broken = { text: string; was: Intent; becomes: Intent };

export type Verdict =
  | { ok: true }
  /**
   * contradicts: an example of the same words means something else. not-learned: the new examples in `broke` are still
   * not read as what they were taught to be. breaks-others: those in `broke`, known examples or questions near to them,
   * were right and would be wrong.
   */
  | { ok: false; why: "contradicts" | "not-learned" | "breaks-others"; broke: Broken[] };

/** Share of the shipped examples that may be read wrongly after a learning though they were read rightly before. */
const MAY_FLIP = 0.0005;

/** A chat that has just begun; any day will do, as in learning. */
export const ALONE = { today: "2026-01-01", memory: NEW_CHAT };

type Understanding = { understand: Understand; explain: Explain };

/** Reads every example in a chat of its own. */
export function readAll(understanding: Understanding, examples: readonly Example[]): Reading[] {
  return examples.map(({ text }) => ({
    intent: understanding.understand(text, ALONE).intent,
    first: rankedFirst(understanding, text),
  }));
}

/** What the model alone takes a text for. */
export function rankedFirst({ explain }: Pick<Understanding, "explain">, text: string): Intent {
  return explain(text, ALONE).ranking[0]?.intent ?? "out-of-scope";
}

/**
 * Examples whose words, whatever their order and the particles between them, are those of a new one that means something
 * else: one of the two must be wrong, and no learning can tell which.
 */
export function contradictions(
  added: readonly Example[],
  known: readonly Example[],
  fillers: ReadonlySet<string>,
  keyOf = createKeys(fillers),
): Broken[] {
  const meant = new Map(added.map((example) => [keyOf(example), example.intent]));
  return [...known, ...added].flatMap((example) => {
    const becomes = meant.get(keyOf(example));
    return becomes === undefined || becomes === example.intent
      ? []
      : [{ text: example.text, was: example.intent, becomes }];
  });
}

/** Makes the function that gives examples the same key when they cannot mean different things. */
export function createKeys(
  fillers: ReadonlySet<string>,
  wordsIn = ({ text }: Example): readonly string[] => wordsOf(fold(text)),
): (example: Example) => string {
  // signs without a word mean what they mean
  return (example) => keyOf(wordsIn(example)) || example.text.trim();

  function keyOf(all: readonly string[]): string {
    const words = [...new Set(all)].sort();
    const content = words.filter((word) => !fillers.has(word));
    // of one word the fillers make what is asked: "alamat?" and "ganti alamat"
    if (content.length < 2) return words.join(" ");
    return words.filter((word) => !fillers.has(word) || kindOf(word) !== undefined || isNegation(word)).join(" ");
  }
}

/** Share of the probes read rightly before that may be read as what is taught now. */
const MAY_TURN = 0.01;

/** What was read before and after a learning; every list in the order of its examples. */
export type Compared = {
  shipped: readonly Example[];
  /** How many there are of them, where only those that can have changed are compared. */
  shippedInAll?: number;
  /** Taught before. */
  taught: readonly Example[];
  added: readonly Example[];
  /** Readings of the shipped and the taught examples. */
  before: readonly Reading[];
  /** Readings of the shipped, the taught and the added examples. */
  after: readonly Reading[];
  /** Share of the probes that may turn; where only the nearest are asked, more of them do. */
  mayTurn?: number;
  /** Questions near to the added ones that mean something else; see `probesNear`. */
  probes: readonly (Probe & { before: Intent; after: Intent })[];
};

/**
 * Compares how examples were read with how they would be read. The new ones must be right; none that was taught before
 * may turn wrong; of the shipped ones hardly any; and of the probes hardly any may turn to what is taught.
 *
 * What this sees: the probes show damage among questions near to the new ones, which the model has not got by heart.
 * Measured: a good example turns at most one probe in a thousand, eight with a wrong label already twenty. The lines
 * themselves show the gross damage that is left. A shipped one counts as broken when the model alone ranks it wrongly as
 * well: every learning goes through the examples in another order, and that moves one line in a thousand across the
 * bounds of the rules (whether a message asks two questions, say) whatever was taught.
 *
 * What it does not see: questions far from all that was ever written down; the model has seen every line it is asked
 * about here, and remembers nearly all, so this is no measure of how well it understands new ones (`npm run eval` is).
 * And a single narrow example with a wrong label passes: it changes what just these words mean, and hardly more.
 */
export function compareReadings({
  shipped,
  shippedInAll = shipped.length,
  taught,
  added,
  before,
  after,
  mayTurn = MAY_TURN,
  probes,
}: Compared): Verdict {
  const known = [...shipped, ...taught];
  if (before.length !== known.length || after.length !== known.length + added.length)
    throw new RangeError("every example needs one reading");

  const unlearned = added.flatMap((example, index) => brokenOf(example, after[known.length + index]?.intent));
  if (unlearned.length > 0) return { ok: false, why: "not-learned", broke: unlearned };

  const broken = (example: Example, index: number) =>
    before[index]?.intent === example.intent ? brokenOf(example, after[index]?.intent) : [];
  const ofTaught = taught.flatMap((example, index) => broken(example, shipped.length + index));
  const ofShipped = shipped.flatMap((example, index) =>
    before[index]?.first === example.intent && after[index]?.first !== example.intent ? broken(example, index) : [],
  );
  const broke = [
    ...ofTaught,
    ...(ofShipped.length > MAY_FLIP * shippedInAll ? ofShipped : []),
    ...turnedProbes(probes, mayTurn, new Set(added.map(({ intent }) => intent))),
  ];
  return broke.length === 0 ? { ok: true } : { ok: false, why: "breaks-others", broke };
}

/** The examples that the program reads as something else than they are to be. */
export function notLearned(added: readonly Example[], { understand }: Pick<Understanding, "understand">): Broken[] {
  return added.flatMap((example) => brokenOf(example, understand(example.text, ALONE).intent));
}

/** The probes that turned to what is taught, when they are too many. */
function turnedProbes(probes: Compared["probes"], mayTurn: number, taught: ReadonlySet<Intent>): Broken[] {
  const right = probes.filter(({ intent, before }) => before === intent);
  const turned = right.filter(({ intent, after }) => after !== intent && taught.has(after));
  if (turned.length <= mayTurn * right.length) return [];
  return turned.flatMap((probe) => brokenOf(probe, probe.after));
}

function brokenOf({ intent, text }: Example, now: Intent | undefined): Broken[] {
  return now === undefined || now === intent ? [] : [{ text, was: intent, becomes: now }];
}
