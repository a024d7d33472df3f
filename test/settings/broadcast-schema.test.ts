import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { INTENTS } from "../../src/lib/intent.ts";
import { DEFAULT_SETTINGS } from "../../src/settings/defaults.ts";
import { settingsSchema } from "../../src/settings/schema.ts";

const DEFAULTS = DEFAULT_SETTINGS.broadcast;

/** Every wrong field of the part "broadcast" with what is said about it. */
function mistakes(broadcast: unknown): string[] {
  const checked = settingsSchema.safeParse({ broadcast });
  return checked.success ? [] : checked.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

const whatsapp = (ceilings: object) => ({ pace: { whatsapp: ceilings } });
const segment = (segment: object) => ({ segments: [{ name: "a", segment }] });
const named = (...names: string[]) => ({ segments: names.map((name) => ({ name, segment: {} })) });
const ids = (file: string, list: string, key: string): string[] =>
  (JSON.parse(readFileSync(file, "utf8")) as Record<string, Record<string, string>[]>)[list]?.map(
    (entry) => entry[key] ?? "",
  ) ?? [];

describe("settings of broadcasts", () => {
  it("takes the defaults for all that is left out", () => {
    const parse = (broadcast: object) => settingsSchema.parse({ broadcast }).broadcast;
    expect(parse({})).toEqual(DEFAULTS);
    expect(parse({ roles: { approve: ["lead"] } }).roles).toEqual({ ...DEFAULTS.roles, approve: ["lead"] });
    expect(parse({ quiet: { from: "21:00" } }).quiet).toEqual({ from: "21:00", to: "08:00" });
    expect(parse({ pace: { whatsapp: { perMinute: 2, since: "2026-11-25" } } }).pace).toEqual({
      telegramPerSecond: 25,
      whatsapp: { perMinute: 2, perHour: 120, perDay: 400, since: "2026-11-25" },
    });
    expect(parse({ breaker: { window: 50 } }).breaker).toEqual({ ...DEFAULTS.breaker, window: 50 });
    expect(parse({ greetings: ["Halo,"] })).toEqual({ ...DEFAULTS, greetings: ["Halo,"] });
  });

  it("leaves the defaults as they are when a copy is changed", () => {
    (settingsSchema.parse({}).broadcast.greetings as string[]).push("Hai");
    (settingsSchema.parse({}).broadcast.segments as unknown[]).push({});
    expect(settingsSchema.parse({}).broadcast).toEqual(DEFAULTS);
    expect(DEFAULTS.greetings).not.toContain("Hai");
  });

  it.each([
    ["a pace of one in ten seconds", { pace: { telegramPerSecond: 0.1 } }],
    ["the whole pace of Telegram", { pace: { telegramPerSecond: 30 } }],
    ["half a message a second", { pace: { telegramPerSecond: 0.5 } }],
    ["ceilings that are all the same", whatsapp({ perMinute: 1, perHour: 1, perDay: 1 })],
    ["no quiet hours", { quiet: { from: "00:00", to: "00:00" } }],
    ["quiet hours within a day", { quiet: { from: "11:30", to: "23:59" } }],
    ["no second person at all", { secondPersonAbove: 10_000_000 }],
    ["always a second person", { secondPersonAbove: 0 }],
    ["no rule for recent ones", { recentDays: 0 }],
    ["a breaker at its bounds", { breaker: { failPercent: 100, window: 200, missingAcks: 20 } }],
    ["a breaker at its other bounds", { breaker: { failPercent: 1, window: 5, missingAcks: 1 } }],
    ["a greeting without a name", { greetings: ["Salam sejahtera."] }],
    ["a greeting of 80 characters", { greetings: ["a".repeat(80)] }],
    ["twenty greetings", { greetings: Array.from({ length: 20 }, (_, index) => `Halo ${index}`) }],
    ["names of segments", named("petani-Soreang", "2026", "a".repeat(40))],
    ["a segment of everybody", segment({})],
    [
      "a whole segment",
      segment({
        roles: ["worker", "leader", "staff"],
        occupations: ["ojol"],
        regions: ["ID", "32"],
        languages: ["id", "su", "jv", "en"],
        seenWithinDays: 90,
        notSeenForDays: 7,
        askedAbout: { intents: ["claim", "contribution.discount"], withinDays: 30 },
        tags: ["pasar Soreang"],
      }),
    ],
    ["asked at any time", segment({ askedAbout: { intents: ["menu"] } })],
  ])("accepts %s", (_, data) => expect(mistakes(data)).toEqual([]));

  it("knows every region, occupation and intent that there is", () => {
    const regions = ids("data/regions.json", "regions", "code");
    const occupations = ids("data/knowledge/occupations.json", "occupations", "id");
    expect(Math.min(regions.length, occupations.length)).toBeGreaterThan(30);
    expect(mistakes(segment({ regions, occupations, askedAbout: { intents: INTENTS } }))).toEqual([]);
  });

  it.each([
    ["a key nobody knows", { speed: 5 }, /^broadcast: Unrecognized key: "speed"/],
    ["a pace nobody knows", { pace: { telegram: 5 } }, /^broadcast\.pace: Unrecognized key/],
    ["a ceiling nobody knows", whatsapp({ perWeek: 5 }), /^broadcast\.pace\.whatsapp: Unrecognized key/],
    ["nobody who may approve", { roles: { approve: [] } }, /^broadcast\.roles\.approve: must not be empty: nobody/],
    ["a role nobody has", { roles: { write: ["boss"] } }, /^broadcast\.roles\.write\.0: must be agent or lead/],
    ["a role that is no list", { roles: { stop: "lead" } }, /^broadcast\.roles\.stop: must be a list/],
    [
      "fewer than none",
      { secondPersonAbove: -1 },
      /^broadcast\.secondPersonAbove: must be a whole number of at least 0/,
    ],
    ["half a person", { secondPersonAbove: 0.5 }, /^broadcast\.secondPersonAbove: must be a whole number/],
    ["91 days", { recentDays: 91 }, /^broadcast\.recentDays: must be a whole number from 0 to 90/],
    ["a time with a point", { quiet: { from: "20.00" } }, /^broadcast\.quiet\.from: must be a time such as 20:00/],
    ["a time as a number", { quiet: { from: 20 } }, /^broadcast\.quiet\.from: must be a time such as 20:00/],
    ["midnight as the end of a day", { quiet: { to: "24:00" } }, /^broadcast\.quiet\.to: must be a time .* 23:59/],
    ["no pace", { pace: { telegramPerSecond: 0 } }, /^broadcast\.pace\.telegramPerSecond: must be .* 0\.1 to 30/],
    ["too fast", { pace: { telegramPerSecond: 30.5 } }, /^broadcast\.pace\.telegramPerSecond: must be .* 0\.1 to 30/],
    ["pace as a text", { pace: { telegramPerSecond: "25" } }, /^broadcast\.pace\.telegramPerSecond: must be a number/],
    ["no message a minute", whatsapp({ perMinute: 0 }), /\.whatsapp\.perMinute: must be a whole number of at least 1/],
    ["half a message a day", whatsapp({ perDay: 400.5 }), /\.whatsapp\.perDay: must be a whole number/],
    [
      "a minute with more than its hour",
      whatsapp({ perMinute: 121 }),
      /\.whatsapp\.perMinute: must not be more than perHour: it is 121, and perHour is 120/,
    ],
    [
      "a day with less than the hour has unless said",
      whatsapp({ perDay: 100 }),
      /\.whatsapp\.perHour: must not be more than perDay: it is 120, and perDay is 100/,
    ],
    ["a day that does not exist", whatsapp({ since: "2026-02-30" }), /\.whatsapp\.since: must be a day that exists/],
    ["a month", whatsapp({ since: "2026-02" }), /\.whatsapp\.since: must be a day that exists/],
    ["a breaker of 0 %", { breaker: { failPercent: 0 } }, /^broadcast\.breaker\.failPercent: .* from 1 to 100/],
    ["a window of four", { breaker: { window: 4 } }, /^broadcast\.breaker\.window: .* from 5 to 200/],
    ["21 missing answers", { breaker: { missingAcks: 21 } }, /^broadcast\.breaker\.missingAcks: .* from 1 to 20/],
    ["no greeting", { greetings: [] }, /^broadcast\.greetings: must not be empty/],
    [
      "21 greetings",
      { greetings: Array.from({ length: 21 }, () => "Halo") },
      /^broadcast\.greetings: must be at most 20/,
    ],
    ["an empty greeting", { greetings: ["Halo", ""] }, /^broadcast\.greetings\.1: must not be empty/],
    ["a long greeting", { greetings: ["a".repeat(81)] }, /^broadcast\.greetings\.0: must be at most 80 characters/],
    ["a name twice", { greetings: ["{nama}, halo {nama}"] }, /^broadcast\.greetings\.0: must hold \{nama\} only once/],
    ["another place", { greetings: ["Halo {wilayah}"] }, /^broadcast\.greetings\.0: does not know \{wilayah\}, only/],
    ["two pairs of braces", { greetings: ["Halo {{nama}}"] }, /^broadcast\.greetings\.0: does not know \{\}/],
    ["braces left open", { greetings: ["Halo {nama"] }, /^broadcast\.greetings\.0: does not know \{,/],
    ["a NIK in a greeting", { greetings: ["3402010101010001"] }, /^broadcast\.greetings\.0: .*NIK/],
    ["a segment without a name", named(""), /^broadcast\.segments\.0\.name: must be 1 to 40 letters/],
    ["a name with blanks", named("para petani"), /^broadcast\.segments\.0\.name: must be 1 to 40 letters/],
    ["a name of 41 letters", named("a".repeat(41)), /^broadcast\.segments\.0\.name: must be 1 to 40 letters/],
    ["one name twice", named("petani", "ojol", "petani"), /^broadcast\.segments\.2\.name: is used/],
    ["names that only differ in size", named("petani", "Petani"), /^broadcast\.segments\.1\.name: is used/],
    [
      "a segment by what nobody knows",
      segment({ age: 5 }),
      /^broadcast\.segments\.0\.segment: Unrecognized key: "age"/,
    ],
    ["no regions", segment({ regions: [] }), /\.segment\.regions: must not be empty: leave it out/],
    ["a region by its name", segment({ regions: ["Bandung"] }), /\.regions\.0: must be a region code such as ID, 32/],
    ["a region without points", segment({ regions: ["3204"] }), /\.regions\.0: must be a region code/],
    ["half a region", segment({ regions: ["32.04."] }), /\.regions\.0: must be a region code/],
    ["a region as a number", segment({ regions: [32] }), /\.regions\.0: must be a region code in quotes/],
    ["an occupation by its label", segment({ occupations: ["Ojek online"] }), /\.occupations\.0: must be the id/],
    ["a language nobody writes", segment({ languages: ["jw"] }), /\.languages\.0: must be id, su, jv or en/],
    ["a role of staff for contacts", segment({ roles: ["agent"] }), /\.roles\.0: must be worker, leader or staff/],
    ["half a day", segment({ seenWithinDays: 0.5 }), /\.seenWithinDays: must be a whole number of at least 1/],
    ["no day", segment({ notSeenForDays: 0 }), /\.notSeenForDays: must be a whole number of at least 1/],
    [
      "nobody by days",
      segment({ seenWithinDays: 7, notSeenForDays: 7 }),
      /\.notSeenForDays: must be less than seenWithinDays/,
    ],
    ["asked about nothing", segment({ askedAbout: { intents: [] } }), /\.askedAbout\.intents: must not be empty/],
    [
      "asked about what nobody asks",
      segment({ askedAbout: { intents: ["clai"] } }),
      /\.askedAbout\.intents\.0: must be what people ask about, such as claim or claim\.jht/,
    ],
    ["an empty tag", segment({ tags: [""] }), /\.tags\.0: must not be empty/],
  ])("rejects %s", (_, data, said) => {
    const found = mistakes(data);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(said);
  });
});
