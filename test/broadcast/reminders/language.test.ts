import { describe, expect, it } from "vitest";
import type { AskedLanguage } from "../../../src/contacts/contact.ts";
import { discountEnds, reminderTexts } from "../../../src/answers/reminder.ts";
import { kit, reminderTown } from "./town.ts";

/** What a reminder begins with and must hold in each language. */
const SAYS: readonly [AskedLanguage | undefined, pay: RegExp, discount: RegExp][] = [
  [undefined, /^Halo Siti, waktunya iuran.*\nPaling ringan.*Berhenti:/s, /^Halo Siti, potongan iuran.*Sisa 14 hari/],
  ["id", /^Halo Siti, waktunya iuran/, /^Halo Siti, potongan iuran/],
  [
    "su",
    /^Punten Siti, parantos waktosna mayar iuran.*\nPanghampangna.*Panglambatna tanggal 15.*Badé eureun\? Ketik \*stop pengingat\*/s,
    /^Punten Siti, potongan iuran.*Kantun 14 dinten deui/s,
  ],
  [
    "jv",
    /^Nuwun sewu Siti, sampun wancinipun bayar iuran.*\nPaling entheng.*Paling telat tanggal 15.*Badhe mandheg\?/s,
    /^Nuwun sewu Siti, potongan iuran.*Kantun 14 dinten malih/s,
  ],
  ["en", /^Hello Siti, it is time.*\nThe lowest.*To stop:/s, /^Hello Siti, the .* discount.*Days left: 14/s],
];

describe("reminders speak the language that was asked for", () => {
  it.each(SAYS)("%s", (replyLanguage, pay, discount) => {
    const town = reminderTown("2026-12-09T10:00+07:00");
    const { says } = town.person("Siti", { occupation: "petani", ...(replyLanguage && { replyLanguage }) });
    says("ingatkan tanggal 10");
    says("ingatkan sebelum diskon berakhir");
    town.until("2026-12-18T00:00+07:00");
    expect(town.got.map(({ at, text }) => [at.slice(0, 10), text])).toEqual([
      ["2026-12-10", expect.stringMatching(pay)],
      ["2026-12-17", expect.stringMatching(discount)],
    ]);
  });

  it("of two people each hears their own", () => {
    const town = reminderTown("2026-12-09T10:00+07:00");
    for (const [name, replyLanguage] of [
      ["Siti", "su"],
      ["Tono", "jv"],
    ] as const)
      town.person(name, { replyLanguage }).says("ingatkan tanggal 10");
    town.person("Umar").says("ingatkan tanggal 10");
    town.until("2026-12-11T00:00+07:00");
    expect(Object.fromEntries(town.got.map(({ who, text }) => [who, text.split(" ")[0]]))).toEqual({
      Siti: "Punten",
      Tono: "Nuwun",
      Umar: "Halo",
    });
  });

  it("staff know their campaigns in Indonesian", () => {
    const town = reminderTown("2026-12-09T10:00+07:00");
    town.person("Siti", { replyLanguage: "su" }).says("ingatkan tanggal 10");
    town.until("2026-12-11T00:00+07:00");
    const { name } = town.stores.campaigns.inState("done")[0] ?? {};
    expect(name).toMatch(/^Pengingat iuran 10 Desember 2026/);
  });
});

/** Every form of a reminder: by work, month, and what is left of a discount. */
const CASES = [undefined, "ojol", "petani"].flatMap((occupation) =>
  ["2026-11-10", "2026-12-10", "2026-12-31", "2027-01-10", "2027-03-31", "2027-04-20"].map((day) => ({
    occupation,
    day,
  })),
);

describe("no language changes the figures of a reminder", () => {
  const texts = reminderTexts(kit);
  const ends = discountEnds(kit);
  const figures = (text: string) => (text.match(/Rp[\d.]+|\d[\d.,]* persen|\d+/g) ?? []).sort();

  it.each(["su", "jv", "en"] as const)("%s", (language) => {
    for (const { occupation, day } of CASES) {
      const person = { name: "Siti", ...(occupation === undefined ? {} : { occupation }) };
      const end = ends.of(occupation, day);
      const told = (own: object) => [
        texts.pay({ ...person, ...own }, { day }),
        ...(end === undefined ? [] : [texts.discount({ ...person, ...own }, { today: day, end })]),
      ];
      const [ours, theirs] = [told({}), told({ language })];
      expect({ occupation, day, figures: theirs.map(figures) }).toEqual({
        occupation,
        day,
        figures: ours.map(figures),
      });
      for (const [index, text] of theirs.entries()) {
        expect(text).not.toBe(ours[index]);
        expect(text).not.toMatch(/\{\{|undefined/);
        expect(text.length).toBeLessThan(900);
      }
    }
  });
});
