/** Answers that were given with about the same confidence. */
export type Bin = {
  /** Confidence from (excluded, but for 0) and to (included). */
  from: number;
  to: number;
  answers: number;
  /** Their mean confidence and the share of right ones, both from 0 to 1; undefined when there are none. */
  confidence: number | undefined;
  right: number | undefined;
};

/** The answers in bins of equal width over their confidence. */
export function confidenceBins(judged: readonly { confidence: number; right: boolean }[], bins = 10): Bin[] {
  return Array.from({ length: bins }, (_, index) => {
    const inside = judged.filter(
      ({ confidence }) => Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1)) === index,
    );
    const mean = (of: (one: { confidence: number; right: boolean }) => number) =>
      inside.length === 0 ? undefined : inside.reduce((sum, one) => sum + of(one), 0) / inside.length;
    return {
      from: index / bins,
      to: (index + 1) / bins,
      answers: inside.length,
      confidence: mean(({ confidence }) => confidence),
      right: mean(({ right }) => Number(right)),
    };
  });
}

/**
 * Expected calibration error, from 0 (of the answers given with 80 % confidence, 80 % are right) to 1: how far confidence
 * and share of right answers lie apart, each bin by its number of answers.
 */
export function calibrationError(bins: readonly Bin[]): number {
  const all = bins.reduce((sum, { answers }) => sum + answers, 0);
  return bins.reduce(
    (sum, { answers, confidence = 0, right = 0 }) => sum + (answers / Math.max(1, all)) * Math.abs(confidence - right),
    0,
  );
}
