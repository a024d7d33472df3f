import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import {
  addOfficeMs,
  hoursText,
  isOpen,
  momentText,
  nextOpening,
  officeMs,
  zoneShort,
  type Hours,
} from "../../src/handoff/office-hours.ts";
import { createSay, type Texts } from "../../src/knowledge/texts.ts";
import { WEEKDAYS, type Span } from "../../src/settings/settings.ts";

const HOUR = 3_600_000;
const texts = readFileSync(join(import.meta.dirname, "../../locales/id/office-hours.json"), "utf8");
const say = createSay({ "office-hours": JSON.parse(texts) as Texts });

type Week = Partial<Record<(typeof WEEKDAYS)[number], string>>;

/** "08:00-12:00 13:00-16:00" → spans. */
function spans(text = ""): Span[] {
  return text
    .split(" ")
    .filter(Boolean)
    .map((span) => {
      const [from = "", to = ""] = span.split("-");
      return { from, to };
    });
}

function office(week: Week, timeZone = "Asia/Jakarta", holidays: string[] = []): Hours {
  const hours = Object.fromEntries(WEEKDAYS.map((day) => [day, spans(week[day])])) as Record<
    (typeof WEEKDAYS)[number],
    Span[]
  >;
  return { timeZone, hours, holidays: holidays.map((date) => ({ date, name: "Libur" })) };
}

const workdays = (text: string): Week => ({
  monday: text,
  tuesday: text,
  wednesday: text,
  thursday: text,
  friday: text,
});

const DAILY = office(workdays("08:00-16:00"), "Asia/Jakarta", ["12-25", "01-01", "2026-11-26"]);

/** An instant by a clock in Jakarta. */
const wib = (text: string) => new Date(`${text}:00+07:00`);

describe("whether staff are there, and from when", () => {
  it.each<[string, Hours, Date, boolean, Date | undefined]>([
    ["in the middle of a day", DAILY, wib("2026-11-25T10:00"), true, wib("2026-11-25T10:00")],
    ["as the day begins", DAILY, wib("2026-11-25T08:00"), true, wib("2026-11-25T08:00")],
    ["a moment before it", DAILY, wib("2026-11-25T07:59"), false, wib("2026-11-25T08:00")],
    ["as the day ends, before a holiday of that year", DAILY, wib("2026-11-25T16:00"), false, wib("2026-11-27T08:00")],
    ["on that holiday", DAILY, wib("2026-11-26T10:00"), false, wib("2026-11-27T08:00")],
    ["a year later it is none", DAILY, wib("2027-11-26T10:00"), true, wib("2027-11-26T10:00")],
    ["Friday evening", DAILY, wib("2026-11-27T20:00"), false, wib("2026-11-30T08:00")],
    ["Sunday", DAILY, wib("2026-11-29T12:00"), false, wib("2026-11-30T08:00")],
    ["Christmas, a Friday", DAILY, wib("2026-12-25T10:00"), false, wib("2026-12-28T08:00")],
    ["Christmas of another year", DAILY, wib("2028-12-25T10:00"), false, wib("2028-12-26T08:00")],
    ["New Year's Eve after hours", DAILY, wib("2026-12-31T17:00"), false, wib("2027-01-04T08:00")],
    ["no hours at all", office({}), wib("2026-11-25T10:00"), false, undefined],
  ])("%s", (_, hours, at, open, next) => {
    expect(isOpen(at, hours)).toBe(open);
    expect(nextOpening(at, hours)).toEqual(next);
  });

  it.each([
    ["Asia/Jakarta", "2026-11-25T01:00:00Z", "2026-11-25T09:00:00Z"],
    ["Asia/Pontianak", "2026-11-25T01:00:00Z", "2026-11-25T09:00:00Z"],
    ["Asia/Makassar", "2026-11-25T00:00:00Z", "2026-11-25T08:00:00Z"],
    ["Asia/Jayapura", "2026-11-24T23:00:00Z", "2026-11-25T07:00:00Z"],
    ["America/New_York", "2026-11-25T13:00:00Z", "2026-11-25T21:00:00Z"],
    ["Asia/Kathmandu", "2026-11-25T02:15:00Z", "2026-11-25T10:15:00Z"],
  ])("in %s by the clock of that place", (timeZone, begins, ends) => {
    const hours = office({ wednesday: "08:00-16:00" }, timeZone);
    expect(nextOpening(new Date("2026-11-24T18:00:00Z"), hours)).toEqual(new Date(begins));
    expect(addOfficeMs(new Date(begins), 8 * HOUR, hours)).toEqual(new Date(ends));
    expect(isOpen(new Date(Date.parse(begins) - 1), hours)).toBe(false);
    expect(isOpen(new Date(begins), hours)).toBe(true);
    expect(isOpen(new Date(Date.parse(ends) - 1), hours)).toBe(true);
    expect(isOpen(new Date(ends), hours)).toBe(false);
  });

  it("closes for lunch", () => {
    const hours = office(workdays("08:00-12:00 13:00-16:00"));
    expect(isOpen(wib("2026-11-25T12:00"), hours)).toBe(false);
    expect(nextOpening(wib("2026-11-25T12:00"), hours)).toEqual(wib("2026-11-25T13:00"));
    expect(isOpen(wib("2026-11-25T13:00"), hours)).toBe(true);
  });

  it("stays open over midnight when one day ends at 24:00 and the next begins at 00:00", () => {
    const hours = office({ friday: "20:00-24:00", saturday: "00:00-04:00" });
    expect(isOpen(wib("2026-11-27T23:59"), hours)).toBe(true);
    expect(isOpen(wib("2026-11-28T00:00"), hours)).toBe(true);
    expect(nextOpening(wib("2026-11-28T04:00"), hours)).toEqual(wib("2026-12-04T20:00"));
    expect(officeMs(wib("2026-11-27T12:00"), wib("2026-11-28T12:00"), hours)).toBe(8 * HOUR);
  });

  it("looks 60 days ahead and no further", () => {
    const closed = Array.from({ length: 60 }, (_, day) =>
      Temporal.PlainDate.from("2026-03-02").add({ days: day }).toString(),
    );
    const at = wib("2026-03-02T10:00");
    expect(nextOpening(at, office(workdays("08:00-16:00"), "Asia/Jakarta", closed.slice(0, 59)))).toEqual(
      wib("2026-04-30T08:00"),
    );
    expect(nextOpening(at, office(workdays("08:00-16:00"), "Asia/Jakarta", closed))).toEqual(wib("2026-05-01T08:00"));
    const longer = [...closed, "2026-05-01"];
    expect(nextOpening(at, office(workdays("08:00-16:00"), "Asia/Jakarta", longer))).toBeUndefined();
  });
});

