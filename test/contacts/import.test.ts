import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ConsentSource, Topic } from "../../src/contacts/consent.ts";
import { applyImport, planImport, type ImportPlan } from "../../src/contacts/import.ts";
import { readSheet } from "../../src/contacts/sheet.ts";
import { openMemoryStores } from "../../src/storage/sqlite/index.ts";
import type { Stores } from "../../src/storage/stores.ts";

let now: Date;
let stores: Stores;
const clock = () => now;

beforeEach(() => {
  now = new Date("2026-11-24T05:00:00Z");
  stores = openMemoryStores({ clock });
});
afterEach(() => stores.close());

const REGIONS: Record<string, string> = { bantul: "34.02", sleman: "34.04" };
const chat = (digits: string) => `${digits}@s.whatsapp.net`;
const address = (digits: string) => ({ channel: "whatsapp" as const, chatId: chat(digits) });
const telegram = (chatId: string) => ({ channel: "telegram" as const, chatId });
const ANI = "6281234567890";
const BUDI = "6281234567891";

async function plan(csv: string): Promise<ImportPlan> {
  const { rows } = await readSheet({ name: "daftar.csv", bytes: Buffer.from(csv) });
  return planImport({
    rows,
    lookups: {
      contacts: stores.contacts,
      consent: stores.consent,
      regionOf: (text) => REGIONS[text.toLowerCase()],
      occupationOf: (text) => (text === "ojol" ? "ojol" : undefined),
      whatsappChatId: chat,
      now,
    },
  });
}

const apply = (planned: ImportPlan) => applyImport(planned, { ...stores, clock });
const bring = async (csv: string) => apply(await plan(csv));
const contact = (digits: string) => stores.contacts.get(stores.contacts.find(address(digits)) ?? "");
const agreed = (digits: string) => stores.consent.of(stores.contacts.idOf(address(digits)));
const say = (granted: boolean, at: string, source: ConsentSource = "person", topic: Topic = "discount") =>
  stores.consent.change(stores.contacts.idOf(address(ANI)), {
    topic,
    granted,
    source,
    at: new Date(at),
    channel: "whatsapp",
    wording: granted ? "mau info diskon" : "stop",
  });
const texts = ({ warnings }: ImportPlan) => warnings.map(({ row, text }) => `${row}: ${text}`);

const FULL =
  "Nama,No HP,Peran,Pekerjaan,Wilayah,Bahasa,Setuju,Tanggal setuju,Bukti\n" +
  'Ani,0812-3456-7890,kader,ojol,Bantul,Jawa,ya,31/01/2026,"formulir, 31 Januari"\n';

