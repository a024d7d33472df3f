import { Command } from "commander";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contactWords } from "../../src/commands/contact-words.ts";
import { addContactsCommand, type ContactsTools } from "../../src/commands/contacts.ts";
import { readSheet } from "../../src/contacts/sheet.ts";
import { createKnowledge } from "../../src/knowledge/knowledge.ts";
import { readKnowledge } from "../../src/knowledge/load.ts";
import { openMemoryStores } from "../../src/storage/sqlite/index.ts";
import type { Stores } from "../../src/storage/stores.ts";

const clock = () => new Date("2026-11-24T05:00:00Z");
const HOME = join(import.meta.dirname, "..", "..");
const { content } = await readKnowledge({ data: join(HOME, "data"), locales: join(HOME, "locales") });
const knowledge = createKnowledge(content);
const words = contactWords(knowledge);
let stores: Stores;
let folder: string;
let opened: number;
let closed: number;

beforeEach(() => {
  stores = openMemoryStores({ clock });
  folder = mkdtempSync(join(tmpdir(), "sapa-contacts-"));
  [opened, closed] = [0, 0];
});
afterEach(() => {
  stores.close();
  rmSync(folder, { recursive: true });
  process.exitCode = undefined;
});

const whatsappChatId = (digits: string) => `${digits}@s.whatsapp.net`;

/** Whether the program runs beside the command. */
let inUse = false;

function tools(): ContactsTools {
  opened++;
  return {
    ...words,
    contacts: stores.contacts,
    consent: stores.consent,
    interests: stores.interests,
    leaderCode: () => ({ code: "CDFGHJ", expiresAt: new Date("2026-12-01T03:00:00Z") }),
    atomically: stores.atomically,
    clock,
    whatsappChatId,
    whatsappDigits: (chatId) => /^(\d+)@s\.whatsapp\.net$/.exec(chatId)?.[1],
    isInUse: () => inUse,
    close: () => void closed++,
  };
}

/** Runs a command; what it printed, what it complained about, and its exit code. */
async function run(...argv: string[]) {
  let said = "";
  let complaint = "";
  process.exitCode = undefined;
  const sapa = new Command("sapa").exitOverride().configureOutput({ writeErr: (text) => void (complaint += text) });
  addContactsCommand(
    sapa,
    async () => tools(),
    (text) => void (said += text),
  );
  await sapa.parseAsync(["contacts", ...argv], { from: "user" });
  expect(closed, "what was opened is closed").toBe(opened);
  return { said, complaint, code: process.exitCode ?? 0 };
}

const path = (name: string) => join(folder, name);
function file(name: string, text: string): string {
  writeFileSync(path(name), text);
  return path(name);
}

const LIST =
  "Nama,NIK,No HP,Wilayah,Setuju,Tanggal setuju,Bukti\n" +
  "Ani,3402011234560001,081234567890,Kab. Bantul,ya,2026-01-31,formulir\n" +
  "Budi,,0274 555123,,,,\n" +
  "Cici,,081234567892,Mars,,,\n" +
  "Dedi,,081234567893,Venus,ya,,\n" +
  "Eti,,3402011234560002,,,,\n";