describe("office time", () => {
  it.each([
    ["Friday 15.00 to Monday 09.00", wib("2026-11-27T15:00"), wib("2026-11-30T09:00"), 2],
    ["over a holiday", wib("2026-11-25T15:30"), wib("2026-11-27T08:30"), 1],
    ["a whole week without holidays", wib("2026-11-16T00:00"), wib("2026-11-23T00:00"), 40],
    ["a weekend", wib("2026-11-28T00:00"), wib("2026-11-30T00:00"), 0],
    ["backwards", wib("2026-11-25T12:00"), wib("2026-11-25T10:00"), 0],
  ])("%s", (_, from, to, hours) => expect(officeMs(from, to, DAILY) / HOUR).toBe(hours));

  it.each([
    ["within the day", wib("2026-11-25T09:00"), 1, wib("2026-11-25T10:00")],
    ["to the end of the day", wib("2026-11-25T09:00"), 7, wib("2026-11-25T16:00")],
    ["over a holiday", wib("2026-11-25T15:30"), 1, wib("2026-11-27T08:30")],
    ["Friday evening to Monday", wib("2026-11-27T20:00"), 0.5, wib("2026-11-30T08:30")],
    ["over New Year and a weekend", wib("2026-12-31T15:00"), 2, wib("2027-01-04T09:00")],
    ["nothing", wib("2026-11-28T20:00"), 0, wib("2026-11-28T20:00")],
  ])("passes %s", (_, from, hours, to) => expect(addOfficeMs(from, hours * HOUR, DAILY)).toEqual(to));

  it("never passes without hours", () =>
    expect(addOfficeMs(wib("2026-11-25T09:00"), HOUR, office({}))).toBeUndefined());

  it("counts what really passes where the clocks change", () => {
    // 8 March 2026: 02:00 becomes 03:00; 1 November 2026: 02:00 becomes 01:00 again
    const nights = office({ sunday: "00:00-06:00" }, "America/New_York");
    const daysOf = (month: string) =>
      [new Date(`2026-${month}T00:00:00Z`), new Date(`2026-${month}T23:59:00Z`)] as const;
    expect(officeMs(...daysOf("03-08"), nights)).toBe(5 * HOUR);
    expect(officeMs(...daysOf("11-01"), nights)).toBe(7 * HOUR);
  });

  it("has no hours in what the clocks skip, and none twice", () => {
    const skipped = office({ sunday: "02:00-02:30 02:45-03:00 03:00-04:00" }, "America/New_York");
    expect(nextOpening(new Date("2026-03-08T05:00:00Z"), skipped)).toEqual(new Date("2026-03-08T07:00:00Z"));
    expect(officeMs(new Date("2026-03-08T00:00:00Z"), new Date("2026-03-09T00:00:00Z"), skipped)).toBe(HOUR);
    // Samoa had no 30 December 2011, a Friday
    const samoa = office({ friday: "08:00-16:00" }, "Pacific/Apia");
    expect(nextOpening(new Date("2011-12-30T01:00:00Z"), samoa)).toEqual(new Date("2012-01-05T18:00:00Z"));
  });
});