describe("an import", () => {
  it("makes contacts who never wrote to us", async () => {
    expect(await bring(FULL)).toEqual({ created: 1, changed: 0, consents: 3 });
    const known = contact(ANI);
    expect(known).toMatchObject({ name: "Ani", role: "leader", occupation: "ojol", region: "34.02", language: "jv" });
    expect(known).not.toHaveProperty("lastSeen");
    expect(known?.addresses).toEqual([{ ...address(ANI), reachable: true }]);
    expect(agreed(ANI)).toEqual(["discount", "registration", "safety"]);
    expect(stores.consent.history(known?.id ?? "")[0]).toEqual({
      topic: "discount",
      granted: true,
      at: new Date("2026-01-31T05:00:00Z"),
      channel: "whatsapp",
      wording: "formulir, 31 Januari",
      source: "import",
    });
  });

  it("changes nothing the second time", async () => {
    await bring(FULL);
    const before = [contact(ANI), stores.consent.history(contact(ANI)?.id ?? "")];
    now = new Date("2026-12-01T05:00:00Z");
    const again = await plan(FULL);
    expect(again).toEqual({ people: [], rows: [{ row: 2, kind: "unchanged" }], warnings: [] });
    expect(apply(again)).toEqual({ created: 0, changed: 0, consents: 0 });
    expect([contact(ANI), stores.consent.history(contact(ANI)?.id ?? "")]).toEqual(before);
  });

  it("plans without changing anything", async () => {
    await plan(FULL);
    expect(stores.contacts.list({ limit: 10 })).toEqual([]);
  });

  it("adds to who is known, and leaves alone what its cells do not say", async () => {
    const id = stores.contacts.idOf(address(ANI));
    stores.contacts.learn(id, { name: "Ani", region: "34.04", language: "su" });
    const planned = await plan("Nama,HP,Wilayah,Peran,Bahasa\nAni,62 812 3456 7890,Bantul,petugas,");
    expect(planned.rows).toEqual([{ row: 2, kind: "merged", contactId: id, changes: ["role", "region"] }]);
    expect(apply(planned)).toEqual({ created: 0, changed: 1, consents: 0 });
    expect(contact(ANI)).toMatchObject({ name: "Ani", region: "34.02", role: "staff", language: "su" });
  });

  it("joins rows of one person: the first that fills a cell is right", async () => {
    const csv =
      "Nama,HP,Wilayah\nAni,081234567890,\nBudi,081234567891,Sleman\nAnita,+62 812-3456-7890,Bantul\n,81234567890,\n";
    const planned = await plan(csv);
    expect(planned.rows).toEqual([
      { row: 2, kind: "new" },
      { row: 3, kind: "new" },
      { row: 4, kind: "merged", intoRow: 2, changes: ["region"] },
      { row: 5, kind: "unchanged" },
    ]);
    expect(texts(planned)).toEqual([
      "4: the same person as in row 2; the rows were joined",
      "5: the same person as in row 2; the rows were joined",
    ]);
    expect(apply(planned)).toEqual({ created: 2, changed: 0, consents: 0 });
    expect(contact(ANI)).toMatchObject({ name: "Ani", region: "34.02" });
    expect((await plan(csv)).rows.map(({ kind }) => kind)).toEqual(Array(4).fill("unchanged"));
  });

  it("joins rows whose different numbers are one contact already", async () => {
    stores.contacts.link(address(ANI), chat(BUDI));
    const planned = await plan("Nama,HP\nAni,081234567890\nAni,081234567891");
    expect(planned.people).toHaveLength(1);
    expect(texts(planned)).toEqual(["3: the same person as in row 2; the rows were joined"]);
  });

  it("refuses rows without an address in words, and never repeats a NIK", async () => {
    const csv =
      'Nama,HP,Telegram\nA,,\nB,0812,\nC,0274555123,\nD,"6,28E+12",\nE,3402011234560001,\nF,+442071838750,\nG,ada,\nH,,@budi\nI,,-100123456\nJ,,3402011234560001\nK,081234567890,';
    const planned = await plan(csv);
    const reasons = planned.rows.map((outcome) => (outcome.kind === "refused" ? outcome.reason : outcome.kind));
    expect(reasons).toEqual([
      "no phone number and no Telegram id",
      "the phone number is too short",
      "the phone number is a landline",
      expect.stringMatching(/cut the phone number/),
      expect.stringMatching(/sixteen-digit number/),
      "the number from abroad is no mobile number",
      "the phone cell holds no mobile number",
      expect.stringMatching(/Telegram cell holds no chat id/),
      expect.stringMatching(/Telegram cell holds no chat id/),
      expect.stringMatching(/Telegram cell holds a sixteen-digit number/),
      "new",
    ]);
    expect(JSON.stringify(planned)).not.toContain("3402011234560001");
    expect(apply(planned).created).toBe(1);
  });

  it("leaves out what it does not know, with a warning for each", async () => {
    const csv =
      "Nama,HP,Peran,Pekerjaan,Wilayah,Bahasa\nAni 3402 0112 3456 0001,081234567890,raja,astronot,Mars,klingon";
    const planned = await plan(csv);
    expect(planned.rows).toEqual([{ row: 2, kind: "new" }]);
    expect(planned.people[0]?.details).toEqual({});
    expect(texts(planned)).toEqual([
      "2: the name holds a sixteen-digit number and was left out",
      ...["role", "occupation", "region", "language"].map((what) => `2: the ${what} is not known and was left out`),
    ]);
  });

  it("is done as a whole or not at all", async () => {
    const planned = await plan("HP\n081234567890\n081234567891");
    let left = 1;
    const contacts = {
      ...stores.contacts,
      idOf(of: Parameters<typeof stores.contacts.idOf>[0]) {
        if (left-- === 0) throw new Error("disk full");
        return stores.contacts.idOf(of);
      },
    };
    expect(() => applyImport(planned, { ...stores, contacts, clock })).toThrow("disk full");
    expect(stores.contacts.list({ limit: 10 })).toEqual([]);
  });
});

