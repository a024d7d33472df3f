import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/settings/defaults.ts";
import { settingsSchema } from "../../src/settings/schema.ts";
import { WEEKDAYS } from "../../src/settings/settings.ts";

describe("the settings to begin with", () => {
  it("pass their own checks unchanged", () =>
    expect(settingsSchema.parse(JSON.parse(JSON.stringify(DEFAULT_SETTINGS)))).toEqual(DEFAULT_SETTINGS));

  it("have hours for every day of the week, from Monday to Friday", () =>
    expect(WEEKDAYS.filter((day) => DEFAULT_SETTINGS.office.hours[day].length > 0)).toEqual(WEEKDAYS.slice(0, 5)));

  it("name only holidays that come on the same date every year", () =>
    expect(DEFAULT_SETTINGS.office.holidays.map(({ date }) => date)).toEqual([
      "01-01",
      "05-01",
      "06-01",
      "08-17",
      "12-25",
    ]));

  it("have ready replies without figures, on short lines", () => {
    expect(DEFAULT_SETTINGS.canned.length).toBeGreaterThanOrEqual(5);
    for (const { text } of DEFAULT_SETTINGS.canned) {
      expect(text).not.toMatch(/\d/);
      for (const line of text.split("\n")) expect(line.length).toBeLessThan(120);
    }
  });
});
