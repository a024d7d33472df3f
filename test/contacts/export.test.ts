import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EXPORT_HEADER, exportContacts } from "../../src/contacts/export.ts";
import { planImport } from "../../src/contacts/import.ts";
import { writeCsv, writeXlsx } from "../../src/contacts/sheet-write.ts";
import { readSheet } from "../../src/contacts/sheet.ts";
import { openMemoryStores } from "../../src/storage/sqlite/index.ts";
import type { Stores } from "../../src/storage/stores.ts";

const now = new Date("2026-11-24T05:00:00Z");
let stores: Stores;
beforeEach(() => {
  stores = openMemoryStores({ clock: () => now });
});
afterEach(() => stores.close());

const NAMES: Record<string, string> = { "34.02": "Kabupaten Bantul", "32.04": "Bandung", "32.73": "Bandung" };
const lookups = () => ({
  contacts: stores.contacts,
  consent: stores.consent,
  regionOf: (text: string) => (text in NAMES ? text : text === "Kabupaten Bantul" ? "34.02" : undefined),
  regionName: (code: string) => NAMES[code] ?? code,
  occupationOf: (text: string) => (["ojol", "tukang ojek online"].includes(text) ? "ojol" : undefined),
  occupationLabel: (id: string) => (id === "ojol" ? "tukang ojek online" : id),
  whatsappChatId: (digits: string) => `${digits}@s.whatsapp.net`,
  whatsappDigits: (chatId: string) => /^(\d+)@s\.whatsapp\.net$/.exec(chatId)?.[1],
  now,
});

/** The export as columns by name, in the order of the contacts' names. */
const exported = () =>
  [...exportContacts(lookups(), 2)]
    .map((row) => Object.fromEntries(EXPORT_HEADER.map((name, column) => [name, row[column]])))
    .sort((a, b) => String(a["nama"]).localeCompare(String(b["nama"])));

function fill(): void {
  const whatsapp = (digits: string) => ({ channel: "whatsapp" as const, chatId: `${digits}@s.whatsapp.net` });
  const ani = stores.contacts.idOf(whatsapp("6281234567890"));
  stores.contacts.learn(ani, {
    name: "Ani\n Wati",
    role: "leader",
    occupation: "ojol",
    region: "34.02",
    language: "jv",
    replyLanguage: "su",
  });
  stores.contacts.seen(ani, new Date("2026-11-23T20:00:00Z"), whatsapp("6281234567890"));
  for (const [topic, granted, at] of [
    ["discount", true, "2026-01-31T05:00:00Z"],
    ["safety", true, "2026-02-01T05:00:00Z"],
    ["discount", false, "2026-03-31T20:00:00Z"],
  ] as const)
    stores.consent.change(ani, {
      topic,
      granted,
      at: new Date(at),
      channel: "whatsapp",
      wording: "x",
      source: "person",
    });
  const budi = stores.contacts.idOf({ channel: "telegram", chatId: "123456" });
  stores.contacts.learn(budi, { name: "=Budi", region: "32.04" });
  stores.contacts.setReachable({ channel: "telegram", chatId: "123456" }, false);
  const cici = stores.contacts.idOf({ channel: "whatsapp", chatId: "99887766@lid" });
  stores.contacts.learn(cici, { name: "Cici" });
  stores.contacts.link({ channel: "whatsapp", chatId: "99887766@lid" }, "6281234567892@s.whatsapp.net");
  stores.contacts.learn(stores.contacts.idOf(whatsapp("6281234567893")), { name: "Dedi 3402011234560001" });
}

describe("an export", () => {
  it("gives everybody a row, with what people can read", () => {
    fill();
    const [budi, ani, cici, dedi] = exported();
    expect(ani).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      nama: "Ani\n Wati",
      whatsapp: "6281234567890",
      telegram: "",
      peran: "tokoh",
      pekerjaan: "tukang ojek online",
      wilayah: "Kabupaten Bantul",
      bahasa: "jv",
      "bahasa jawaban": "su",
      "topik disetujui": "penipuan",
      sejak: "2026-04-01", // three in the morning in Jakarta
      "terakhir menulis": "2026-11-24",
      "bisa dihubungi": "ya",
    });
    // a name that several places share is no way back to this one
    expect(budi).toMatchObject({ nama: "=Budi", telegram: "123456", wilayah: "32.04", "bisa dihubungi": "tidak" });
    expect(cici).toMatchObject({ whatsapp: "6281234567892", peran: "pekerja", "terakhir menulis": "" });
    expect(dedi).toMatchObject({ nama: "Dedi [nomor disembunyikan]" });
  });

  it("writes no number for a chat that hides it", () => {
    stores.contacts.idOf({ channel: "whatsapp", chatId: "99887766@lid" });
    expect(exported()).toMatchObject([{ whatsapp: "", "bisa dihubungi": "ya" }]);
  });

  it("goes page by page to the end", () => {
    for (let at = 0; at < 7; at++) stores.contacts.idOf({ channel: "telegram", chatId: String(100000 + at) });
    for (const size of [1, 2, 7, 500]) {
      const rows = [...exportContacts(lookups(), size)];
      expect(new Set(rows.map(([id]) => id)).size, `pages of ${size}`).toBe(7);
      expect(rows).toHaveLength(7);
    }
    expect([...exportContacts({ ...lookups(), contacts: { list: () => [] } })]).toEqual([]);
  });

  it.each([
    ["csv", async (rows: string[][]) => writeCsv(EXPORT_HEADER, rows)],
    ["xlsx", async (rows: string[][]) => writeXlsx(EXPORT_HEADER, rows)],
  ])("changes nothing when it is imported again from %s", async (ending, write) => {
    fill();
    const bytes = await write([...exportContacts(lookups())]);
    const sheet = await readSheet({ name: `kontak.${ending}`, bytes });
    expect(sheet.warnings).toEqual([]);
    const plan = planImport({ rows: sheet.rows, lookups: lookups() });
    expect(plan.people).toEqual([]);
    expect(plan.rows.map(({ kind }) => kind)).toEqual(Array(4).fill("unchanged"));
  });
});
