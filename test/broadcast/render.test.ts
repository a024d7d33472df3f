import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toRequests } from "../../src/channels/telegram/outbound.ts";
import { render, spokenName, type RenderInput } from "../../src/broadcast/render.ts";
import { DEFAULT_SETTINGS } from "../../src/settings/defaults.ts";
import { shippedSay } from "./say.ts";

const say = await shippedSay();
const { greetings } = DEFAULT_SETTINGS.broadcast;
const OPT_OUT = say("broadcast.opt-out");

const rendered = (text: string, more: Partial<RenderInput> = {}) =>
  render({
    content: { texts: { id: text } },
    person: { id: "c1", firstName: "Siti Aminah", regionName: "Kabupaten Bandung" },
    channel: "telegram",
    campaignId: 7,
    greetings,
    say,
    ...more,
  });
/** The text without the line at its end. */
const words = (text: string, more: Partial<RenderInput> = {}) => {
  const result = rendered(text, more);
  if (!("text" in result)) throw new Error(`missing ${result.missing}`);
  expect(result.text.endsWith(`\n\n${OPT_OUT}`)).toBe(true);
  return result.text.slice(0, -OPT_OUT.length - 2);
};
const nobody = { person: { id: "c2" } };

describe("variables", () => {
  it.each([
    ["Halo {nama} di {wilayah}", {}, "Halo Siti di Kabupaten Bandung"],
    ["Halo {{ Nama }}!", {}, "Halo Siti!"],
    ["Halo {nama|Bapak/Ibu}", {}, "Halo Siti"],
    ["Halo {nama|Bapak/Ibu} di {wilayah|daerah Anda}", nobody, "Halo Bapak/Ibu di daerah Anda"],
    ["Halo {kota}", {}, "Halo {kota}"],
  ])("%s", (text, more, expected) => expect(words(text, more)).toBe(expected));

  it("says what is missing when nothing stands in for it", () => {
    expect(rendered("Halo {nama}", nobody)).toEqual({ missing: "nama" });
    expect(rendered("Warga {wilayah}", nobody)).toEqual({ missing: "wilayah" });
    expect(rendered("Halo {nama|  }", nobody)).toEqual({ missing: "nama" });
    expect(rendered("Halo {nama}", { person: { id: "c3", firstName: "https://bit.ly/x" } })).toEqual({
      missing: "nama",
    });
  });

  it("never lets a name bring a variable, or a mark, along", () => {
    fc.assert(
      fc.property(fc.string(), (firstName) => {
        const result = rendered("A {nama|x} B", { person: { id: "c", firstName, regionName: "{nama}" } });
        expect("text" in result && /^A [^{}*_~`|<>\n]+ B\n/.test(result.text)).toBe(true);
      }),
    );
    expect(words("{nama|x}-{wilayah}", { person: { id: "c", firstName: "{wilayah}", regionName: "Soreang" } })).toBe(
      "Wilayah-Soreang",
    );
  });

  it("shows no sixteen-digit number, wherever it came from", () => {
    expect(words("NIK 3204 1234 5678 9012")).not.toMatch(/3204/);
    expect(words("Halo {nama|Bapak/Ibu}", { person: { id: "c", firstName: "3204123456789012" } })).toBe(
      "Halo Bapak/Ibu",
    );
  });
});

describe("names", () => {
  it.each([
    ["Siti Aminah", "Siti"],
    ["SITI AMINAH", "Siti"],
    ["siti", "Siti"],
    ["Pak Asep Sunandar", "Pak Asep"],
    ["H. M. Rizal", "H. M. Rizal"],
    ["*Budi* 🌾", "Budi"],
    ["Nur'aini", "Nur'aini"],
    ["Budi 081234567890", "Budi"],
    ["Ibu", undefined],
    ["🌾🌾", undefined],
    ["...", undefined],
    ["toko.com", undefined],
    ["081234567890", undefined],
    ["", undefined],
    [undefined, undefined],
  ])("%s → %s", (name, expected) => expect(spokenName(name)).toBe(expected));
});

describe("greetings", () => {
  const people = Array.from({ length: 200 }, (_, index) => ({ id: `c${index}`, firstName: "Siti" }));

  it("stand first on WhatsApp, and on Telegram only where they are asked for", () => {
    expect(words("Ada kabar.")).toBe("Ada kabar.");
    expect(words("Ada kabar.", { channel: "whatsapp" })).toMatch(/^[^\n]*Siti[^\n]*\nAda kabar\.$/);
    expect(words("{salam}\nAda kabar.", { channel: "whatsapp" }).match(/Siti/g)).toHaveLength(1);
    expect(words("{salam} Ada kabar.")).toMatch(/Siti.* Ada kabar\.$/);
  });

  it("vary from person to person, and stay the same for one", () => {
    const said = people.map((person) => words("{salam}", { person }));
    expect(new Set(said).size).toBe(greetings.length);
    expect(people.map((person) => words("{salam}", { person }))).toEqual(said);
    const next = people.map((person) => words("{salam}", { person, campaignId: 8 }));
    expect(next).not.toEqual(said);
  });

  it("do without a name, and without settings", () => {
    expect(words("{salam}", nobody)).toMatch(/Bapak\/Ibu/);
    expect(words("{salam}", { ...nobody, greetings: [] })).toBe("Halo Bapak/Ibu,");
    expect(words("{salam}", { greetings: ["{salam} {wilayah|x} {nama}"] }).trim()).toBe("Siti");
  });
});

describe("languages", () => {
  const content = { texts: { id: "Ada kabar.", su: "Aya béja.", jv: "  " } };
  it.each([
    [undefined, "Ada kabar."],
    ["id", "Ada kabar."],
    ["su", "Aya béja."],
    ["jv", "Ada kabar."],
    ["toString", "Ada kabar."],
  ])("%s", (language, expected) =>
    expect(words("", { content, person: { id: "c", ...(language ? { language } : {}) } })).toBe(expected),
  );
});

describe("the end of the text", () => {
  const content = { texts: { id: "Ikut hari Sabtu?" }, choices: [" Ya,  ikut", "Tidak"] };

  it("is how to end such news, then the choices", () => {
    const result = rendered("", { content });
    expect(result).toEqual({
      text: `Ikut hari Sabtu?\n\n${OPT_OUT}\n\n1. Ya, ikut\n2. Tidak`,
      choices: ["Ya, ikut", "Tidak"],
    });
    expect(OPT_OUT).toMatch(/\*BERHENTI\*/);
  });

  it("leaves Telegram the buttons alone", () => {
    const result = rendered("", { content });
    if (!("text" in result)) throw new Error("missing");
    const [request] = toRequests({ to: { channel: "telegram", chatId: "1" }, ...result });
    const payload = JSON.stringify(request?.payload);
    expect(request?.payload).toMatchObject({
      reply_markup: { inline_keyboard: [[{ text: "Ya, ikut" }], [{ text: "Tidak" }]] },
    });
    expect(payload).not.toMatch(/1\. Ya/);
    expect(payload).toMatch(/BERHENTI/);
  });

  it("may be another line, never none", () => {
    expect(rendered("A", { optOut: "Ketik *stop pengingat*." })).toMatchObject({
      text: "A\n\nKetik *stop pengingat*.",
    });
    expect(rendered("A", { optOut: " " })).toMatchObject({ text: `A\n\n${OPT_OUT}` });
  });
});