describe("Telegram ids of an import", () => {
  it("are used where there is no phone number", async () => {
    stores.contacts.idOf(telegram("123456"));
    const planned = await plan("Nama,HP,Telegram\nAni,,123456\nBudi,021 55512345,234567");
    expect(planned.rows.map(({ kind }) => kind)).toEqual(["merged", "new"]);
    expect(texts(planned)).toEqual([
      "3: the phone number is a landline; only the Telegram id was used",
      "3: nobody with this Telegram id has written to the bot, and Telegram lets it write to nobody else",
    ]);
    apply(planned);
    expect(stores.contacts.get(stores.contacts.idOf(telegram("123456")))).toMatchObject({ name: "Ani" });
  });

  it("never join two chats to one person", async () => {
    const other = stores.contacts.idOf(telegram("123456"));
    const planned = await plan("Nama,HP,Telegram\nAni,081234567890,123456\nBudi,081234567891,@budi");
    expect(texts(planned)).toEqual([
      "2: the Telegram id was not used: a list cannot join it to the phone number",
      "3: the Telegram cell holds no chat id of a person, which is digits only",
    ]);
    apply(planned);
    expect(stores.contacts.find(address(ANI))).not.toBe(other);
    expect(stores.contacts.get(other)).not.toHaveProperty("name");
  });
});

