import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isQuiet, openUntil, openZones, quietUntil } from "../../src/broadcast/quiet.ts";
import { ZONE_NAMES, ZONES } from "../../src/lib/zones.ts";

const NIGHT = { from: "20:00", to: "08:00" };
const NOON = { from: "11:30", to: "13:00" };
/** A day in December, by the clock of Jakarta. */
const wib = (time: string) => new Date(`2026-12-10T${time}+07:00`);

const clock = fc
  .integer({ min: 0, max: 1439 })
  .map((minute) => [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":"));
const quiet = fc.record({ from: clock, to: clock });
const zone = fc.constantFrom(...ZONES);
const instant = fc.date({ min: new Date("2026-01-01"), max: new Date("2032-01-01"), noInvalidDate: true });

/** "HH:MM" in a zone, as the tables of the system have it. */
const timeIn = (at: Date, name: string) =>
  new Intl.DateTimeFormat("en-GB", { timeZone: name, timeStyle: "short" }).format(at);

describe("quiet hours", () => {
  it.each([
    ["19:59:59.999", NIGHT, false],
    ["20:00:00", NIGHT, true],
    ["23:59:59.999", NIGHT, true],
    ["00:00:00", NIGHT, true],
    ["07:59:59.999", NIGHT, true],
    ["08:00:00", NIGHT, false],
    ["11:29:59.999", NOON, false],
    ["11:30:00", NOON, true],
    ["12:59:59.999", NOON, true],
    ["13:00:00", NOON, false],
    ["00:00:00", NOON, false],
    ["00:00:00", { from: "00:00", to: "06:00" }, true],
    ["23:59:00", { from: "20:00", to: "00:00" }, true],
    ["00:00:00", { from: "20:00", to: "00:00" }, false],
    ["20:00:00", { from: "20:00", to: "20:00" }, false],
  ])("at %s with %o: %s", (time, span, expected) => expect(isQuiet(wib(time), "WIB", span)).toBe(expected));

  it.each([
    ["05:59", []],
    ["06:00", ["WIT"]],
    ["07:30", ["WITA", "WIT"]],
    ["12:00", ["WIB", "WITA", "WIT"]],
    ["18:00", ["WIB", "WITA"]],
    ["19:30", ["WIB"]],
    ["20:00", []],
  ])("at %s in Jakarta it is day in %j", (time, zones) => expect(openZones(wib(time), NIGHT)).toEqual(zones));

  it("says when a zone opens", () => {
    expect(quietUntil(wib("21:15:30"), "WIB", NIGHT)).toEqual(new Date("2026-12-11T08:00+07:00"));
    expect(quietUntil(wib("03:00"), "WITA", NIGHT)).toEqual(wib("07:00"));
    expect(quietUntil(wib("12:00"), "WIB", NIGHT)).toEqual(wib("12:00"));
  });

  it("says until when it stays open", () => {
    expect(openUntil(wib("12:00"), "WIT", NIGHT)).toEqual(wib("18:00"));
    expect(openUntil(wib("12:00"), "WIT", { from: "09:00", to: "09:00" })).toBeUndefined();
  });

  it("goes by the clock that hangs on the wall there", () =>
    fc.assert(
      fc.property(instant, zone, quiet, (at, zone, span) => {
        const time = timeIn(at, ZONE_NAMES[zone]);
        const over = span.from > span.to;
        const within = over ? time >= span.from || time < span.to : time >= span.from && time < span.to;
        expect(isQuiet(at, zone, span)).toBe(within);
      }),
    ));

  it("opens at the first instant that is not quiet", () =>
    fc.assert(
      fc.property(instant, zone, quiet, fc.double({ min: 0, max: 1, noNaN: true }), (at, zone, span, part) => {
        const opens = quietUntil(at, zone, span);
        const wait = opens.getTime() - at.getTime();
        expect(isQuiet(opens, zone, span)).toBe(false);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThan(86_400_000);
        if (wait === 0) return;
        for (const early of [opens.getTime() - 1, at.getTime() + Math.floor(part * (wait - 1))])
          expect(isQuiet(new Date(early), zone, span)).toBe(true);
      }),
    ));

  it("closes at the first instant that is quiet", () =>
    fc.assert(
      fc.property(instant, zone, quiet, fc.double({ min: 0, max: 1, noNaN: true }), (at, zone, span, part) => {
        fc.pre(span.from !== span.to);
        const begin = quietUntil(at, zone, span);
        const end = openUntil(begin, zone, span) ?? begin;
        const open = end.getTime() - begin.getTime();
        expect(open).toBeGreaterThan(0);
        expect(isQuiet(end, zone, span)).toBe(true);
        expect(isQuiet(new Date(begin.getTime() + Math.floor(part * (open - 1))), zone, span)).toBe(false);
      }),
    ));
});
