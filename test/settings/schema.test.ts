import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/settings/defaults.ts";
import { settingsSchema } from "../../src/settings/schema.ts";

const RINA = { id: "rina", name: "Rina", role: "lead", telegram: "123456789" };
const BUDI = { id: "budi_2", name: "Budi", role: "agent", whatsapp: "6281234567890" };

/** Every wrong field with what is said about it: "staff.0.id: must be …". */
function mistakes(data: unknown): string[] {
  const checked = settingsSchema.safeParse(data);
  return checked.success ? [] : checked.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

const monday = (...spans: [string, string][]) => ({
  office: { hours: { monday: spans.map(([from, to]) => ({ from, to })) } },
});
const holiday = (date: string) => ({ office: { holidays: [{ date, name: "Libur" }] } });
const canned = (text: string) => ({ canned: [{ name: "a", text }] });

describe("settings", () => {
  it("takes the defaults for all that is left out", () => {
    expect(settingsSchema.parse({})).toEqual(DEFAULT_SETTINGS);
    expect(settingsSchema.parse({ staff: [RINA] })).toEqual({ ...DEFAULT_SETTINGS, staff: [RINA] });
    expect(settingsSchema.parse({ desk: { reopenDays: 3, digest: { hour: 7 } }, retention: {} })).toEqual({
      ...DEFAULT_SETTINGS,
      desk: { ...DEFAULT_SETTINGS.desk, reopenDays: 3, digest: { day: "monday", hour: 7 } },
    });
    expect(settingsSchema.parse({ office: { timeZone: "Asia/Makassar" } }).office).toEqual({
      ...DEFAULT_SETTINGS.office,
      timeZone: "Asia/Makassar",
    });
  });

  it("a day that the hours do not name is a day without staff", () => {
    const { hours } = settingsSchema.parse(monday(["08:00", "12:00"])).office;
    expect(hours.monday).toEqual([{ from: "08:00", to: "12:00" }]);
    expect(hours.tuesday).toEqual([]);
  });

  it.each([
    ["a lunch break", monday(["08:00", "12:00"], ["13:00", "16:00"])],
    ["spans that touch", monday(["08:00", "12:00"], ["12:00", "16:00"])],
    ["a day until midnight", monday(["00:00", "24:00"])],
    ["no holidays", { office: { holidays: [] } }],
    [
      "29 February of a leap year, and of every year",
      {
        office: {
          holidays: [
            { date: "2028-02-29", name: "x" },
            { date: "02-29", name: "y" },
          ],
        },
      },
    ],
    ["two members", { staff: [RINA, BUDI] }],
    ["one reachable on both", { staff: [{ ...RINA, whatsapp: "6281234567890" }] }],
    ["a reply with every place", canned("{{nama}}, tiket {{tiket}}: {{petugas}} {di sini}")],
    ["a reply of 1500 characters", canned("a".repeat(1500))],
  ])("accepts %s", (_, data) => expect(mistakes(data)).toEqual([]));

  it.each<[string, unknown, RegExp]>([
    ["a key nobody knows", { offices: {} }, /^: Unrecognized key: "offices"/],
    ["a nested key nobody knows", { desk: { idle: 5 } }, /^desk: Unrecognized key: "idle"/],
    ["a day nobody knows", { office: { hours: { senin: [] } } }, /^office\.hours: Unrecognized key: "senin"/],
    ["a zone that is none", { office: { timeZone: "Asia/Bandung" } }, /^office\.timeZone: must be an IANA time zone/],
    ["a time that is none", monday(["8:00", "16:00"]), /^office\.hours\.monday\.0\.from: must be a time/],
    ["an hour that is none", monday(["08:00", "25:00"]), /^office\.hours\.monday\.0\.to: must be a time/],
    ["a day that begins at its end", monday(["24:00", "24:00"]), /^office\.hours\.monday\.0\.from: must be a time/],
    ["a span of no time", monday(["08:00", "08:00"]), /^office\.hours\.monday\.0: must end after it begins/],
    ["a span over midnight", monday(["20:00", "02:00"]), /^office\.hours\.monday\.0: must end after it begins/],
    ["overlap", monday(["08:00", "12:30"], ["12:00", "16:00"]), /^office\.hours\.monday\.1: must begin after .* 12:30/],
    ["disorder", monday(["13:00", "16:00"], ["08:00", "12:00"]), /^office\.hours\.monday\.1: must begin after/],
    ["a day that does not exist", holiday("2027-02-29"), /^office\.holidays\.0\.date: must be a day that exists/],
    ["a yearly day that does not exist", holiday("02-30"), /^office\.holidays\.0\.date/],
    ["a month as a holiday", holiday("2027-02"), /^office\.holidays\.0\.date/],
    ["a day the other way round", holiday("25-12"), /^office\.holidays\.0\.date/],
    ["a holiday without a name", { office: { holidays: [{ date: "12-25", name: "" }] } }, /^office\.holidays\.0\.name/],
    ["an id with blanks", { staff: [{ ...RINA, id: "Rina S" }] }, /^staff\.0\.id: must be 1 to 32 lower-case/],
    ["a role nobody knows", { staff: [{ ...RINA, role: "boss" }] }, /^staff\.0\.role: must be agent or lead/],
    [
      "nobody to be reached",
      { staff: [{ id: "x", name: "X", role: "agent" }] },
      /^staff\.0: must have telegram or whatsapp/,
    ],
    ["a Telegram name", { staff: [{ ...RINA, telegram: "@rina" }] }, /^staff\.0\.telegram: .*digits only/],
    ["a Telegram id without quotes", { staff: [{ ...RINA, telegram: 123456789 }] }, /^staff\.0\.telegram: .*in quotes/],
    [
      "a number without its country",
      { staff: [{ ...BUDI, whatsapp: "081234567890" }] },
      /^staff\.0\.whatsapp: .*country code/,
    ],
    ["one id twice", { staff: [RINA, { ...BUDI, id: "rina" }] }, /^staff\.1\.id: is used/],
    ["one Telegram id twice", { staff: [RINA, { ...RINA, id: "b" }] }, /^staff\.1\.telegram: is used/],
    ["one number twice", { staff: [BUDI, { ...BUDI, id: "b" }] }, /^staff\.1\.whatsapp: is used/],
    [
      "a sixteen-digit number for a name",
      { staff: [{ ...RINA, name: "3402 0101 0101 0001" }] },
      /^staff\.0\.name: .*NIK/,
    ],
    [
      "one reply twice",
      {
        canned: [
          { name: "a", text: "x" },
          { name: "a", text: "y" },
        ],
      },
      /^canned\.1\.name: is used/,
    ],
    ["a reply with a name in capitals", { canned: [{ name: "Salam", text: "x" }] }, /^canned\.0\.name: must be/],
    ["a reply without words", canned(""), /^canned\.0\.text: must not be empty/],
    ["a long reply", canned("a".repeat(1501)), /^canned\.0\.text: must be at most 1500/],
    [
      "a place nobody fills",
      canned("Halo {{name}}"),
      /^canned\.0\.text: does not know \{\{name\}\}, only \{\{nama\}\}/,
    ],
    ["a place with blanks", canned("Halo {{ nama }}"), /^canned\.0\.text: does not know \{\{ nama \}\}/],
    ["braces left open", canned("Halo {{nama"), /^canned\.0\.text: does not know \{\{,/],
    [
      "too short a claim",
      { desk: { claimIdleMinutes: 0 } },
      /^desk\.claimIdleMinutes: must be a whole number from 5 to/,
    ],
    ["half a day", { desk: { reopenDays: 1.5 } }, /^desk\.reopenDays: must be a whole number/],
    ["a number as a text", { desk: { reopenDays: "7" } }, /^desk\.reopenDays: must be a whole number/],
    [
      "an hour too late",
      { desk: { digest: { hour: 24 } } },
      /^desk\.digest\.hour: must be a whole number from 0 to 23/,
    ],
    [
      "a day of the digest that is none",
      { desk: { digest: { day: "Senin" } } },
      /^desk\.digest\.day: must be one of monday/,
    ],
    ["nothing kept", { retention: { messageDays: 0 } }, /^retention\.messageDays: must be/],
    [
      "tickets gone before they may be opened again",
      { desk: { reopenDays: 30 }, retention: { closedTicketDays: 14 } },
      /^retention\.closedTicketDays: must not be less than desk\.reopenDays/,
    ],
    ["a list", [], /expected object/],
  ])("rejects %s", (_, data, said) => {
    const found = mistakes(data);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(said);
  });

  it("tells all mistakes together", () =>
    expect(mistakes({ desk: { reopenDays: -1 }, staff: [{ ...RINA, id: "R" }], more: 1 })).toHaveLength(3));
});