describe("consent by import", () => {
  const row = (consent: string, date = "2026-01-31", wording = "formulir") =>
    `HP,Setuju,Tanggal setuju,Bukti\n081234567890,"${consent}",${date},${wording}\n`;

  it.each([
    ["ya", ["discount", "registration", "safety"]],
    ["YES", ["discount", "registration", "safety"]],
    ["diskon", ["discount"]],
    ["penipuan|Diskon", ["discount", "safety"]],
    ["pendaftaran, penipuan", ["registration", "safety"]],
    ["diskon dan penipuan", ["discount", "safety"]],
    ["tidak", []],
    ["diskon dan pulsa", []],
    ["mungkin", []],
  ])("reads %s", async (said, topics) => {
    await bring(row(said));
    expect(agreed(ANI)).toEqual(topics);
  });

  it.each([
    ["2026-01-31", "2026-01-31"],
    ["31/01/2026", "2026-01-31"],
    ["1-2-2026", "2026-02-01"],
    ["5 Februari 2026", "2026-02-05"],
    ["24.11.2026", "2026-11-24"],
  ])("reads the day %s", async (written, day) => {
    expect((await plan(row("ya", written))).people[0]?.claims[0]?.day).toBe(day);
  });

  it.each([
    ["ya", "", "formulir", /no date/],
    ["ya", "2026-01-31", "", /no wording/],
    ["ya", "2026-11-25", "formulir", /in the future/],
    ["ya", "31/02/2026", "formulir", /no day that exists/],
    ["ya", "01/31/2026", "formulir", /no day that exists/],
    ["ya", "31/01/26", "formulir", /no day that exists/],
    ["ya", "46053", "formulir", /no day that exists/],
    ["mungkin", "2026-01-31", "formulir", /neither ya, tidak nor topics/],
    ["tidak", "", "", /no date/],
  ])("without what proves it (%s, %s, %s) brings the contact only", async (said, date, wording, warning) => {
    const planned = await plan(row(said, date, wording));
    expect(planned.warnings).toEqual([{ row: 2, text: expect.stringMatching(warning) }]);
    expect(apply(planned)).toEqual({ created: 1, changed: 0, consents: 0 });
    expect(agreed(ANI)).toEqual([]);
  });

  it("masks what its wording holds", async () => {
    await bring(row("diskon", "2026-01-31", "KTP 3402011234560001"));
    expect(stores.consent.history(stores.contacts.idOf(address(ANI)))[0]?.wording).toBe("KTP [nomor disembunyikan]");
  });

  it.each(["2026-01-01T05:00:00Z", "2026-01-31T01:00:00Z", "2026-03-01T05:00:00Z"])(
    "leaves a no that the person said on %s as it is",
    async (at) => {
      say(false, at);
      const planned = await plan(row("ya"));
      expect(texts(planned)).toEqual(["2: the person has declined since then, or themselves; that stays"]);
      apply(planned);
      expect(agreed(ANI)).toEqual(["registration", "safety"]);
    },
  );

  it("leaves a no of the person as it is even when staff or a list said yes after it", async () => {
    say(false, "2025-01-01T05:00:00Z");
    say(true, "2025-02-01T05:00:00Z", "staff");
    say(false, "2025-03-01T05:00:00Z", "import");
    await bring(row("diskon"));
    expect(agreed(ANI)).toEqual([]);
  });

  it("sees a no that comes between planning and doing", async () => {
    const planned = await plan(row("diskon"));
    say(false, "2026-11-24T05:00:00Z");
    expect(apply(planned).consents).toBe(0);
    expect(agreed(ANI)).toEqual([]);
  });

  it("never outlasts a no of the same day that comes after it", async () => {
    now = new Date("2026-11-24T01:00:00Z"); // eight in the morning in Jakarta
    await bring(row("diskon", "2026-11-24"));
    expect(agreed(ANI)).toEqual(["discount"]);
    say(false, "2026-11-24T02:00:00Z");
    expect(agreed(ANI)).toEqual([]);
  });

  it("may follow an older no of staff or of another list, not one of that day or later", async () => {
    say(false, "2026-01-30T05:00:00Z", "staff");
    await bring(row("diskon"));
    expect(agreed(ANI)).toEqual(["discount"]);
    say(false, "2026-03-01T01:00:00Z", "staff");
    await bring(row("diskon", "2026-03-01"));
    expect(agreed(ANI)).toEqual([]);
  });

  it("keeps a yes of the person, and takes a no that is as new", async () => {
    say(true, "2026-02-01T09:00:00Z");
    await bring(row("tidak", "2026-01-31"));
    expect(agreed(ANI)).toEqual(["discount"]);
    await bring(row("tidak", "2026-02-01"));
    expect(agreed(ANI)).toEqual([]);
    expect((await plan(row("tidak", "2026-02-01"))).people).toEqual([]);
  });

  it("writes a no of a later day down again, for the same person may have said yes elsewhere in between", async () => {
    await bring(row("tidak", "2026-01-31"));
    await bring(row("tidak", "2026-02-02"));
    const days = stores.consent.history(contact(ANI)?.id ?? "").map(({ at }) => at.toISOString().slice(0, 10));
    expect(new Set(days)).toEqual(new Set(["2026-01-31", "2026-02-02"]));
  });

  it("takes no yes when another row of the same person says no", async () => {
    await bring(
      "HP,Setuju,Tanggal setuju,Bukti\n081234567890,ya,2026-01-31,formulir\n+6281234567890,tidak,,\n081234567891,ya,2026-01-31,formulir\n",
    );
    expect(agreed(ANI)).toEqual([]);
    expect(agreed(BUDI)).toHaveLength(3);
  });
});
