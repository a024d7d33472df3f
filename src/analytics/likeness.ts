/** Questions that ask nearly the same. */
export type LikeGroup = {
  /** Ascending. */
  ids: number[];
  /** The most typical of them, as it was written. */
  text: string;
};

/**
 * How near a question must be to the middle of a group to belong to it, from 0 (nothing in common) to 1 (the same).
 * Measured on the table of test/analytics/likeness.test.ts: lower joins different questions, higher parts the same one.
 */
const NEAR = 0.5;

/** How much words and pieces of words count. Pieces are what a word and its misspelling have in common. */
const WEIGHTS = { word: 1, piece: 1 } as const;

/** Characters of a piece, the borders of the word included. */
const PIECE = 3;

/** Groups that a question is compared with are found by this many of its heaviest features. */
const KEYS = 10;

/** Feature number → value. */
type Vector = ReadonlyMap<number, number>;

/** One question; the numbers of its heaviest features are its keys. */
type Entry = { id: number; text: string; vector: Vector; keys: readonly number[] };

/** Some entries, the sum of their vectors and its length. */
type Group = { members: Entry[]; sum: Map<number, number>; length: number };

/**
 * Puts questions that ask nearly the same together, the largest group first. A question is compared with the middle of
 * a group, never with its nearest member alone, so that no chain of small steps joins what is far apart. Words count by
 * how rare they are among these questions. `wordsOf` cuts a text into the words that matter, best without fillers.
 * Deterministic, whatever the order; 5,000 questions take a few seconds.
 */
export function groupByLikeness(
  questions: readonly { id: number; text: string }[],
  wordsOf: (text: string) => readonly string[],
): LikeGroup[] {
  const entries = entriesOf(
    [...questions].sort((a, b) => a.id - b.id),
    wordsOf,
  );
  const first = gather(entries.map((entry) => groupOf([entry])));
  // now that the middles are known: each question to the nearest of them, then what has come close together
  const settled = gather(reassign(entries, first));
  return settled
    .map(({ members, sum }) => ({
      ids: members.map(({ id }) => id).sort((a, b) => a - b),
      text: typical(members, sum),
    }))
    .sort((a, b) => b.ids.length - a.ids.length || (a.ids[0] ?? 0) - (b.ids[0] ?? 0));
}

function entriesOf(
  questions: readonly { id: number; text: string }[],
  wordsOf: (text: string) => readonly string[],
): Entry[] {
  const numbers = new Map<string, number>();
  const seenIn: number[] = [];
  const numberOf = (feature: string) => {
    const number = numbers.get(feature) ?? numbers.size;
    numbers.set(feature, number);
    return number;
  };
  const counted = questions.map(({ text }) => {
    const words = wordsOf(text);
    // nothing but signs: only the very same is like it
    const features = featuresOf(words.length > 0 ? words : [text.trim()], numberOf);
    for (const number of features.keys()) seenIn[number] = (seenIn[number] ?? 0) + 1;
    return features;
  });
  return questions.map(({ id, text }, index) => {
    const vector = new Map<number, number>();
    let squares = 0;
    for (const [number, weight] of counted[index] ?? []) {
      const value = weight * Math.log(1 + questions.length / (seenIn[number] ?? 1));
      vector.set(number, value);
      squares += value * value;
    }
    const length = Math.sqrt(squares) || 1;
    for (const [number, value] of vector) vector.set(number, value / length);
    const keys = [...vector].sort(([, a], [, b]) => b - a).slice(0, KEYS);
    return { id, text, vector, keys: keys.map(([number]) => number) };
  });
}

/** Words and their pieces with their weight; the pieces of a long word together weigh like those of a short one. */
function featuresOf(words: readonly string[], numberOf: (feature: string) => number): Map<number, number> {
  const features = new Map<number, number>();
  for (const word of new Set(words)) {
    features.set(numberOf(`=${word}`), WEIGHTS.word);
    const bordered = `<${word}>`;
    const weight = WEIGHTS.piece / Math.sqrt(Math.max(1, bordered.length - PIECE + 1));
    for (let at = 0; at + PIECE <= bordered.length; at++) {
      const number = numberOf(bordered.slice(at, at + PIECE));
      features.set(number, Math.max(weight, features.get(number) ?? 0));
    }
  }
  return features;
}

/** Joins each group to the nearest one before it that is near enough. */
function gather(groups: readonly Group[]): Group[] {
  const index = createIndex();
  for (const group of groups) {
    const near = index.nearest(group.sum, group.length, keysOf(group));
    if (near) index.join(near, group);
    else index.add(group);
  }
  return index.groups;
}

/** Each entry to the group whose middle is nearest; alone where none is near enough any more. Large groups first. */
function reassign(entries: readonly Entry[], groups: readonly Group[]): Group[] {
  const index = createIndex();
  for (const group of groups) index.add(group);
  const members = new Map<Group | Entry, Entry[]>();
  for (const entry of entries) {
    const place = index.nearest(entry.vector, 1, entry.keys) ?? entry;
    const list = members.get(place);
    if (list) list.push(entry);
    else members.set(place, [entry]);
  }
  return [...members.values()].map(groupOf).sort((a, b) => b.members.length - a.members.length);
}

/** Groups that can be looked up by a vector without comparing it with all: only with those that share a key. */
function createIndex() {
  const groups: Group[] = [];
  const byKey = new Map<number, Set<Group>>();
  const list = (keys: Iterable<number>, group: Group) => {
    for (const key of keys) {
      const sharing = byKey.get(key);
      if (sharing) sharing.add(group);
      else byKey.set(key, new Set([group]));
    }
  };

  return {
    groups,
    add(group: Group): void {
      groups.push(group);
      list(keysOf(group), group);
    },
    join(into: Group, group: Group): void {
      into.members.push(...group.members);
      for (const [number, value] of group.sum) into.sum.set(number, (into.sum.get(number) ?? 0) + value);
      into.length = lengthOf(into.sum);
      list(keysOf(group), into);
    },
    nearest(vector: Vector, length: number, keys: Iterable<number>): Group | undefined {
      const sharing = new Set<Group>();
      for (const key of keys) for (const group of byKey.get(key) ?? []) sharing.add(group);
      let best: Group | undefined;
      let nearness = NEAR;
      for (const group of sharing) {
        const cosine = dot(vector, group.sum) / (length * group.length);
        // by a hair's breadth more: sums in another order must not decide
        if (cosine < nearness + 1e-9) continue;
        nearness = cosine;
        best = group;
      }
      return best;
    },
  };
}

function keysOf({ members }: Group): Set<number> {
  return new Set(members.flatMap(({ keys }) => keys));
}

function groupOf(members: Entry[]): Group {
  const sum = new Map<number, number>();
  for (const { vector } of members)
    for (const [number, value] of vector) sum.set(number, (sum.get(number) ?? 0) + value);
  return { members, sum, length: lengthOf(sum) };
}

function typical(members: readonly Entry[], middle: Vector): string {
  let best = "";
  let nearness = -1;
  for (const { vector, text } of members) {
    const cosine = dot(vector, middle);
    if (cosine < nearness + 1e-9) continue;
    nearness = cosine;
    best = text;
  }
  return best;
}

function dot(a: Vector, b: Vector): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [number, value] of small) sum += value * (large.get(number) ?? 0);
  return sum;
}

function lengthOf(vector: Vector): number {
  let squares = 0;
  for (const value of vector.values()) squares += value * value;
  return Math.sqrt(squares);
}
