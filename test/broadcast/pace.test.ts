import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ageDays, createPacer, limitsOf, type Limits } from "../../src/broadcast/pace.ts";
import { DEFAULT_SETTINGS } from "../../src/settings/defaults.ts";

const { pace } = DEFAULT_SETTINGS.broadcast;
const START = Date.parse("2026-12-10T03:00:00Z");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SPANS = [
  ["perMinute", MINUTE],
  ["perHour", HOUR],
  ["perDay", DAY],
] as const;

/** Sends so many as early as may be; `late`: by how much the timer of each one is late. Gives when they went out. */
function send(
  count: number,
  {
    limits,
    taken = [],
    random = () => 0.5,
    late = () => 0,
    start = START,
  }: {
    limits: () => Limits;
    taken?: readonly number[];
    random?: () => number;
    late?: (index: number) => number;
    start?: number;
  },
): number[] {
  const pacer = createPacer({ limits, taken: taken.map((time) => new Date(time)), random });
  let now = start;
  return Array.from({ length: count }, (_, index) => {
    now = pacer.earliest(new Date(now)).getTime() + late(index);
    pacer.took(new Date(now));
    return now;
  });
}

const gaps = (times: readonly number[]) => times.slice(1).map((time, index) => time - (times[index] ?? 0));
const within = (times: readonly number[], at: number, ms: number) =>
  times.filter((time) => time > at - ms && time <= at).length;

