import { array, assert, boolean, constant, constantFrom, integer, pre, property, record, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import type { OutcomeKind } from "../../src/analytics/outcome.ts";
import { KINDS, makeReport, type Report } from "../../src/analytics/report.ts";
import { hideFew, splitRows, type Group, type Shown, type SplitRow } from "../../src/analytics/small-counts.ts";
import type { Ticket } from "../../src/handoff/ticket.ts";

// Everything here reads what is shown, and nothing else, as somebody would who wants to know more than it says.

const SMALLEST = 3;
const isFew = (value: number) => value >= 1 && value < SMALLEST;

/** What a count may be that is shown like this, within a whole of `most`. */
function rangeOf(count: Shown, most: number): readonly [number, number] {
  if (count === "few") return [1, SMALLEST - 1];
  return count === "kept-back" ? [SMALLEST, most] : [count, count];
}

/** Every way to fill the rows of a group so that it looks the same. */
function fillings({ rows, total }: Group): number[][] {
  const fill = (index: number, left: number): number[][] => {
    const row = rows[index];
    if (!row) return left === 0 ? [[]] : [];
    const [low, high] = rangeOf(row.count, left);
    return numbers(low, Math.min(high, left)).flatMap((value) =>
      fill(index + 1, left - value).map((rest) => [value, ...rest]),
    );
  };
  return fill(0, Number(total));
}

type Cells = readonly [number, number, number];

/** Every way to divide the rows of a table so that its sums and the rows that are shown stay as they are. */
function divisions(rows: readonly SplitRow<OutcomeKind>[], [a, b, c]: Cells, index = 0): Cells[][] {
  const row = rows[index];
  if (!row) return a + b + c === 0 ? [[]] : [];
  const [low, high] = rangeOf(row.count, a + b + c);
  const { split } = row;
  const ways: Cells[] = split
    ? [[split.answered, split["asked-again"], split["handed-off"]]]
    : numbers(0, a).flatMap((x) =>
        numbers(0, b).flatMap((y) => numbers(Math.max(0, low - x - y), high - x - y).map((z): Cells => [x, y, z])),
      );
  return ways
    .filter(([x, y, z]) => x <= a && y <= b && z <= c)
    .flatMap(([x, y, z]) =>
      divisions(rows, [a - x, b - y, c - z], index + 1).map((rest): Cells[] => [[x, y, z], ...rest]),
    );
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

function subsets(size: number): number[][] {
  return numbers(1, 2 ** size - 1).map((bits) => numbers(0, size - 1).filter((index) => (bits >> index) & 1));
}

describe("parts of a whole", () => {
  it("every few may be 1 and may be 2, for all that rows and sum tell", () => {
    let hidden = 0;
    assert(
      property(array(integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 5 }), (values) => {
        const group = hideFew<string>(
          values.map((value, index) => [`r${index}`, value]),
          { smallest: SMALLEST },
        );
        pre(group.rows.length > 0);
        const ways = fillings(group);
        expect(ways).toContainEqual(values);
        const few = group.rows.flatMap(({ count }, index) => (count === "few" ? [index] : []));
        hidden += few.length;
        const may = few.map((index) => [...new Set(ways.map((way) => way[index]))].sort());
        expect(may).toEqual(few.map(() => [1, 2]));
      }),
      { numRuns: 500 },
    );
    expect(hidden).toBeGreaterThan(100);
  });

  it.each([
    [
      [1, 4, 9],
      ["few", "kept-back", 9],
    ],
    [
      [2, 2, 5, 4],
      ["few", "few", 5, "kept-back"],
    ],
    // 3 would give a 1 away: 4 in all, of which 3 at least
    [
      [1, 3, 9],
      ["few", 3, "kept-back"],
    ],
    [
      [0, 3, 9],
      [0, 3, 9],
    ],
    [[1, 3, 3], []],
    [[1, 1, 1], []],
    [[1, 1], []],
  ])("%j is shown as %j", (values, expected) => {
    const { rows } = hideFew<string>(
      values.map((value, index) => [`r${index}`, value]),
      { smallest: SMALLEST },
    );
    expect(rows.map(({ count }) => count)).toEqual(expected);
  });

  it("hidden rows are in no order but that of their names", () => {
    const { rows } = hideFew<string>(
      [
        ["d", 1],
        ["c", 5],
        ["b", 2],
        ["a", 4],
        ["e", 7],
      ],
      { smallest: SMALLEST, sorted: true },
    );
    expect(rows.map(({ name }) => name)).toEqual(["e", "c", "a", "b", "d"]);
  });
});

describe("a table with its sums", () => {
  it("no small number in it, of one row or of several together, is ever certain", () => {
    const cell = integer({ min: 0, max: 5 });
    let rowsHidden = 0;
    assert(
      property(array(tuple(cell, cell, cell), { minLength: 1, maxLength: 3 }), (values) => {
        const sum = (column: 0 | 1 | 2) => values.reduce((all, row) => all + row[column], 0);
        const columns: Cells = [sum(0), sum(1), sum(2)];
        pre(columns.every((value) => !isFew(value)));
        const splits = new Map(
          values.map(([answered, again, off], index) => [
            `r${index}`,
            { answered, "asked-again": again, "handed-off": off },
          ]),
        );
        const group = hideFew<string>(
          values.map(([x, y, z], index) => [`r${index}`, x + y + z]),
          { smallest: SMALLEST },
        );
        const splitOf = (name: string) => splits.get(name) ?? { answered: 0, "asked-again": 0, "handed-off": 0 };
        const rows = splitRows(group, splitOf, { smallest: SMALLEST, columns: KINDS, columnsShown: true });
        rowsHidden += rows.filter(({ split }) => !split).length;
        const ways = divisions(rows, columns);
        const certain = subsets(rows.length).flatMap((set) =>
          ([0, 1, 2] as const).flatMap((column) => {
            const sums = new Set(ways.map((way) => set.reduce((all, row) => all + (way[row]?.[column] ?? 0), 0)));
            return sums.size === 1 ? [...sums] : [];
          }),
        );
        expect(certain.filter(isFew)).toEqual([]);
      }),
      { numRuns: 300 },
    );
    expect(rowsHidden).toBeGreaterThan(100);
  }, 120_000);
});

const OPENED = new Date("2026-11-03T02:00:00Z");
const SPAN = { from: OPENED, to: new Date("2026-11-30T17:00:00Z") };
const after = (minutes: number) => new Date(OPENED.getTime() + minutes * 60_000);

const anyOutcome = record({
  at: constant(OPENED),
  channel: constant("whatsapp" as const),
  intent: constantFrom("a", "b", "c", "d"),
  region: constantFrom("34.02", "34.71", "15"),
  kind: constantFrom(...KINDS, "answered" as const, "answered" as const),
});

const anyTicket = record({
  reason: constantFrom("request" as const, "complaint" as const, "media" as const),
  open: boolean(),
  word: boolean(),
  endedBy: constantFrom("staff" as const, "worker" as const, "erased" as const),
  satisfaction: constantFrom("up" as const, "down" as const, undefined),
}).map(({ reason, open, word, endedBy, satisfaction }): Ticket => ({
  number: 1,
  contactId: "c",
  account: "wa-main",
  address: { channel: "whatsapp", chatId: "1@lid" },
  reason,
  owner: "bot",
  openedAt: OPENED,
  reminders: 0,
  lastSaidAt: OPENED,
  ...(word ? { firstReplyAt: after(5) } : {}),
  ...(open ? { state: "open" } : { state: "closed", endedBy, closedAt: after(9) }),
  ...(satisfaction && !open ? { satisfaction } : {}),
}));

const anyReport = tuple(array(anyOutcome, { maxLength: 60 }), array(anyTicket, { maxLength: 40 })).map(
  ([outcomes, tickets]) => ({ tickets, report: makeReport({ outcomes, tickets, ...SPAN }) }),
);

const known = (count: Shown | undefined) => (typeof count === "number" ? count : undefined);
const minus = (more: number | undefined, less: number | undefined) =>
  more === undefined || less === undefined ? [] : [more - less];

describe("a whole report", () => {
  const groupsOf = ({ questions, byIntent, byRegion, tickets }: Report): Group[] => [
    questions,
    { rows: byIntent, total: questions.total },
    { rows: byRegion, total: questions.total },
    tickets.byReason,
    tickets.byEnding,
    tickets.satisfaction,
  ];

  it("shows no small count, and what its sums leave for the hidden rows is none", () => {
    assert(
      property(anyReport, ({ report }) => {
        const told = groupsOf(report).flatMap(({ rows, total }) => {
          const counts = rows.flatMap(({ count }) => known(count) ?? []);
          const left = minus(
            known(total),
            counts.reduce((sum, count) => sum + count, 0),
          );
          return [...counts, ...left, known(total) ?? 0];
        });
        expect(told.filter(isFew)).toEqual([]);
        expect(
          groupsOf(report).filter(({ rows }) => rows.filter(({ count }) => known(count) === undefined).length === 1),
        ).toEqual([]);
        expect(groupsOf(report).filter(({ rows, total }) => total === "few" && rows.length > 0)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("shows how rows divide only so that the sums leave nothing small, and not at all without the sums", () => {
    assert(
      property(anyReport, ({ report: { questions, byIntent, byRegion } }) => {
        const told = [byIntent, byRegion].flatMap((rows) =>
          KINDS.flatMap((kind, column) => {
            const cells = rows.flatMap(({ split }) => (split ? [split[kind]] : []));
            const all = cells.reduce((sum, cell) => sum + cell, 0);
            const sum = known(questions.rows[column]?.count);
            // without its sum a column must be empty: a 1 stands for the fault
            return [...cells, ...(sum === undefined ? [Math.min(cells.length, 1)] : [sum - all])];
          }),
        );
        expect(told.filter(isFew)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("tells of tickets that lie within each other only numbers that differ by none or by enough", () => {
    assert(
      property(anyReport, ({ report: { tickets } }) => {
        const { byEnding, satisfaction } = tickets;
        const of = (group: Group, name: string) => known(group.rows.find((row) => row.name === name)?.count);
        const whole = known(byEnding.total);
        const open = of(byEnding, "open") ?? of(satisfaction, "open");
        const [closed] = minus(whole, open);
        const [waited, handled] = [known(tickets.waiting.number), known(tickets.handling.number)];
        const [up, down] = [of(satisfaction, "up"), of(satisfaction, "down")];
        const told = [
          ...minus(whole, waited),
          ...minus(waited, handled),
          ...minus(closed, handled),
          ...minus(closed, up),
          ...minus(closed, down),
          ...minus(minus(closed, up)[0], down),
        ];
        expect(told.filter(isFew)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("hides the open tickets among endings and in satisfaction, or in neither", () => {
    assert(
      property(anyReport, ({ report: { tickets } }) => {
        const marks = [tickets.byEnding, tickets.satisfaction].flatMap(({ rows }) =>
          rows.filter(({ name }) => name === "open").map(({ count }) => count),
        );
        expect(new Set(marks).size).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });

  it("shows times of three tickets or more", () => {
    assert(
      property(anyReport, ({ tickets, report }) => {
        const waits = tickets.filter(({ firstReplyAt }) => firstReplyAt).length;
        expect(report.tickets.waiting.medianMs === undefined).toBe(waits < SMALLEST);
      }),
    );
  });
});
