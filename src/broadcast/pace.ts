import type { ChannelName } from "../message.ts";
import type { BroadcastSettings } from "../settings/settings.ts";

/** How fast one account may send. All that is given holds; ceilings are whole numbers of at least 1. */
export type Limits = {
  /** An even pace. */
  perSecond?: number;
  /** Most messages in any minute, hour and day, wherever it begins. */
  perMinute?: number;
  perHour?: number;
  perDay?: number;
  /** How far gaps stray from their mean: 0.5 makes a gap of 10 seconds one of 5 to 15, all as likely. */
  jitter: number;
};

/** What an account may send now. `ageDays`: since when it is in use, see the function of that name. */
export function limitsOf(channel: ChannelName, pace: BroadcastSettings["pace"], ageDays: number): Limits {
  if (channel !== "whatsapp") return { perSecond: pace.telegramPerSecond, jitter: 0 };
  const step = WARM_UP.findLast(({ fromDay }) => ageDays >= fromDay) ?? NEW;
  const part = (ceiling: number) => Math.max(1, Math.floor(ceiling * step.share));
  const perDay = Math.min(part(pace.whatsapp.perDay), step.mostPerDay);
  const perHour = Math.min(part(pace.whatsapp.perHour), perDay);
  return { perMinute: Math.min(part(pace.whatsapp.perMinute), perHour), perHour, perDay, jitter: 0.5 };
}

/** How far back messages count for an account's limits: an even pace looks at the last one alone. */
export function countedMs({ perMinute, perHour, perDay }: Limits): number {
  return (perMinute ?? perHour ?? perDay) === undefined ? MINUTE_MS : DAY_MS;
}

/** Whole days that an account has been in use; 0 when nobody knows since when, for then it may be new. */
export function ageDays(since: Date | undefined, now: Date): number {
  return since ? Math.max(0, Math.floor((now.getTime() - since.getTime()) / DAY_MS)) : 0;
}

/**
 * Keeps one account to its limits. `earliest`: when the next message may go out, `now` when it may already; asking
 * changes nothing. `took`: one goes out now.
 */
export type Pacer = { earliest(now: Date): Date; took(at: Date): void };

/**
 * Makes a pacer. `limits` is asked each time, so that a change is in force with the next message. `taken`: what went out
 * as far back as they count, oldest first. `random`: from 0 up to 1.
 */
export function createPacer({
  limits,
  taken,
  random,
}: {
  limits: () => Limits;
  taken: readonly Date[];
  random: () => number;
}): Pacer {
  const clock = createPaceClock({ limits, taken: taken.map(Number), random });
  return {
    earliest: (now) => new Date(clock.earliest(now.getTime())),
    took: (at) => clock.took(at.getTime()),
  };
}

/** A pacer that counts in milliseconds. `remembered`: when messages went out that ceilings may still count, at least. */
export function createPaceClock({
  limits,
  taken,
  random,
}: {
  limits: () => Limits;
  taken: readonly number[];
  random: () => number;
}): { earliest(now: number): number; took(at: number): void; remembered(): readonly number[] } {
  let times = [...taken];
  /** When the last message would have gone out if timers were exact: gaps are counted from there. */
  let last = times.at(-1) ?? -Infinity;
  let chance = random();

  const gap = (set: Limits) => meanGapMs(set) * (1 + set.jitter * (2 * chance - 1));
  /** When a span that holds as many as it may is over. */
  const after = (most: number | undefined, ms: number) =>
    most === undefined ? -Infinity : (times.at(-most) ?? -Infinity) + ms;

  return {
    earliest(now) {
      const set = limits();
      // a clock that was put back must not hold up everything until it has caught up
      return Math.max(
        now,
        Math.ceil(Math.min(last, now) + gap(set)),
        after(set.perMinute, MINUTE_MS),
        after(set.perHour, HOUR_MS),
        after(set.perDay, DAY_MS),
      );
    },

    took(at) {
      const set = limits();
      last = last === -Infinity ? at : Math.max(Math.min(last, at) + gap(set), at - savedMs(set));
      chance = random();
      if ((set.perMinute ?? set.perHour ?? set.perDay) === undefined) return;
      // never in disorder, also when the clock was put back
      times.push(Math.max(at, times.at(-1) ?? at));
      if (times.length > 2 * (set.perDay ?? TIDY_ABOVE) + TIDY_ABOVE)
        times = times.filter((time) => time > at - DAY_MS);
    },

    remembered: () => times,
  };
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** The longest span that has a ceiling. */
const DAY_MS = 24 * HOUR_MS;

/**
 * What a WhatsApp number may send as it grows older: a share of its ceilings, and never more than so many a day, however
 * high they are. Numbers that write much soon after they were made are the ones that get banned; four weeks is what those
 * who run many of them wait. By the ceilings of the defaults (4 a minute, 120 an hour, 400 a day):
 *
 * | from day | a minute | an hour | a day |
 * | -------: | -------: | ------: | ----: |
 * |        0 |        1 |       6 |    20 |
 * |        3 |        1 |      12 |    40 |
 * |        7 |        1 |      24 |    80 |
 * |       14 |        1 |      48 |   160 |
 * |       21 |        2 |      84 |   280 |
 * |       28 |        4 |     120 |   400 |
 */
const NEW = { fromDay: 0, share: 0.05, mostPerDay: 20 };
const WARM_UP = [
  NEW,
  { fromDay: 3, share: 0.1, mostPerDay: 50 },
  { fromDay: 7, share: 0.2, mostPerDay: 100 },
  { fromDay: 14, share: 0.4, mostPerDay: 200 },
  { fromDay: 21, share: 0.7, mostPerDay: 400 },
  { fromDay: 28, share: 1, mostPerDay: Infinity },
];

/**
 * An even pace makes up for what timers and other work delayed, so that it is held on the whole: for so many messages,
 * and so long, at most. What is older was idleness, which nothing makes up for.
 */
const MOST_SAVED = 2;
const MOST_SAVED_MS = 250;

/** Times older than a day are dropped now and then, not at each message. */
const TIDY_ABOVE = 1000;

/** From one message to the next, on average: what the finest limit comes to. */
function meanGapMs({ perSecond, perMinute, perHour, perDay }: Limits): number {
  if (perSecond !== undefined) return SECOND_MS / perSecond;
  if (perMinute !== undefined) return MINUTE_MS / perMinute;
  if (perHour !== undefined) return HOUR_MS / perHour;
  return perDay === undefined ? 0 : DAY_MS / perDay;
}

/** Only an even pace catches up: a number that was quiet and then sends three at once looks like a machine. */
function savedMs(set: Limits): number {
  return set.perSecond === undefined ? 0 : Math.min(MOST_SAVED * meanGapMs(set), MOST_SAVED_MS);
}
