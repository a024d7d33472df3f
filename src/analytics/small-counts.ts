/**
 * Small counts are hidden, because a count of one or two in a small place points at somebody. A number that is shown
 * must not give a hidden one away either, neither by subtraction nor by what the marks say.
 */

/** A count; "few": 1 to smallest-1; "kept-back": not shown, because a "few" could be worked out from it. */
export type Shown = number | "few" | "kept-back";

/** The parts of a whole. No rows: they cannot be shown, only the whole. */
export type Group<Name extends string = string> = { rows: { name: Name; count: Shown }[]; total: Shown };

/** Whether a count may be shown as it is. */
export function isSafe(count: number, smallest: number): boolean {
  return count === 0 || count >= smallest;
}

/**
 * Parts of one whole, whose sum is shown. When any of them is few, one more is kept back: the smallest that is at least
 * 2 * smallest - 2, so that it could be smaller or larger by all that a "few" can vary. Hence every "few" may be
 * anything from 1 to smallest-1 for all that the rows and the sum tell. Without a row of that size no row is shown.
 * Hidden rows come last, by name: their order must tell nothing. `notKeptBack` names a row that is a part of other
 * groups too; it is hidden in all of them or in none, as long as it is never the one kept back.
 */
export function hideFew<Name extends string>(
  counts: readonly (readonly [Name, number])[],
  { smallest, sorted = false, notKeptBack }: { smallest: number; sorted?: boolean; notKeptBack?: Name },
): Group<Name> {
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  if (!isSafe(total, smallest)) return { rows: [], total: "few" };
  const keptBack = counts
    .filter(([name, count]) => count >= 2 * smallest - 2 && name !== notKeptBack)
    .sort(([, a], [, b]) => a - b)[0]?.[0];
  const anyFew = counts.some(([, count]) => !isSafe(count, smallest));
  if (anyFew && keptBack === undefined) return { rows: [], total };
  const rows = counts.map(([name, count]) => ({ name, count: mark(name, count) }));
  return { rows: sorted ? rows.sort(largestFirst) : rows, total };

  function mark(name: Name, count: number): Shown {
    if (!isSafe(count, smallest)) return "few";
    return anyFew && name === keptBack ? "kept-back" : count;
  }
}

function largestFirst(a: { name: string; count: Shown }, b: { name: string; count: Shown }): number {
  const size = ({ count }: { count: Shown }) => (typeof count === "number" ? count : -1);
  return size(b) - size(a) || (a.name < b.name ? -1 : 1);
}

/** A row whose whole is divided by columns; `split` undefined: how it divides is not shown. */
export type SplitRow<Column extends string> = {
  name: string;
  count: Shown;
  split?: Readonly<Record<Column, number>>;
};

/**
 * Which rows of a two-way table may show how they divide, when the sums of rows and columns are shown as well. A row
 * with a "few" in it shows only its sum, and so does a row whose sum is hidden. What the columns hold of all those rows
 * together can be computed from the rest; so the smallest other rows join them until in each column that is 0 or at
 * least `smallest`. A single number of such a row can then be as large as the smaller of its row's and its column's
 * rest, neither of which is few: none is ever known to be. `columnsShown`: whether the sums of all columns are shown;
 * when one is hidden no row shows how it divides, or the rows would add up to it.
 */
export function splitRows<Column extends string>(
  group: Group,
  splitOf: (name: string) => Readonly<Record<Column, number>>,
  { smallest, columns, columnsShown }: { smallest: number; columns: readonly Column[]; columnsShown: boolean },
): SplitRow<Column>[] {
  const open = new Map(group.rows.map(({ name }) => [name, splitOf(name)]));
  const closed: Readonly<Record<Column, number>>[] = [];
  const close = (name: string) => {
    const split = open.get(name);
    if (split && open.delete(name)) closed.push(split);
  };
  for (const { name, count } of group.rows)
    if (
      !columnsShown ||
      typeof count !== "number" ||
      columns.some((column) => !isSafe(splitOf(name)[column], smallest))
    )
      close(name);
  for (;;) {
    const small = columns.find((column) => !isSafe(sumOf(closed, column), smallest));
    if (small === undefined || open.size === 0) break;
    const [next] = [...open].filter(([, split]) => split[small] > 0).sort(([, a], [, b]) => total(a) - total(b));
    // the columns are at least `smallest` as a whole when they are shown, so there is a row that adds to this one
    if (!next) break;
    close(next[0]);
  }
  return group.rows.map((row) => {
    const split = open.get(row.name);
    return { ...row, ...(split ? { split } : {}) };
  });

  function total(split: Readonly<Record<Column, number>>): number {
    return columns.reduce((sum, column) => sum + split[column], 0);
  }
}

function sumOf<Column extends string>(rows: readonly Readonly<Record<Column, number>>[], column: Column): number {
  return rows.reduce((sum, row) => sum + row[column], 0);
}
