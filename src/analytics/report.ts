import type { Ticket, TicketEnd, TicketReason } from "../handoff/ticket.ts";
import type { Outcome, OutcomeKind } from "./outcome.ts";
import { percentile } from "./percentile.ts";
import { hideFew, isSafe, splitRows, type Group, type Shown, type SplitRow } from "./small-counts.ts";

export const KINDS = ["answered", "asked-again", "handed-off"] as const satisfies readonly OutcomeKind[];

/** Name of the row of questions that named no region, in place of a region's code. */
export const NO_REGION = "";

/** How a ticket stands; "unrecorded": closed, and by whom was not written down. */
export type Ending = TicketEnd | "unrecorded" | "open";

/** What the person said of the help; "not-given": closed without a word about it. */
export type Satisfaction = "up" | "down" | "not-given" | "open";

/** A row of a table of questions; `split` undefined: what became of them is not shown. */
export type QuestionRow = SplitRow<OutcomeKind>;

/** Times of tickets, in ms. The number may be kept back while the times are shown; few tickets have no times. */
export type Times = { number: Shown; medianMs?: number; p90Ms?: number };

/** What the office did in a span of time, without a number that points at somebody. */
export type Report = {
  /** Until but not including `to`. */
  from: Date;
  to: Date;
  /** The smallest count that is shown, besides 0. */
  smallest: number;
  questions: Group<OutcomeKind>;
  /** Rows are intent ids. */
  byIntent: QuestionRow[];
  /** Rows are region codes, or NO_REGION. */
  byRegion: QuestionRow[];
  tickets: {
    byReason: Group<TicketReason>;
    byEnding: Group<Ending>;
    satisfaction: Group<Satisfaction>;
    /** From opening to the first word of staff. */
    waiting: Times;
    /** From the first word of staff to closing. */
    handling: Times;
  };
};

/**
 * Counts what was asked in a span of time, and the tickets that were opened in it as they stand now. A count from 1 to
 * `smallest`-1 is hidden, and so is what would give it away; small-counts.ts says how. The parts of the report show the
 * same questions and the same tickets divided in different ways, so what is hidden in one cannot be had from another:
 *
 * - intents and regions share the sums of `questions`, and when one of those is hidden neither shows how its rows divide;
 * - endings and satisfaction share the open tickets, which are hidden in both or in none;
 * - how many tickets have a time is shown only when every meeting of "how it ended" with "staff said something" is 0 or
 *   at least `smallest`, since these can be had from it.
 *
 * Two reports over nearly the same span are not guarded against each other. `smallest` is at least 3: "fewer than 2"
 * would say 1.
 */
export function makeReport({
  outcomes,
  tickets,
  from,
  to,
  smallest = 3,
}: {
  outcomes: readonly Outcome[];
  tickets: readonly Ticket[];
  from: Date;
  to: Date;
  smallest?: number;
}): Report {
  if (!Number.isInteger(smallest) || smallest < 3)
    throw new RangeError(`the smallest count shown must be a whole number from 3, not ${smallest}`);
  if (!(from < to)) throw new RangeError("a report must end after it begins");
  const within = (at: Date) => at >= from && at < to;
  const asked = outcomes.filter(({ at }) => within(at));
  const questions = hideFew(
    KINDS.map((kind) => [kind, asked.filter((outcome) => outcome.kind === kind).length] as const),
    { smallest },
  );
  const columnsShown = KINDS.every((kind) =>
    questions.rows.some(({ name, count }) => name === kind && isNumber(count)),
  );
  return {
    from,
    to,
    smallest,
    questions,
    byIntent: questionRows(asked, ({ intent }) => intent, { smallest, columnsShown }),
    byRegion: questionRows(asked, ({ region }) => region ?? NO_REGION, { smallest, columnsShown }),
    tickets: ticketParts(
      tickets.filter(({ openedAt }) => within(openedAt)),
      smallest,
    ),
  };
}