/** Chance that is the same in each run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

describe("limits", () => {
  it("on Telegram are an even pace", () => expect(limitsOf("telegram", pace, 0)).toEqual({ perSecond: 25, jitter: 0 }));

  it.each([
    [0, 1, 6, 20],
    [2, 1, 6, 20],
    [3, 1, 12, 40],
    [7, 1, 24, 80],
    [14, 1, 48, 160],
    [21, 2, 84, 280],
    [27, 2, 84, 280],
    [28, 4, 120, 400],
    [900, 4, 120, 400],
  ])("of a WhatsApp number on day %i: %i a minute, %i an hour, %i a day", (age, perMinute, perHour, perDay) =>
    expect(limitsOf("whatsapp", pace, age)).toEqual({ perMinute, perHour, perDay, jitter: 0.5 }),
  );

  it("of a new number stay low however high the ceilings are set", () =>
    expect(limitsOf("whatsapp", { ...pace, whatsapp: { perMinute: 60, perHour: 3600, perDay: 9000 } }, 0)).toEqual({
      perMinute: 3,
      perHour: 20,
      perDay: 20,
      jitter: 0.5,
    }));

  it("never grow less with age, never pass the ceilings, and are in order", () =>
    fc.assert(
      fc.property(
        fc.tuple(
          fc.integer({ min: 1, max: 100 }),
          fc.integer({ min: 1, max: 1000 }),
          fc.integer({ min: 1, max: 9999 }),
        ),
        (numbers) => {
          const [perMinute = 1, perHour = 1, perDay = 1] = numbers.toSorted((a, b) => a - b);
          const set = { ...pace, whatsapp: { perMinute, perHour, perDay } };
          let before: Limits = { jitter: 0 };
          for (let age = 0; age < 40; age++) {
            const now = limitsOf("whatsapp", set, age);
            for (const [field] of SPANS) {
              expect(now[field]).toBeGreaterThanOrEqual(Math.max(1, before[field] ?? 1));
              expect(now[field]).toBeLessThanOrEqual(set.whatsapp[field]);
            }
            expect(now.perMinute).toBeLessThanOrEqual(now.perHour ?? 0);
            expect(now.perHour).toBeLessThanOrEqual(now.perDay ?? 0);
            before = now;
          }
          expect(before).toEqual({ perMinute, perHour, perDay, jitter: 0.5 });
        },
      ),
    ));

  it("go by whole days of age, and an age that nobody knows is none", () => {
    const now = new Date(START);
    expect(ageDays(new Date(START - 3 * DAY), now)).toBe(3);
    expect(ageDays(new Date(START - 3 * DAY + 1), now)).toBe(2);
    expect(ageDays(new Date(START + DAY), now)).toBe(0);
    expect(ageDays(undefined, now)).toBe(0);
  });
});

describe("an even pace", () => {
  it.each([1, 7, 25, 30])("of %i a second is held within 2 % though timers are late", (perSecond) => {
    const random = chance(perSecond);
    const times = send(perSecond * 5 + 1, { limits: () => ({ perSecond, jitter: 0 }), late: () => random() * 15 });
    const seconds = ((times.at(-1) ?? 0) - START) / 1000;
    expect(Math.abs(seconds / 5 - 1)).toBeLessThan(0.02);
  });

  it("of 0.1 a second is one in ten seconds", () =>
    expect(gaps(send(4, { limits: () => ({ perSecond: 0.1, jitter: 0 }) }))).toEqual([10_000, 10_000, 10_000]));

  it("saves up two messages at most, however long nothing went out", () => {
    const limits = () => ({ perSecond: 20, jitter: 0 });
    const times = send(8, { limits, late: (index) => (index === 1 ? HOUR : 0) });
    expect(gaps(times)).toEqual([HOUR + 50, 0, 0, 50, 50, 50, 50]);
  });

  it("saves nothing up when it is slow", () => {
    const limits = () => ({ perSecond: 1, jitter: 0 });
    expect(gaps(send(4, { limits, late: (index) => (index === 1 ? HOUR : 0) }))).toEqual([HOUR + 1000, 750, 1000]);
  });

  it("never sends more in a span than its pace and the little it saves up", () =>
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 30, noNaN: true }),
        fc.array(fc.oneof(fc.nat(40), fc.nat(3000)), { minLength: 20, maxLength: 120 }),
        (perSecond, late) => {
          const limits = () => ({ perSecond, jitter: 0 });
          const times = send(late.length, { limits, late: (index) => late[index] ?? 0 });
          for (const [index, time] of times.entries())
            for (const ms of [100, 1000, 10_000])
              expect(within(times.slice(0, index + 1), time, ms)).toBeLessThanOrEqual((ms / 1000) * perSecond + 3);
        },
      ),
    ));

  it("goes on after a start where it was", () => {
    const limits = () => ({ perSecond: 1, jitter: 0 });
    expect(send(2, { limits, taken: [START - 400] })).toEqual([START + 600, START + 1600]);
  });

  it("that is set anew is in force with the next message, up and down", () => {
    let perSecond = 0.1;
    const pacer = createPacer({ limits: () => ({ perSecond, jitter: 0 }), taken: [], random: () => 0.5 });
    const earliest = (ms: number) => pacer.earliest(new Date(START + ms)).getTime() - START;
    pacer.took(new Date(START));
    expect(earliest(100)).toBe(10_000);
    perSecond = 2;
    expect(earliest(100)).toBe(500);
    perSecond = 1;
    expect(earliest(100)).toBe(1000);
  });

  it("does not stand still when the clock is put back", () => {
    const pacer = createPacer({ limits: () => ({ perSecond: 2, jitter: 0 }), taken: [], random: () => 0.5 });
    pacer.took(new Date(START));
    expect(pacer.earliest(new Date(START - HOUR))).toEqual(new Date(START - HOUR + 500));
  });

  it("costs no more after hours than at first", () => {
    const timed = (times: number) => {
      const begin = performance.now();
      send(times, { limits: () => ({ perSecond: 30, jitter: 0 }) });
      return (performance.now() - begin) / times;
    };
    timed(20_000);
    expect(timed(400_000)).toBeLessThan(5 * timed(20_000) + 0.002);
  });
});

describe("ceilings", () => {
  const limits = fc
    .record({
      perMinute: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
      perHour: fc.option(fc.integer({ min: 1, max: 25 }), { nil: undefined }),
      perDay: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
      jitter: fc.constantFrom(0, 0.5, 1),
    })
    .map((given) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Limits)
    // an account that has ceilings never has none: what goes out without any is not remembered
    .filter(({ perMinute, perHour, perDay }) => (perMinute ?? perHour ?? perDay) !== undefined);

  it("are never passed in any span, over starts and changes, whatever chance and lateness", () =>
    fc.assert(
      fc.property(
        fc.array(limits, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(2 * DAY), { maxLength: 30 }),
        fc.array(fc.oneof(fc.constant(0), fc.nat(MINUTE), fc.nat(5 * HOUR)), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (sets, ago, late, seed) => {
          const taken = ago.map((ms) => START - ms).sort((a, b) => a - b);
          const random = chance(seed);
          let set = sets[0] as Limits;
          const pacer = createPacer({ limits: () => set, taken: taken.map((time) => new Date(time)), random });
          const times = [...taken];
          let now = START;
          for (let index = 0; index < 150; index++) {
            set = sets[Math.floor((index * sets.length) / 150)] as Limits;
            now = pacer.earliest(new Date(now)).getTime() + (late[index % late.length] ?? 0);
            pacer.took(new Date(now));
            times.push(now);
            for (const [field, ms] of SPANS) expect(within(times, now, ms)).toBeLessThanOrEqual(set[field] ?? Infinity);
          }
        },
      ),
    ));

  it("hold for thousands of messages, also after old ones were forgotten", () => {
    const set = { perMinute: 60, perHour: 600, perDay: 1000, jitter: 0.5 };
    const times = send(6000, { limits: () => set, random: chance(7) });
    for (const [field, ms] of SPANS)
      for (let index = set[field]; index < times.length; index++)
        expect((times[index] ?? 0) - (times[index - set[field]] ?? 0)).toBeGreaterThanOrEqual(ms);
    // and are used up: five days pass before the last thousand may go
    expect((times.at(-1) ?? 0) - START).toBeLessThan(5 * DAY + 3 * HOUR);
  });

  it("keep gaps apart by chance, half as long to half as long again", () => {
    const spread = gaps(send(2000, { limits: () => ({ perMinute: 1000, jitter: 0.5 }), random: chance(3) }));
    const mean = spread.reduce((sum, gap) => sum + gap, 0) / spread.length;
    expect(Math.min(...spread)).toBeGreaterThanOrEqual(30);
    expect(Math.max(...spread)).toBeLessThanOrEqual(91);
    expect(Math.abs(mean / 60 - 1)).toBeLessThan(0.03);
    expect(new Set(spread).size).toBeGreaterThan(40);
  });

  it("come close to what a warm number may send a minute", () => {
    const times = send(1001, { limits: () => ({ perMinute: 4, jitter: 0.5 }), random: chance(5) });
    const aMinute = (1000 * MINUTE) / ((times.at(-1) ?? 0) - START);
    expect(aMinute).toBeGreaterThan(3.5);
    expect(aMinute).toBeLessThanOrEqual(4);
  });

  it("send nothing at once after a pause: a number that catches up looks like a machine", () => {
    const times = send(4, {
      limits: () => ({ perMinute: 4, jitter: 0.5 }),
      late: (index) => (index === 1 ? HOUR : 0),
    });
    expect(gaps(times)).toEqual([HOUR + 15_000, 15_000, 15_000]);
  });

  it("asking changes nothing", () => {
    const pacer = createPacer({ limits: () => ({ perMinute: 4, jitter: 0.5 }), taken: [], random: chance(11) });
    pacer.took(new Date(START));
    const first = pacer.earliest(new Date(START));
    for (let ms = 0; ms < 5000; ms += 500) expect(pacer.earliest(new Date(START + ms))).toEqual(first);
    expect(pacer.earliest(new Date(START + HOUR))).toEqual(new Date(START + HOUR));
  });
});