describe("contacts import", () => {
  it("brings a long list in while the program stands, and refuses to hold up one that runs", async () => {
    const rows = Array.from({ length: 5_001 }, (_, index) => `Orang,0812${String(10_000_000 + index)}`);
    const list = file("panjang.csv", `Nama,No HP\n${rows.join("\n")}\n`);
    inUse = true;
    const refused = await run("import", list, "--apply");
    expect(refused).toMatchObject({ code: 1, said: "" });
    expect(refused.complaint).toContain("panjang.csv: more than 5000 rows while the program is running");
    expect(stores.contacts.list({ limit: 1 })).toEqual([]);
    expect((await run("import", list)).said).toContain("new        5001"); // only looking holds up nobody
    inUse = false;
    expect((await run("import", list, "--apply")).said).toContain("5001 contacts created");
  });

  it("shows what a list would change, and changes nothing", async () => {
    const { said, code } = await run("import", file("daftar.csv", LIST));
    expect(said).toBe(
      [
        "daftar.csv: 5 rows",
        "  new        3",
        "  merged     0",
        "  unchanged  0",
        "  refused    2",
        "Refused:",
        "  row  reason",
        "    3  the phone number is a landline",
        "    6  the phone cell holds a sixteen-digit number, perhaps a NIK; it was not kept",
        "Warnings:",
        '  column "NIK" was not read: numbers of cards and identities do not belong here. Delete it.',
        "  row 4, 5: the region is not known and was left out",
        "  row 5: consent was left out: there is no date of consent",
        "Nothing was changed. Run it again with --apply to do it.",
        "",
      ].join("\n"),
    );
    expect(code).toBe(0);
    expect(stores.contacts.list({ limit: 10 })).toEqual([]);
  });

  it("does it with --apply, once", async () => {
    const list = file("daftar.csv", LIST);
    expect((await run("import", list, "--apply")).said).toMatch(
      /Done: 3 contacts created, 0 changed, 3 changes of consent recorded\.\n$/,
    );
    const ani = stores.contacts.find({ channel: "whatsapp", chatId: whatsappChatId("6281234567890") });
    expect(stores.contacts.get(ani ?? "")).toMatchObject({ name: "Ani", region: "34.02" });
    const again = await run("import", list, "--apply");
    expect(again.said).toMatch(/unchanged {2}3\n/);
    expect(again.said).toMatch(/Done: 0 contacts created, 0 changed, 0 changes/);
    const more = file("lagi.csv", "HP;Peran;Wilayah\n081234567890;tokoh;Sleman\n081234567892;tokoh;");
    expect((await run("import", more)).said).toMatch(/Changes in merged rows: role 2, region 1\.\n/);
  });

  it("prints neither numbers nor names, and no endless lists", async () => {
    const many = Array.from({ length: 150 }, (_, at) => `Ani,0274555${100 + at},x`).join("\n");
    const double = Array.from({ length: 20 }, () => "Budi,081234567890,ya").join("\n");
    const { said } = await run("import", file("daftar.csv", `Nama,HP,Setuju\n${many}\n${double}\n`));
    expect(said).toContain("  … and 50 more\n");
    expect(said).toContain(
      "row 153, 154, 155, 156, 157, 158, 159, 160, 161, 162 and 9 more: the same person as in row 152",
    );
    expect(said).not.toMatch(/\d{7}|Ani|Budi/);
    expect(said.split("\n").length).toBeLessThan(130);
  });

  it("says what is wrong with a file, and opens nothing for it", async () => {
    const { said, complaint, code } = await run("import", file("daftar.csv", "Nama,Alamat\nAni,x\n"));
    expect([said, code, opened]).toEqual(["", 1, 0]);
    expect(complaint).toMatch(/^daftar\.csv: the first row names no column for the phone number/);
    expect((await run("import", path("tidak-ada.csv"))).complaint).toBe("tidak-ada.csv: cannot be read (ENOENT).\n");
  });
});

describe("contacts export", () => {
  it.each(["kontak.csv", "kontak.xlsx"])("writes %s for its owner alone, and gives it back to import", async (name) => {
    await run("import", file("daftar.csv", LIST), "--apply");
    const { said } = await run("export", path(name));
    expect(said).toBe(`${path(name)}: 3 contacts. It holds names and phone numbers; keep it safe.\n`);
    expect(statSync(path(name)).mode & 0o777).toBe(0o600);
    const { rows } = await readSheet(path(name));
    expect(rows.map(({ cells }) => cells.region).filter(Boolean)).toEqual(["Kabupaten Bantul"]);
    expect((await run("import", path(name), "--apply")).said).toMatch(/unchanged {2}3\n/);
  });

  it("replaces a file only when it is told to, and closes it to others then", async () => {
    const target = file("kontak.csv", "penting");
    const { complaint, code } = await run("export", target);
    expect([complaint, code]).toEqual([`${target}: is there already; --force replaces it.\n`, 1]);
    expect(statSync(target).size).toBe("penting".length);
    expect((await run("export", target, "--force")).code).toBe(0);
    expect(statSync(target).mode & 0o777).toBe(0o600);
    expect(() => statSync(`${target}.new`)).toThrow("ENOENT");
  });

  it("refuses other kinds of files and folders that are not there", async () => {
    expect((await run("export", path("kontak.pdf"))).complaint).toMatch(/must end in \.csv or \.xlsx/);
    expect((await run("export", path("x/kontak.csv"))).complaint).toMatch(/cannot be written \(ENOENT\)/);
  });
});

describe("contacts role", () => {
  const ani = () => stores.contacts.idOf({ channel: "whatsapp", chatId: whatsappChatId("6281234567890") });
  const budi = () => stores.contacts.idOf({ channel: "telegram", chatId: "123456789" });

  it("finds a person by phone number or Telegram id", async () => {
    ani();
    budi();
    expect((await run("role", "0812-3456-7890", "leader")).said).toBe("…7890 (whatsapp) is now leader.\n");
    expect((await run("role", "123456789", "staff")).said).toBe("…6789 (telegram) is now staff.\n");
    expect(stores.contacts.get(ani())?.role).toBe("leader");
    expect(stores.contacts.get(budi())?.role).toBe("staff");
  });

  it("makes nobody up", async () => {
    const { complaint, code } = await run("role", "081234567890", "leader");
    expect([complaint, code]).toEqual(["Nobody is known under …7890.\n", 1]);
    expect(stores.contacts.list({ limit: 10 })).toEqual([]);
  });

  it("asks which one is meant when the digits are two people's", async () => {
    ani();
    const other = stores.contacts.idOf({ channel: "telegram", chatId: "6281234567890" });
    expect((await run("role", "6281234567890", "leader")).complaint).toMatch(/write whatsapp: or telegram: before it/);
    await run("role", "telegram:6281234567890", "staff");
    expect([stores.contacts.get(ani())?.role, stores.contacts.get(other)?.role]).toEqual(["worker", "staff"]);
    await run("role", "whatsapp:6281234567890", "leader");
    expect([stores.contacts.get(ani())?.role, stores.contacts.get(other)?.role]).toEqual(["leader", "staff"]);
  });

  it("knows three roles", async () => {
    await expect(run("role", "081234567890", "king")).rejects.toThrow(/Allowed choices are worker, leader, staff/);
  });
});

