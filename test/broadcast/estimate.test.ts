import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimateEnd } from "../../src/broadcast/estimate.ts";
import { ageDays, createPacer, limitsOf, type Limits } from "../../src/broadcast/pace.ts";
import { isQuiet, openZones, quietUntil, type Quiet } from "../../src/broadcast/quiet.ts";
import { ZONES, type Zone } from "../../src/lib/zones.ts";
import { DEFAULT_SETTINGS } from "../../src/settings/defaults.ts";

const { pace, quiet: NIGHT } = DEFAULT_SETTINGS.broadcast;
const NEVER: Quiet = { from: "00:00", to: "00:00" };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TELEGRAM = limitsOf("telegram", pace, 0);
const WARM = limitsOf("whatsapp", pace, 100);
const SPANS = [
  ["perMinute", MINUTE],
  ["perHour", HOUR],
  ["perDay", DAY],
] as const;

/** By the clock of Jakarta. */
const wib = (time: string) => new Date(`${time}+07:00`);
const MORNING = wib("2026-12-10T09:00");

type Waiting = Partial<Record<Zone, number>>;
type Account = { zones: Waiting; limits?: Limits | ((at: Date) => Limits); sent?: readonly Date[] };

function end(accounts: Record<string, Account>, { from = MORNING, quiet = NIGHT } = {}): Date | undefined {
  return estimateEnd({
    from,
    quiet,
    waiting: Object.fromEntries(Object.entries(accounts).map(([account, { zones }]) => [account, zones])),
    limits: (account, at) => {
      const limits = accounts[account]?.limits ?? TELEGRAM;
      return typeof limits === "function" ? limits(at) : limits;
    },
    sent: (account) => accounts[account]?.sent ?? [],
  });
}

/** What really happens: one message after the other, with zones mixed by chance; asked again each hour at least. */
function reallyEnds({ zones, limits, sent = [] }: Required<Omit<Account, "sent">> & Account, quiet: Quiet, seed = 1) {
  let state = seed;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const left = { WIB: 0, WITA: 0, WIT: 0, ...zones };
  let now = MORNING;
  const pacer = createPacer({
    limits: () => (typeof limits === "function" ? limits(now) : limits),
    taken: sent,
    random,
  });
  let last: Date | undefined;
  for (;;) {
    const waiting = ZONES.filter((zone) => left[zone] > 0);
    if (waiting.length === 0) return last;
    const open = openZones(now, quiet).filter((zone) => waiting.includes(zone));
    if (open.length === 0) {
      now = new Date(Math.min(...waiting.map((zone) => quietUntil(now, zone, quiet).getTime())));
      continue;
    }
    const at = pacer.earliest(now);
    if (at > now) {
      now = new Date(Math.min(at.getTime(), now.getTime() + HOUR));
      continue;
    }
    let pick = random() * open.reduce((sum, zone) => sum + left[zone], 0);
    const zone = open.find((zone) => (pick -= left[zone]) < 0) ?? (open[0] as Zone);
    left[zone] -= 1;
    pacer.took(now);
    last = now;
  }
}

const apart = (one: Date | undefined, other: Date | undefined) =>
  Math.abs((one?.getTime() ?? NaN) - (other?.getTime() ?? NaN));

