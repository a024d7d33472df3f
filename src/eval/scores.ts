/** Share of right answers in percent; 0 of nothing. */
export function accuracy(judged: readonly { right: boolean }[]): number {
  return percent(judged.filter(({ right }) => right).length, judged.length);
}

/** A part of a whole in percent; 0 of nothing. */
export function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole;
}

/** How often a group of questions was answered right. */
export type GroupScore = { name: string; questions: number; right: number };

/** The score of each group, by name. */
export function groupScores<T extends { right: boolean }>(judged: readonly T[], nameOf: (one: T) => string) {
  const groups = new Map<string, T[]>();
  for (const one of judged) {
    const group = groups.get(nameOf(one));
    if (group) group.push(one);
    else groups.set(nameOf(one), [one]);
  }
  return [...groups]
    .map(([name, group]): GroupScore => ({ name, questions: group.length, right: accuracy(group) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Which label was taken for which other, the most frequent first. Right answers are no confusion, also other ones. */
export function confusions(
  judged: readonly { intent: string; got: string; right: boolean }[],
): { intent: string; got: string; times: number }[] {
  const pairs = new Map<string, { intent: string; got: string; times: number }>();
  for (const { intent, got, right } of judged) {
    if (right) continue;
    const pair = pairs.get(`${intent} ${got}`) ?? { intent, got, times: 0 };
    pair.times++;
    pairs.set(`${intent} ${got}`, pair);
  }
  return [...pairs.values()].sort((a, b) => b.times - a.times || (a.intent < b.intent ? -1 : 1));
}

/**
 * The mean over all labels, meant or answered, of the harmonic mean of precision and recall, in percent: a label with
 * few questions counts like one with many.
 */
export function macroF1(judged: readonly { label: string; got: string }[]): number {
  const labels = new Set(judged.flatMap(({ label, got }) => [label, got]));
  let sum = 0;
  for (const name of labels) {
    const hit = judged.filter(({ label, got }) => label === name && got === name).length;
    const meantOrAnswered = judged.reduce((n, { label, got }) => n + Number(label === name) + Number(got === name), 0);
    sum += (2 * hit) / meantOrAnswered;
  }
  return labels.size === 0 ? 0 : (100 * sum) / labels.size;
}