/** Rows by what `nameOf` says of a question, largest first; [] when there are none that can be shown. */
function questionRows(
  asked: readonly Outcome[],
  nameOf: (outcome: Outcome) => string,
  { smallest, columnsShown }: { smallest: number; columnsShown: boolean },
): QuestionRow[] {
  const splits = new Map<string, Record<OutcomeKind, number>>();
  for (const outcome of asked) {
    const split = splits.get(nameOf(outcome)) ?? { answered: 0, "asked-again": 0, "handed-off": 0 };
    split[outcome.kind] += 1;
    splits.set(nameOf(outcome), split);
  }
  const counts = [...splits].map(([name, split]) => [name, KINDS.reduce((sum, kind) => sum + split[kind], 0)] as const);
  const group = hideFew(counts, { smallest, sorted: true });
  return splitRows(group, (name) => splits.get(name) ?? NONE, { smallest, columns: KINDS, columnsShown });
}

const NONE: Readonly<Record<OutcomeKind, number>> = { answered: 0, "asked-again": 0, "handed-off": 0 };

const REASONS = [
  "request",
  "complaint",
  "misunderstood",
  "media",
  "emergency",
] as const satisfies readonly TicketReason[];

const ENDINGS = ["staff", "worker", "erased", "unrecorded", "open"] as const satisfies readonly Ending[];

const SATISFACTIONS = ["up", "down", "not-given", "open"] as const satisfies readonly Satisfaction[];

function ticketParts(tickets: readonly Ticket[], smallest: number): Report["tickets"] {
  const group = <Name extends string>(names: readonly Name[], nameOf: (ticket: Ticket) => Name) =>
    names.map((name) => [name, tickets.filter((ticket) => nameOf(ticket) === name).length] as const);
  const open = { smallest, notKeptBack: "open" } as const;
  const endings = group(ENDINGS, endingOf).filter(([name, count]) => name !== "unrecorded" || count > 0);

  const meetings = new Map<string, number>();
  for (const ticket of tickets) {
    const key = `${endingOf(ticket)} ${ticket.firstReplyAt !== undefined}`;
    meetings.set(key, (meetings.get(key) ?? 0) + 1);
  }
  const numberShown = [...meetings.values()].every((count) => isSafe(count, smallest));
  const timesOf = (spanOf: (ticket: Ticket) => number | undefined) =>
    toTimes(tickets.map(spanOf).filter(isNumber), { smallest, numberShown });

  return {
    byReason: hideFew(
      group(REASONS, ({ reason }) => reason),
      { smallest },
    ),
    byEnding: hideFew(endings, open),
    satisfaction: hideFew(group(SATISFACTIONS, satisfactionOf), open),
    waiting: timesOf(({ openedAt, firstReplyAt }) => firstReplyAt && span(openedAt, firstReplyAt)),
    handling: timesOf(({ state, firstReplyAt, closedAt }) =>
      state === "closed" && firstReplyAt && closedAt ? span(firstReplyAt, closedAt) : undefined,
    ),
  };
}

function endingOf({ state, endedBy }: Ticket): Ending {
  return state === "open" ? "open" : (endedBy ?? "unrecorded");
}

function satisfactionOf({ state, satisfaction }: Ticket): Satisfaction {
  return state === "open" ? "open" : (satisfaction ?? "not-given");
}

/** A clock that was set back must not make a time that is less than nothing. */
function span(from: Date, to: Date): number {
  return Math.max(0, to.getTime() - from.getTime());
}

function toTimes(
  spans: readonly number[],
  { smallest, numberShown }: { smallest: number; numberShown: boolean },
): Times {
  if (spans.length === 0) return { number: 0 };
  if (!isSafe(spans.length, smallest)) return { number: "few" };
  const [medianMs, p90Ms] = [percentile(spans, 50), percentile(spans, 90)];
  return {
    number: numberShown ? spans.length : "kept-back",
    ...(medianMs === undefined || p90Ms === undefined ? {} : { medianMs, p90Ms }),
  };
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}
