import { describe, expect, it } from "vitest";
import { discountEnds, reminderTexts } from "../../src/answers/reminder.ts";
import { createKnowledge } from "../../src/knowledge/knowledge.ts";
import { createSay } from "../../src/knowledge/texts.ts";
import { loadKnowledge } from "../../src/knowledge/load.ts";
import { addMonths } from "../../src/lib/calendar.ts";
import { SHIPPED, shippedContent } from "../support/knowledge.ts";

const { knowledge, texts } = await loadKnowledge(SHIPPED);
const kit = { knowledge, say: createSay(texts) };
const own = reminderTexts(kit);
const ends = discountEnds(kit);

/** The longest name that is ever shown. */
const LONG_NAME = "W".repeat(24);

const person = (occupation?: string, name?: string) => ({
  ...(name === undefined ? {} : { name }),
  ...(occupation === undefined ? {} : { occupation }),
});

describe("the reminder to pay", () => {
  it.each([
    [
      "ojol",
      "2026-12-10",
      /Desember 2026\.\n.*\*Rp8\.400\*.*50 persen sampai iuran Maret 2027; sesudahnya Rp16\.800/,
      /kecuali/,
    ],
    [
      "petani",
      "2026-12-10",
      /Desember 2026\.\n.*\*Rp8\.400\*.*50 persen sampai iuran Desember 2026; sesudahnya Rp16\.800/,
      /kecuali/,
    ],
    ["ojol", "2027-01-10", /Januari 2027\.\n.*\*Rp8\.400\*.*sampai iuran Maret 2027/, /kecuali/],
    ["petani", "2027-01-10", /Januari 2027\.\nPaling ringan \*Rp16\.800\* \(JKK \+ JKM\)\.\n/, /stop pengingat/],
    ["ojol", "2027-03-31", /Maret 2027\.\n.*\*Rp8\.400\*/, /kecuali/],
    ["ojol", "2027-04-01", /April 2027\.\nPaling ringan \*Rp16\.800\*/, /stop pengingat/],
    ["petani", "2026-03-31", /Maret 2026\.\nPaling ringan \*Rp16\.800\*/, /stop pengingat/],
    [
      undefined,
      "2026-12-10",
      /\*Rp8\.400\*.*Maret 2027 \(ojek, sopir, kurir\) dan Desember 2026 \(lainnya\)/,
      /kecuali/,
    ],
    [
      undefined,
      "2027-01-10",
      /ojek, sopir, kurir \*Rp8\.400\* \(potongan sampai Maret 2027\); lainnya \*Rp16\.800\*/,
      /kecuali/,
    ],
    [undefined, "2027-04-10", /Paling ringan \*Rp16\.800\*/, /stop pengingat/],
    ["no-such-occupation", "2027-04-10", /Paling ringan \*Rp16\.800\*/, /stop pengingat/],
  ])("for %s on %s", (occupation, day, says, alsoSays) => {
    const text = own.pay(person(occupation, "Siti"), { day });
    expect(text).toMatch(says);
    expect(text).toMatch(alsoSays);
    expect(text).toMatch(/^Halo Siti, /);
    expect(text).toMatch(/JMO.*Kantor Pos.*daftar Juli 2025/);
    expect(text).toMatch(/\n\nSumber: .*\d{4}/);
    expect(text).toMatch(/\*stop pengingat\*\.$/);
  });

  it("names the limit only before it has passed", () => {
    expect(own.pay({}, { day: "2026-12-15" })).toContain("Batas bayar tanggal 15");
    expect(own.pay({}, { day: "2026-12-16" })).not.toContain("tanggal 15");
  });

  it("does without a name", () => expect(own.pay({}, { day: "2026-12-10" })).toMatch(/^Halo Bapak\/Ibu, /));

  it("fits on a screen, whoever gets it and whenever", () => {
    for (let month = "2026-01"; month <= "2027-06"; month = addMonths(month, 1))
      for (const occupation of [undefined, "ojol", "petani"])
        for (const day of ["01", "28"]) {
          const text = own.pay(person(occupation, LONG_NAME), { day: `${month}-${day}` });
          expect(text.length).toBeLessThanOrEqual(500);
        }
  });
});

