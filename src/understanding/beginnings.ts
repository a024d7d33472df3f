import { lowerBound } from "../lib/lower-bound.ts";

/**
 * Makes the function that tells whether any of the keys begins with a text, or is it. Most words of a message begin none,
 * and are seen not to before anything is joined or cut.
 */
export function createBeginnings(keys: Iterable<string>): (text: string) => boolean {
  const sorted = [...keys].sort();
  return (text) => sorted[lowerBound(sorted, text)]?.startsWith(text) ?? false;
}