const ZONES = [
  "Asia/Jakarta",
  "Asia/Makassar",
  "Asia/Jayapura",
  "America/New_York",
  "America/St_Johns",
  "Europe/Berlin",
  "Australia/Lord_Howe",
  "America/Havana",
];

/** Up to two spans that do not overlap, on the quarter hour. */
const someSpans = fc.uniqueArray(fc.integer({ min: 0, max: 96 }), { maxLength: 4 }).map((marks) => {
  const times = marks
    .sort((a, b) => a - b)
    .map((mark) => `${String(Math.floor(mark / 4)).padStart(2, "0")}:${String((mark % 4) * 15).padStart(2, "0")}`);
  return [times.slice(0, 2), times.slice(2, 4)].flatMap(([from, to]) => (from && to ? [{ from, to }] : []));
});

const someOffice: fc.Arbitrary<Hours> = fc.record({
  timeZone: fc.constantFrom(...ZONES),
  hours: fc.record(Object.fromEntries(WEEKDAYS.map((day) => [day, someSpans]))) as fc.Arbitrary<Hours["hours"]>,
  holidays: fc.array(
    fc.record({ date: fc.constantFrom("12-25", "01-01", "2026-03-09", "2026-11-02"), name: fc.constant("Libur") }),
    { maxLength: 2 },
  ),
});

/** Instants around the changes of the clocks and the turn of the year. */
const someInstant = fc
  .record({
    near: fc.constantFrom("2026-03-08T06:00Z", "2026-10-25T01:00Z", "2026-11-01T06:00Z", "2026-12-31T12:00Z"),
    minutes: fc.integer({ min: -10_000, max: 10_000 }),
  })
  .map(({ near, minutes }) => new Date(Date.parse(near) + minutes * 60_000));

const hasHours = ({ hours }: Hours) => Object.values(hours).some((day) => day.length > 0);
const NEVER = new Date(0);

describe("for any office in any zone", () => {
  it("passing office time and measuring it are inverse, to the millisecond", () => {
    fc.assert(
      fc.property(someOffice, someInstant, fc.integer({ min: 1, max: 50 * HOUR }), (hours, from, ms) => {
        fc.pre(hasHours(hours));
        const to = addOfficeMs(from, ms, hours) ?? NEVER;
        expect(officeMs(from, to, hours)).toBe(ms);
        expect(officeMs(from, new Date(to.getTime() - 1), hours)).toBe(ms - 1);
      }),
    );
  });

  it("office time adds up and is never negative or longer than the time", () => {
    fc.assert(
      fc.property(someOffice, someInstant, someInstant, someInstant, (hours, ...instants) => {
        const [a, b, c] = instants.sort((x, y) => x.getTime() - y.getTime()) as [Date, Date, Date];
        const [first, second, both] = [officeMs(a, b, hours), officeMs(b, c, hours), officeMs(a, c, hours)];
        expect(first + second).toBe(both);
        expect(Math.min(first, second)).toBeGreaterThanOrEqual(0);
        expect(both).toBeLessThanOrEqual(c.getTime() - a.getTime());
        expect(officeMs(c, a, hours)).toBe(0);
      }),
    );
  });

  it("the next opening is open, and nothing is before it", () => {
    fc.assert(
      fc.property(someOffice, someInstant, (hours, at) => {
        fc.pre(hasHours(hours));
        const next = nextOpening(at, hours) ?? NEVER;
        expect(isOpen(next, hours)).toBe(true);
        expect(officeMs(at, next, hours)).toBe(0);
        expect(isOpen(at, hours)).toBe(next.getTime() === at.getTime());
      }),
    );
  });

  it("open means that the clock there shows a time within the hours of a working day", () => {
    fc.assert(
      fc.property(someOffice, someInstant, (hours, at) => {
        const shown = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(hours.timeZone);
        // the hour that is shown twice belongs to a span as a whole, see below
        fc.pre(shown.hoursInDay === 24);
        const date = shown.toPlainDate().toString();
        const time = shown.toPlainTime().toString({ smallestUnit: "minute" });
        const free = hours.holidays.some((holiday) => [date, date.slice(5)].includes(holiday.date));
        const day = hours.hours[WEEKDAYS[shown.dayOfWeek - 1] ?? "monday"];
        expect(isOpen(at, hours)).toBe(!free && day.some(({ from, to }) => from <= time && time < to));
      }),
    );
  });

  it("a span that begins in the hour shown twice begins the first time", () => {
    const hours = office({ sunday: "01:00-01:30" }, "America/New_York");
    expect(nextOpening(new Date("2026-11-01T00:00:00Z"), hours)).toEqual(new Date("2026-11-01T05:00:00Z"));
    expect(isOpen(new Date("2026-11-01T06:15:00Z"), hours)).toBe(false);
  });
});