describe("contacts tag, untag, tags", () => {
  const ani = () => stores.contacts.idOf({ channel: "whatsapp", chatId: whatsappChatId("6281234567890") });
  const budi = () => stores.contacts.idOf({ channel: "telegram", chatId: "123456789" });

  it("makes a code for a community leader", async () => {
    expect((await run("leader-code")).said).toBe(
      "KODE CDFGHJ\nThey send this to the bot. It can be used once, until 2026-12-01T03:00:00.000Z.\n",
    );
  });

  it("puts words to people, shows how many have each, and takes them again", async () => {
    ani();
    budi();
    expect((await run("tags")).said).toBe("Nobody has a tag yet.\n");
    const { said } = await run("tag", "0812-3456-7890", "Petani", "lansia");
    expect(said).toBe("…7890 (whatsapp) now has: lansia, petani.\n");
    expect((await run("tag", "123456789", "petani")).said).toBe("…6789 (telegram) now has: petani.\n");
    expect((await run("tags")).said).toBe("tag     people\n------  ------\nlansia       1\npetani       2\n");
    expect((await run("untag", "081234567890", "PETANI")).said).toBe("…7890 (whatsapp) now has: lansia.\n");
    expect((await run("untag", "telegram:123456789", "petani")).said).toBe("…6789 (telegram) now has: no tags.\n");
    expect(stores.interests.tagsOf(ani())).toEqual(["lansia"]);
    expect(stores.interests.tagsOf(budi())).toEqual([]);
  });

  it.each([
    [
      "one of the words cannot be a tag",
      ["tag", "081234567890", "petani", "ibu rumah"],
      '"ibu rumah": a tag is one word',
    ],
    ["a word holds a number", ["tag", "081234567890", "3402011234567890"], "at most 8 digits"],
    ["nobody is known there", ["tag", "081299998888", "petani"], "Nobody is known under …8888."],
    [
      "they do not have it",
      ["untag", "081234567890", "nelayan"],
      '…7890 (whatsapp) does not have the tag "nelayan"; it has none.',
    ],
  ])("changes nothing when %s", async (_, argv, message) => {
    ani();
    const { said, complaint, code } = await run(...argv);
    expect([said, code]).toEqual(["", 1]);
    expect(complaint).toContain(message);
    expect(complaint).not.toMatch(/\d{8}/);
    expect(stores.interests.tags()).toEqual([]);
  });
});

describe("words of a list", () => {
  it.each([
    ["34.02", "34.02"],
    ["Bantul", "34.02"],
    ["Kabupaten Bantul", "34.02"],
    ["KAB. BANTUL", "34.02"],
    ["Kota Jakarta Pusat", "31.71"],
    ["Jakarta Pusat", "31.71"],
    ["Jabar", "32"],
    ["Provinsi Jambi", "15"],
    ["Kota Jambi", "15.71"],
    ["Jambi", undefined],
    ["Bandung", undefined],
    ["Mars", undefined],
    ["", undefined],
  ])("%s is the region %s", (text, code) => expect(words.regionOf(text)).toBe(code));

  it("reads every name that an export writes", () => {
    const codes = knowledge.regions.all
      .filter(({ level }) => ["nasional", "provinsi", "kabupaten", "kota"].includes(level))
      .map(({ code }) => code);
    expect(codes.length).toBeGreaterThan(500);
    expect(codes.filter((code) => words.regionOf(words.regionName(code)) !== code)).toEqual([]);
  });

  it("knows occupations by id, label and the words people use", () => {
    const all = knowledge.occupations.flatMap(({ id, label, words: spoken }) => [id, label, ...spoken]);
    expect(all.filter((word) => words.occupationOf(word) === undefined)).toEqual([]);
    const ids = knowledge.occupations.map(({ id }) => id);
    expect(ids.map((id) => words.occupationOf(words.occupationLabel(id)))).toEqual(ids);
    expect(words.occupationOf("Tukang Ojek Online")).toBe("ojol");
    expect(words.occupationOf("astronot")).toBeUndefined();
  });
});
