/**
 * The nearest-rank percentile: the smallest value that at least `percent` of all values do not exceed, so it is always
 * one that was measured. Of 10 values the 90th percentile is the 9th; of fewer than 10 it is the largest.
 * `percent` is above 0 and at most 100. Undefined when there are no values.
 */
export function percentile(values: readonly number[], percent: number): number | undefined {
  if (!(percent > 0 && percent <= 100)) throw new RangeError(`a percentile lies above 0 and up to 100, not ${percent}`);
  const sorted = [...values].sort((a, b) => a - b);
  // the product first: 0.9 * 10 and its like are not exact
  return sorted[Math.ceil((percent * sorted.length) / 100) - 1];
}
