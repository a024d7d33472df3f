import { createFeatureReader } from "./features.ts";
import { NONE } from "./hash-index.ts";

/**
 * The features that at least `rarest` messages have, by their hash in rising order, and how many have each. Only those
 * that are `wanted`.
 */
export function countFeatures(
  messages: readonly { words: readonly string[] }[],
  { rarest, wanted = () => true }: { rarest: number; wanted?: (hash: number) => boolean },
): { hash: number; seenIn: number }[] {
  const rows = new Map<number, number>();
  const seenIn: number[] = [];
  const featuresOf = createFeatureReader({
    rowOf(hash) {
      if (!wanted(hash)) return NONE;
      const row = rows.get(hash) ?? rows.size;
      if (row === rows.size) rows.set(hash, row);
      return row;
    },
    rarity: [],
  });
  for (const { words } of messages) for (const row of featuresOf(words).rows) seenIn[row] = (seenIn[row] ?? 0) + 1;
  return [...rows]
    .map(([hash, row]) => ({ hash, seenIn: seenIn[row] ?? 0 }))
    .filter((feature) => feature.seenIn >= rarest)
    .sort((a, b) => a.hash - b.hash);
}
