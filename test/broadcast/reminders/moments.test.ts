import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  dayInMonth,
  daysMeant,
  daysUntil,
  dueAt,
  EARLIEST_FIRST,
  isOpen,
  nextPayDay,
} from "../../../src/broadcast/reminders/moments.ts";
import { addMonths, lastDayOf, monthOf } from "../../../src/lib/calendar.ts";
import type { Zone } from "../../../src/lib/zones.ts";

describe("the day of a month", () => {
  it.each([
    ["2026-12", 10, "2026-12-10"],
    ["2027-02", 28, "2027-02-28"],
    ["2027-02", 29, "2027-02-28"],
    ["2027-02", 31, "2027-02-28"],
    ["2028-02", 29, "2028-02-29"],
    ["2028-02", 31, "2028-02-29"],
    ["2026-11", 31, "2026-11-30"],
    ["2026-12", 31, "2026-12-31"],
  ])("in %s, %d is %s", (month, day, expected) => expect(dayInMonth(month, day)).toBe(expected));

  it.each([
    ["2026-12-10", [10]],
    ["2026-12-30", [30]],
    ["2026-12-31", [31]],
    ["2026-11-30", [30, 31]],
    ["2027-02-28", [28, 29, 30, 31]],
    ["2028-02-28", [28]],
    ["2028-02-29", [29, 30, 31]],
  ])("on %s the days %j are meant", (day, days) => expect(daysMeant(day)).toEqual(days));

  it("every wish has just one day in every month", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 31 }), fc.integer({ min: 0, max: 60 }), (day, count) => {
        const month = addMonths("2026-01", count);
        const days = daysUntil(lastDayOf(month)).filter((one) => daysMeant(one).includes(day));
        expect(days).toEqual([dayInMonth(month, day)]);
      }),
    ));

  it.each([
    ["2026-12-31", -14, "2026-12-17"],
    ["2027-01-02", -3, "2026-12-30"],
    ["2026-12-31", 1, "2027-01-01"],
    ["2028-03-01", -1, "2028-02-29"],
  ])("%s and %d days is %s", (day, count, expected) => expect(addDays(day, count)).toBe(expected));
});

describe("nine o'clock where people live", () => {
  it.each<[Zone, string]>([
    ["WIB", "2026-12-10T02:00:00.000Z"],
    ["WITA", "2026-12-10T01:00:00.000Z"],
    ["WIT", "2026-12-10T00:00:00.000Z"],
  ])("%s: %s", (zone, at) => expect(dueAt("2026-12-10", zone).toISOString()).toBe(at));

  it("comes first in the east", () => expect(EARLIEST_FIRST).toEqual(["WIT", "WITA", "WIB"]));

  it.each<[string, Zone[]]>([
    ["2026-12-10T06:59:59+07:00", []],
    ["2026-12-10T07:00:00+07:00", ["WIT"]],
    ["2026-12-10T08:00:00+07:00", ["WITA", "WIT"]],
    ["2026-12-10T09:00:00+07:00", ["WIB", "WITA", "WIT"]],
    ["2026-12-10T17:59:59+07:00", ["WIB", "WITA", "WIT"]],
    ["2026-12-10T18:00:00+07:00", ["WIB", "WITA"]],
    ["2026-12-10T20:00:00+07:00", []],
  ])("at %s it is time in %j", (at, zones) =>
    expect((["WIB", "WITA", "WIT"] as const).filter((zone) => isOpen(new Date(at), zone))).toEqual(zones),
  );
});

describe("when it comes next", () => {
  const next = (day: number, now: string, more: { askedAt?: string; zone?: Zone; reminded?: string } = {}) =>
    nextPayDay({
      day,
      now: new Date(now),
      askedAt: new Date(more.askedAt ?? now),
      zone: more.zone ?? "WIB",
      reminded: (month) => month === more.reminded,
    });

  it.each([
    [10, "2026-11-24T10:00+07:00", "2026-12-10"],
    [30, "2026-11-24T10:00+07:00", "2026-11-30"],
    [31, "2026-11-24T10:00+07:00", "2026-11-30"],
    [31, "2027-02-27T10:00+07:00", "2027-02-28"],
    [31, "2026-12-31T10:00+07:00", "2027-01-31"],
    [10, "2026-12-10T08:59+07:00", "2026-12-10"],
    [10, "2026-12-10T09:00+07:00", "2027-01-10"],
  ])("asked for the %d at %s: %s", (day, now, expected) => expect(next(day, now)).toBe(expected));

  it("goes by the clock of the zone", () => {
    expect(next(10, "2026-12-10T07:30+07:00", { zone: "WIB" })).toBe("2026-12-10");
    expect(next(10, "2026-12-10T07:30+07:00", { zone: "WIT" })).toBe("2027-01-10");
    expect(next(1, "2026-11-30T23:00+07:00", { zone: "WIT" })).toBe("2026-12-01");
  });

  it("an older wish may still be on its way today, until eight in the evening", () => {
    const askedAt = "2026-11-24T10:00+07:00";
    expect(next(10, "2026-12-10T15:00+07:00", { askedAt })).toBe("2026-12-10");
    expect(next(10, "2026-12-10T15:00+07:00", { askedAt, reminded: "2026-12" })).toBe("2027-01-10");
    expect(next(10, "2026-12-10T20:00+07:00", { askedAt })).toBe("2027-01-10");
  });

  it("whoever had this month's gets the next one's", () =>
    expect(next(25, "2026-12-12T10:00+07:00", { reminded: "2026-12" })).toBe("2027-01-25"));

  it("is always a day to come that the month has", () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 31 }),
        fc.date({ min: new Date("2026-01-01"), max: new Date("2032-01-01"), noInvalidDate: true }),
        fc.constantFrom<Zone[]>("WIB", "WITA", "WIT"),
        (day, now, zone) => {
          const first = nextPayDay({ day, now, askedAt: now, zone, reminded: () => false });
          expect(dueAt(first, zone) > now).toBe(true);
          expect(first).toBe(dayInMonth(monthOf(first), day));
        },
      ),
    ));
});