describe("the end of a campaign", () => {
  it("is none when nobody waits", () => {
    expect(end({})).toBeUndefined();
    expect(end({ bot: { zones: {} }, number: { zones: { WIB: 0 }, limits: WARM } })).toBeUndefined();
  });

  it.each([
    ["one goes at once", { WIB: 1 }, "2026-12-10T09:00:00"],
    ["25 a second", { WIB: 501 }, "2026-12-10T09:00:20"],
    ["zones share one pace", { WIB: 5000, WITA: 5001, WIT: 5000 }, "2026-12-10T09:10:00"],
    // 11 hours until 20:00, 990,000 people; the other 10,000 in the morning, where the day begins at 08:00
    ["a million stop for the night", { WIB: 1_000_000 }, "2026-12-11T08:06:39.960"],
    // it is 18:00 in Jakarta when the day in Jayapura is over, and 06:00 when it begins
    ["each zone has its night", { WIT: 810_001 }, "2026-12-11T06:00:00"],
  ])("on Telegram: %s", (_, zones, expected) => expect(end({ bot: { zones } })).toEqual(wib(expected)));

  it("begins when the zone wakes up", () => {
    const from = wib("2026-12-10T04:30");
    expect(end({ bot: { zones: { WIB: 1 } } }, { from })).toEqual(wib("2026-12-10T08:00"));
    expect(end({ bot: { zones: { WITA: 1 } } }, { from })).toEqual(wib("2026-12-10T07:00"));
    expect(end({ bot: { zones: { WIB: 1, WIT: 1 } } }, { from })).toEqual(wib("2026-12-10T08:00"));
  });

  it("lets in those who wake up while others get theirs", () =>
    // one hour for Jayapura alone, then Makassar too; each of them has less than is sent until eight
    expect(end({ bot: { zones: { WITA: 10_000, WIT: 10_000 } } }, { from: wib("2026-12-10T06:55") })).toEqual(
      wib("2026-12-10T07:08:19.960"),
    ));

  it("is that of the slowest account", () => {
    const zones = { WIB: 100 };
    const slow = end({ number: { zones, limits: WARM } });
    expect(end({ bot: { zones }, number: { zones, limits: WARM } })).toEqual(slow);
    expect(slow?.getTime()).toBeGreaterThan(end({ bot: { zones } })?.getTime() ?? Infinity);
  });

  it.each([
    ["300 people", { WIB: 300 }, WARM, []],
    ["300 people of all zones", { WIB: 180, WITA: 80, WIT: 40 }, WARM, []],
    ["after 350 of today's 400", { WIB: 300 }, WARM, Array.from({ length: 350 }, (_, i) => +MORNING - 8e6 + i * 2e4)],
    ["2,000 people, five days", { WIB: 2000 }, WARM, []],
    ["ceilings that leave no time", { WIB: 300 }, { perMinute: 1, perHour: 60, perDay: 1440, jitter: 0.5 }, []],
    ["an hour's ceiling without others", { WIB: 300 }, { perHour: 20, jitter: 0 }, []],
  ] as const)("on WhatsApp is right within a few minutes: %s", (_, zones, limits, times) => {
    const sent = times.map((time) => new Date(time));
    for (const seed of [1, 22, 333]) {
      const told = end({ number: { zones, limits, sent } });
      expect(apart(told, reallyEnds({ zones, limits, sent }, NIGHT, seed))).toBeLessThan(8 * MINUTE);
    }
  });

  it("on a WhatsApp number that grows older in the meantime", () => {
    const limits = (at: Date) => limitsOf("whatsapp", pace, ageDays(MORNING, at));
    const told = end({ number: { zones: { WIB: 300 }, limits } });
    expect(apart(told, reallyEnds({ zones: { WIB: 300 }, limits }, NIGHT))).toBeLessThan(HOUR);
    // 20 a day, then 40, then 80: it is the eighth day
    expect(told?.toISOString()).toMatch(/^2026-12-17/);
  });

  it.each([
    ["of a number at rest", []],
    ["of one whose day of yesterday ended late", Array.from({ length: 400 }, (_, i) => +MORNING - 18 * HOUR + i * 2e4)],
  ])("does not go through days that are all the same, and is right all the same: %s", (_, times) => {
    const sent = times.map((time) => new Date(time));
    const account = { zones: { WIB: 14_000, WITA: 4000, WIT: 2000 }, limits: WARM, sent };
    expect(apart(end({ number: account }), reallyEnds(account, NIGHT))).toBeLessThan(30 * MINUTE);
  });

  it("is told at once for a million people", () => {
    const zones = { WIB: 700_000, WITA: 200_000, WIT: 100_000 };
    const fastest = (limits: Limits | ((at: Date) => Limits)) =>
      Math.min(
        ...Array.from({ length: 20 }, () => {
          const begin = performance.now();
          end({ a: { zones, limits } });
          return performance.now() - begin;
        }),
      );
    expect(fastest(TELEGRAM)).toBeLessThan(20);
    expect(fastest((at) => limitsOf("whatsapp", pace, ageDays(MORNING, at)))).toBeLessThan(20);
  });

  it("is never before what ceilings and nights allow, and never in the night", () => {
    const ceiling = (max: number) => fc.option(fc.integer({ min: 1, max }), { nil: undefined });
    const limits = fc
      .record({
        perSecond: fc.option(fc.double({ min: 0.1, max: 30, noNaN: true }), { nil: undefined }),
        perMinute: ceiling(20),
        perHour: ceiling(100),
        perDay: ceiling(300),
        jitter: fc.constantFrom(0, 0.5),
      })
      .map((given) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Limits)
      // an even pace without chance and ceilings, or ceilings
      .map((set) => (set.perSecond === undefined ? set : { perSecond: set.perSecond, jitter: 0 }));
    const people = fc.nat(800);
    const clock = fc.integer({ min: 0, max: 23 }).map((hour) => `${String(hour).padStart(2, "0")}:30`);
    fc.assert(
      fc.property(
        limits,
        fc.record({ WIB: people, WITA: people, WIT: people }),
        fc.record({ from: clock, to: clock }),
        fc.nat(DAY),
        (set, zones, quiet, offset) => {
          const from = new Date(MORNING.getTime() + offset);
          const told = end({ a: { zones, limits: set } }, { from, quiet });
          const total = zones.WIB + zones.WITA + zones.WIT;
          fc.pre(total > 0);
          const time = (told?.getTime() ?? NaN) - from.getTime();
          expect(time).toBeGreaterThanOrEqual(0);
          for (const [field, ms] of SPANS)
            expect(time).toBeGreaterThanOrEqual(Math.floor((total - 1) / (set[field] ?? Infinity)) * ms);
          const gap = set.perSecond === undefined ? 0 : 1000 / set.perSecond;
          expect(time).toBeGreaterThanOrEqual((total - 1) * gap - 1);
          for (const zone of ZONES.filter((zone) => zones[zone] > 0))
            expect(told?.getTime()).toBeGreaterThanOrEqual(quietUntil(from, zone, quiet).getTime());
          // by a millisecond that was rounded up at most
          const at = new Date((told?.getTime() ?? NaN) - 1);
          expect(
            ZONES.some((zone) => zones[zone] > 0 && [at, told].some((at) => at && !isQuiet(at, zone, quiet))),
          ).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("without nights is just the pace", () =>
    expect(end({ bot: { zones: { WIB: 2_160_001 } } }, { quiet: NEVER })).toEqual(new Date(+MORNING + DAY)));
});