describe("in words", () => {
  it.each([
    ["Asia/Jakarta", "WIB"],
    ["Asia/Pontianak", "WIB"],
    ["Asia/Makassar", "WITA"],
    ["Asia/Jayapura", "WIT"],
    ["Asia/Ujung_Pandang", "WITA"],
    ["asia/jakarta", "WIB"],
    ["Asia/Tokyo", "GMT+9"],
    ["Asia/Kolkata", "GMT+5:30"],
    ["America/New_York", "GMT-5"],
  ])("%s is %s", (zone, text) => expect(zoneShort(zone)).toBe(text));

  it("the offset is that of the day in question", () =>
    expect(zoneShort("America/New_York", new Date("2026-07-01T12:00:00Z"))).toBe("GMT-4"));

  // 25 November 2026 is a Wednesday
  it.each([
    ["2026-11-25T16:00", "hari ini 16.00 WIB"],
    ["2026-11-26T08:00", "besok 08.00 WIB"],
    ["2026-11-27T08:05", "Jumat 08.05 WIB"],
    ["2026-12-01T00:00", "Selasa 00.00 WIB"],
    ["2026-12-02T08:00", "Rabu 2 Desember 2026 08.00 WIB"],
    ["2027-01-04T08:00", "Senin 4 Januari 2027 08.00 WIB"],
    ["2026-11-24T08:00", "Selasa 24 November 2026 08.00 WIB"],
  ])("%s, seen on a Wednesday night, is %s", (at, text) =>
    expect(momentText(wib(at), DAILY, wib("2026-11-25T23:30"), say)).toBe(text),
  );

  it("today is the office's today", () => {
    const now = new Date("2026-11-25T16:30:00Z"); // still Wednesday in Jakarta, Thursday in Jayapura
    const at = new Date("2026-11-26T01:00:00Z");
    expect(momentText(at, office({}, "Asia/Jakarta"), now, say)).toBe("besok 08.00 WIB");
    expect(momentText(at, office({}, "Asia/Jayapura"), now, say)).toBe("hari ini 10.00 WIT");
  });

  it.each<[string, Hours]>([
    ["Senin-Jumat 08.00-16.00 WIB", DAILY],
    [
      "Senin-Kamis 08.00-12.00 dan 13.00-16.00; Jumat 08.00-11.00 WITA",
      office({ ...workdays("08:00-12:00 13:00-16:00"), friday: "08:00-11:00" }, "Asia/Makassar"),
    ],
    [
      "Senin 08.00-10.00; Rabu 08.00-10.00 WIT",
      office({ monday: "08:00-10:00", wednesday: "08:00-10:00" }, "Asia/Jayapura"),
    ],
    [
      "Senin-Minggu 00.00-24.00 GMT+9",
      office({ ...workdays("00:00-24:00"), saturday: "00:00-24:00", sunday: "00:00-24:00" }, "Asia/Tokyo"),
    ],
    ["jam layanan belum diatur", office({})],
  ])("%s", (text, hours) => expect(hoursText(hours, say)).toBe(text));
});
