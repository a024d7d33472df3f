/**
 * Makes the function that tells whether any of the keys begins with a text, or is it. Most words of a message begin none,
 * and are seen not to before anything is joined or cut.
 */
export function createBeginnings(keys: Iterable<string>): (text: string) => boolean {
  const sorted = [...keys].sort();
  return (text) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle]! < text) low = middle + 1;
      else high = middle;
    }
    return sorted[low]?.startsWith(text) ?? false;
  };
}
