import { ZONES, type Zone } from "../lib/zones.ts";
import { createPaceClock, type Limits } from "./pace.ts";
import { openUntil, openZones, quietUntil, type Quiet } from "./quiet.ts";

/** People who still wait for their message, by zone. */
export type Waiting = Readonly<Partial<Record<Zone, number>>>;

/**
 * When the last message goes out; undefined when nobody waits. Accounts send side by side, each to zones that are not
 * quiet, under the limits that it has by then and after what it sent in the day before. It is what happens when nothing
 * comes in between, with the pacer that sends, and chance that is always the same.
 */
export function estimateEnd({
  from,
  waiting,
  limits,
  sent,
  quiet,
}: {
  from: Date;
  /** By account. */
  waiting: Readonly<Record<string, Waiting>>;
  /** What an account may send at a time: a young one may send more as it grows older. */
  limits: (account: string, at: Date) => Limits;
  /** What an account sent in the last day, oldest first. */
  sent: (account: string) => readonly Date[];
  quiet: Quiet;
}): Date | undefined {
  const ends = Object.entries(waiting).flatMap(
    ([account, zones]) =>
      endOf({ from, zones, quiet, sent: sent(account), limits: (at) => limits(account, at) })?.getTime() ?? [],
  );
  return ends.length === 0 ? undefined : new Date(Math.max(...ends));
}

const SECOND_MS = 1000;

/** How often limits are looked at; they change with the days of an account. */
const STEP_MS = 3_600_000;
const DAY_MS = 24 * STEP_MS;

type AccountWork = { from: Date; zones: Waiting; limits: (at: Date) => Limits; sent: readonly Date[]; quiet: Quiet };

function endOf({ from, zones, limits, sent, quiet }: AccountWork): Date | undefined {
  const queue = createQueue(zones);
  const sender = createSimulation(sent.map(Number));
  let now = from.getTime();
  let end: number | undefined;
  let day = { begins: now, waiting: queue.waiting() };
  // each turn is a stretch of time in which neither limits nor open zones change
  for (let waiting = queue.zones(); waiting.length > 0; waiting = queue.zones()) {
    const at = new Date(now);
    const awake = openZones(at, quiet);
    const open = waiting.filter((zone) => awake.includes(zone));
    const changes = waiting.map((zone) =>
      open.includes(zone) ? (openUntil(at, zone, quiet)?.getTime() ?? Infinity) : quietUntil(at, zone, quiet).getTime(),
    );
    const until = Math.min(day.begins + DAY_MS, ...changes, open.length > 0 ? now + STEP_MS : Infinity);
    if (open.length > 0) {
      const { count, last } = sender.send({ now, until, most: queue.left(open), set: limits(at) });
      queue.take(open, count);
      if (count > 0) end = last;
    }
    now = until;
    if (now < day.begins + DAY_MS) continue;
    const days = likeTheLast({ now, before: day.waiting, after: queue.waiting(), limits });
    if (days > 0) {
      for (const zone of ZONES) queue.drop(zone, days * (day.waiting[zone] - queue.waiting()[zone]));
      sender.shift(days * DAY_MS);
      now += days * DAY_MS;
    }
    day = { begins: now, waiting: queue.waiting() };
  }
  return end === undefined ? undefined : new Date(Math.ceil(end));
}

/**
 * How many of the next days go as the last one did, and need not be gone through: the account was warm throughout and is
 * then, and nobody's zone runs out of people.
 */
function likeTheLast({
  now,
  before,
  after,
  limits,
}: {
  now: number;
  before: Required<Waiting>;
  after: Required<Waiting>;
  limits: (at: Date) => Limits;
}): number {
  const most = ZONES.filter((zone) => before[zone] > after[zone]).map((zone) =>
    Math.floor(after[zone] / (before[zone] - after[zone])),
  );
  // the last day is gone through by the minute
  const days = most.length === 0 ? 0 : Math.min(...most) - 1;
  if (days < 1) return 0;
  // a day before the last one it was already so: the ceiling of a day reaches back as far
  const [early, late, then] = [now - 2 * DAY_MS, now, now + days * DAY_MS].map((at) => limits(new Date(at)));
  return early && late && then && isSame(early, late) && isSame(late, then) ? days : 0;
}

function isSame(one: Limits, other: Limits): boolean {
  return (["perSecond", "perMinute", "perHour", "perDay"] as const).every((field) => one[field] === other[field]);
}

/** An account that sends without a network. */
function createSimulation(sent: readonly number[]) {
  let set: Limits = { jitter: 0 };
  const random = createChance();
  let pace = createPaceClock({ limits: () => set, taken: sent, random });
  let last = sent.at(-1) ?? -Infinity;

  return {
    /** Sends from `now` until before `until`, `most` at most: how many went out, and when the last one did. */
    send(stretch: { now: number; until: number; most: number; set: Limits }): { count: number; last: number } {
      const { now, until, most } = stretch;
      set = stretch.set;
      let count = 0;
      if (isEven(set)) {
        // one goes out like the other, so that they need not be gone through
        const gap = SECOND_MS / set.perSecond;
        const first = Math.max(now, last + gap);
        count = Math.max(0, Math.min(most, Math.ceil((until - first) / gap)));
        if (count > 0) last = first + (count - 1) * gap;
      } else {
        for (let next = pace.earliest(now); count < most && next < until; next = pace.earliest(next)) {
          pace.took(next);
          last = next;
          count += 1;
        }
      }
      return { count, last };
    },

    /** All that was sent was sent so much later. */
    shift(ms: number) {
      last += ms;
      const taken = pace.remembered().filter((time) => time > last - ms - DAY_MS);
      pace = createPaceClock({ limits: () => set, taken: taken.map((time) => time + ms), random });
    },
  };
}

/** Whether there is an even pace and no ceiling. */
function isEven(set: Limits): set is Limits & { perSecond: number } {
  const { perSecond, perMinute, perHour, perDay } = set;
  return perSecond !== undefined && (perMinute ?? perHour ?? perDay) === undefined;
}

/** People in the order of a ledger, where zones are mixed: each has its share of what goes out. */
function createQueue(zones: Waiting) {
  const waiting = { WIB: zones.WIB ?? 0, WITA: zones.WITA ?? 0, WIT: zones.WIT ?? 0 };
  const left = (of: readonly Zone[]) => of.reduce((sum, zone) => sum + waiting[zone], 0);
  return {
    left,
    /** Those in which somebody waits. */
    zones: () => ZONES.filter((zone) => waiting[zone] > 0),
    waiting: (): Required<Waiting> => ({ ...waiting }),
    drop(zone: Zone, count: number) {
      waiting[zone] -= count;
    },
    take(of: readonly Zone[], count: number) {
      let [rest, pool] = [count, left(of)];
      for (const zone of of) {
        const share = pool === 0 ? 0 : Math.round((rest * waiting[zone]) / pool);
        pool -= waiting[zone];
        waiting[zone] -= share;
        rest -= share;
      }
    },
  };
}

/** Numbers from 0 to 1 that look like chance and are the same each time: mulberry32. */
function createChance(): () => number {
  let state = 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