describe("the reminder of the end of a discount", () => {
  it("says what it costs now and from when it costs what", () => {
    const text = own.discount(person("petani", "Siti"), {
      today: "2026-12-17",
      end: "2026-12-31",
      again: "2026-12-28",
    });
    expect(text).toMatch(/sampai iuran Desember 2026\. Sisa 14 hari\./);
    expect(text).toMatch(/Iuran Desember 2026: \*Rp8\.400\*/);
    expect(text).toMatch(/Mulai iuran Januari 2027: \*Rp16\.800\*, kecuali ada aturan baru/);
    expect(text).toMatch(/lagi 28 Desember 2026.*stop pengingat/);
    expect(text).not.toContain("Maret");
  });

  it("goes by the work", () => {
    expect(own.discount(person("ojol"), { today: "2027-03-28", end: "2027-03-31" })).toMatch(
      /Maret 2027\. Sisa 3 hari[^]*April 2027: \*Rp16\.800\*[^]*terakhir/,
    );
    expect(own.discount(person(), { today: "2026-12-28", end: "2026-12-31" })).toMatch(
      /Desember 2026 \(selain ojek, sopir, kurir\)[^]*Untuk ojek, sopir, kurir: potongan sampai iuran Maret 2027/,
    );
  });

  it("has words for the last day", () =>
    expect(own.discount(person("petani"), { today: "2026-12-31", end: "2026-12-31" })).toContain("hari terakhir"));

  it("fits on a screen", () => {
    for (const occupation of [undefined, "ojol", "petani"]) {
      const end = occupation === "ojol" ? "2027-03-31" : "2026-12-31";
      const text = own.discount(person(occupation, LONG_NAME), {
        today: end.replace("31", "17"),
        end,
        again: "2026-12-28",
      });
      expect(text.length).toBeLessThanOrEqual(500);
    }
  });
});

describe("when a discount ends", () => {
  it.each([
    ["ojol", "2026-11-24", "2027-03-31"],
    ["petani", "2026-11-24", "2026-12-31"],
    [undefined, "2026-11-24", "2026-12-31"],
    [undefined, "2027-01-01", "2027-03-31"],
    ["petani", "2027-01-01", undefined],
    ["ojol", "2027-04-01", undefined],
    [undefined, "2025-12-31", undefined],
    ["no-such-occupation", "2026-11-24", "2026-12-31"],
  ])("for %s, asked on %s: %s", (occupation, day, end) => expect(ends.of(occupation, day)).toBe(end));

  it("knows all ends, first one first", () => {
    expect(ends.all("2026-11-24")).toEqual(["2026-12-31", "2027-03-31"]);
    expect(ends.all("2027-02-01")).toEqual(["2027-03-31"]);
    expect(ends.all("2027-04-01")).toEqual([]);
  });

  it("takes it from the tariffs: one that is prolonged ends later, in the texts as well", async () => {
    const content = await shippedContent();
    const other = content.tariffs.find(({ sector }) => sector === "other");
    if (!other) throw new Error("there is no tariff for other work");
    const more = { ...other, id: "longer", validFrom: "2027-01-01", validTo: "2027-06-30" };
    const longer = { knowledge: createKnowledge({ ...content, tariffs: [...content.tariffs, more] }), say: kit.say };
    expect(discountEnds(longer).of("petani", "2026-11-24")).toBe("2027-06-30");
    expect(reminderTexts(longer).pay(person("petani"), { day: "2026-12-10" })).toMatch(
      /sampai iuran Juni 2027; sesudahnya Rp16\.800/,
    );
    const less = { ...more, discountPercent: 25 };
    const smaller = { knowledge: createKnowledge({ ...content, tariffs: [...content.tariffs, less] }), say: kit.say };
    expect(discountEnds(smaller).of("petani", "2026-11-24")).toBe("2026-12-31");
    expect(reminderTexts(smaller).pay(person("petani"), { day: "2026-12-10" })).toMatch(/sesudahnya Rp12\.600/);
  });
});

describe("what is said when something is set", () => {
  const set = {
    occupation: "petani",
    day: 10,
    was: undefined,
    first: "2026-12-10",
    skipsMonth: false,
    asksMore: false,
    time: "09.00",
    zone: "WITA",
  };

  it("names day, hour, zone, the first one, the amount and how to stop, with its facts", () => {
    const { text, facts, sources } = own.paySet(set);
    expect(text).toMatch(
      /tanggal 10\* sekitar pukul 09\.00 WITA[^]*pertama 10 Desember 2026[^]*Rp8\.400[^]*stop pengingat[^]*BERHENTI/,
    );
    expect(facts).toEqual(expect.arrayContaining(["DISK-03", "IUR-04"]));
    expect(sources.length).toBeGreaterThan(0);
  });

  it.each([
    [{ day: 25, first: "2026-12-25" }, /Batas bayarnya tanggal 15/, /lebih pendek/],
    [{ day: 31, first: "2026-12-31" }, /lebih pendek: hari terakhirnya/, /diganti/],
    [{ was: 5 }, /diganti.*tanggal 10.*bukan lagi tanggal 5/, /Batas/],
    [{ was: 10 }, /^Baik, kami/, /diganti/],
    [
      { first: "2027-01-10", skipsMonth: true },
      /sudah diingatkan; berikutnya 10 Januari 2027[^]*Rp16\.800/,
      /Yang pertama/,
    ],
    [{ asksMore: true }, /pertanyaan lain/, /diganti/],
  ])("%j", (more, says, saysNot) => {
    const { text } = own.paySet({ ...set, ...more });
    expect(text).toMatch(says);
    expect(text).not.toMatch(saysNot);
    expect(text.length).toBeLessThan(640);
  });
});
