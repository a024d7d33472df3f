import { describe, expect, it } from "vitest";
import {
  addMonths,
  dateText,
  dayOf,
  isPossibleDate,
  lastDayOf,
  monthNumber,
  orderDay,
} from "../../src/lib/calendar.ts";

describe("dates", () => {
  it.each([
    ["2023-02-27", "27 Februari 2023"],
    ["2023-08", "Agustus 2023"],
    ["2023", "2023"],
  ])("%s reads %s", (date, text) => expect(dateText(date)).toBe(text));

  it.each(["2023", "2024-02-29", "2023-12"])("%s is possible", (date) => expect(isPossibleDate(date)).toBe(true));
  it.each(["2023-02-29", "2023-13", "23", "2023-00", "2023-04-31", "kemarin", "2023-1-1"])("%s is not", (date) =>
    expect(isPossibleDate(date)).toBe(false),
  );

  it("the day depends on the time zone", () => {
    const lateEvening = new Date("2026-12-31T16:30:00Z");
    expect(dayOf(lateEvening, "Asia/Jakarta")).toBe("2026-12-31");
    expect(dayOf(lateEvening, "Asia/Makassar")).toBe("2027-01-01");
  });

  it("months roll over the year", () => {
    expect(addMonths("2026-11", 3)).toBe("2027-02");
    expect(addMonths("2026-01", -1)).toBe("2025-12");
  });

  it("puts dates of different precision in order", () => {
    expect(["2023-08-09", "2023", "2023-08", "2024-02"].sort((a, b) => orderDay(a).localeCompare(orderDay(b)))).toEqual(
      ["2023", "2023-08", "2023-08-09", "2024-02"],
    );
    expect(lastDayOf("2024-02")).toBe("2024-02-29");
  });

  it.each([
    ["Agustus", 8],
    ["agt", 8],
    ["mei", 5],
    ["nopember", 11],
    ["dec", 12],
    ["march", 3],
  ] as const)("%s is month %d", (word, number) => expect(monthNumber(word)).toBe(number));
  it.each(["desa", "marbot", "sepeda", "juniati", "jangan"])("%s is no month", (word) =>
    expect(monthNumber(word)).toBeUndefined(),
  );
});
