import type { FeatureVector } from "./features.ts";

/**
 * Writes the probability of each column, by softmax over bias and value × weight of each row, into `shares`. `weights`
 * stand row after row, one for each column.
 */
export function predict(
  { rows, values }: FeatureVector,
  { weights, bias }: { weights: Float32Array; bias: Float32Array },
  shares: Float64Array,
): void {
  const width = bias.length;
  shares.set(bias);
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i]! * width;
    const value = values[i]!;
    for (let column = 0; column < width; column++) shares[column]! += value * weights[from + column]!;
  }
  let best = -Infinity;
  for (let column = 0; column < width; column++) if (shares[column]! > best) best = shares[column]!;
  let total = 0;
  for (let column = 0; column < width; column++) total += shares[column] = Math.exp(shares[column]! - best);
  for (let column = 0; column < width; column++) shares[column]! /= total;
}
