import { Command } from "commander";
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { fixedClock } from "../../src/lib/clock.ts";
import { addPrivacyCommand } from "../../src/commands/privacy.ts";
import type { PrivacyCounts } from "../../src/privacy/held.ts";
import { openMemoryStores } from "../../src/storage/sqlite/index.ts";
import type { Stores } from "../../src/storage/stores.ts";

const NOW = new Date("2026-11-30T05:00:00Z");
const PHONE = "6281234567890";
const DAY_MS = 86_400_000;

let stores: Stores;
let siti: string;

beforeEach(() => {
  stores = openMemoryStores({ clock: fixedClock(NOW) });
  siti = stores.contacts.idOf({ channel: "whatsapp", chatId: `${PHONE}@s.whatsapp.net` });
  stores.contacts.learn(siti, { name: "Siti" });
  stores.contacts.idOf({ channel: "telegram", chatId: "123" });
  stores.history.add(siti, {
    author: "person",
    at: new Date(NOW.getTime() - 100 * DAY_MS),
    text: "lama",
    kind: "text",
  });
  stores.history.add(siti, { author: "person", at: NOW, text: "baru", kind: "text" });
  return () => stores.close();
});

const counts = (): PrivacyCounts => ({
  contacts: 2,
  addresses: { whatsapp: 1, telegram: 1 },
  consents: { discount: 0, registration: 0, safety: 0 },
  replyLanguages: 2,
  messages: { count: 2, oldest: new Date(NOW.getTime() - 100 * DAY_MS) },
  inboxWithWords: { count: 0 },
  outboxWithWords: { count: 0 },
  tickets: { open: 0, closed: 0 },
  unanswered: { count: 0 },
  conversations: { count: 0 },
  setAside: { count: 0 },
  reminders: 0,
  interests: { count: 0 },
  tags: 0,
  leaderLinks: 0,
  arrivals: 0,
  recipients: { count: 0 },
});

/** Runs `sapa privacy …`. */
async function privacy(...args: string[]) {
  const said = { out: "", error: "", opened: 0, closed: 0 };
  const sapa = new Command("sapa").exitOverride().configureOutput({ writeErr: (text) => (said.error += text) });
  const { contacts, consent, history, tickets, unanswered } = stores;
  addPrivacyCommand(
    sapa,
    async () => {
      said.opened += 1;
      return {
        counts,
        keeping: {
          messageDays: 90,
          closedTicketDays: 365,
          unansweredDays: 90,
          sentDays: 7,
          setAsideDays: 90,
          rememberedHours: 24,
        },
        timeZone: "Asia/Jakarta",
        find: ({ channel, id }) =>
          contacts.find({ channel, chatId: channel === "whatsapp" ? `${id}@s.whatsapp.net` : id }),
        stores: {
          contacts,
          consent,
          history,
          tickets,
          questionsOf: (contactId) => unanswered.open().filter((question) => question.contactId === contactId),
          outreachOf: () => ({ reminders: [], askedAbout: [], tags: ["petani"], campaigns: [] }),
        },
        erase: (id) => contacts.erase(id),
        sweep: () => stores.tidy(NOW, { messageDays: 90, closedTicketDays: 365 }),
        close: () => void (said.closed += 1),
      };
    },
    { clock: fixedClock(NOW), print: (text) => (said.out += text) },
  );
  let failed = false;
  await sapa.parseAsync(["privacy", ...args], { from: "user" }).catch(() => (failed = true));
  expect(said.closed).toBe(said.opened);
  // whatever happens, nobody's number is on the screen
  expect(said.out + said.error).not.toMatch(/\d{8}/);
  return { ...said, failed };
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "sapa-privacy-"));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

describe("privacy report", () => {
  it("shows what is held and what is overdue", async () => {
    const { out } = await privacy("report");
    expect(out).toMatch(/^people +2 +until erased/m);
    expect(out).toMatch(/^messages +2 +90 days/m);
    // 100 days old, 90 are allowed: since 20 November
    expect(out).toContain("Overdue: messages, the oldest since 2026-11-20");
    expect(out).not.toContain("Nothing is overdue");
  });
});

describe("privacy export", () => {
  it.each(["081234567890", "0812-3456-7890", "+62 812 3456 7890", PHONE])(
    "finds %s, however it is written",
    async (phone) => {
      const file = join(await folder(), "siti.json");
      const { out, error } = await privacy("export", "--whatsapp", phone, "--to", file);
      expect(error).toBe("");
      expect(out).toBe(`Everything that is held about WhatsApp …890 is in ${file}.\n`);
      const data = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
      expect(data).toMatchObject({ exportedAt: NOW.toISOString(), details: { id: siti, name: "Siti" } });
      expect(data["said"]).toHaveLength(2);
      expect(data["outreach"]).toMatchObject({ tags: ["petani"], campaigns: { received: 0 } });
    },
  );

  it("finds somebody on Telegram", async () => {
    const file = join(await folder(), "telegram.json");
    const { out } = await privacy("export", "--telegram", "123", "--to", file);
    expect(out).toContain("Telegram …3 ");
    expect(await readFile(file, "utf8")).toContain('"chatId": "123"');
  });

  it("writes a file that only its owner can read", async () => {
    const file = join(await folder(), "siti.json");
    await privacy("export", "--whatsapp", PHONE, "--to", file);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it("replaces a file only when told so, and leaves it to the owner alone then", async () => {
    const path = await folder();
    const file = join(path, "siti.json");
    await writeFile(file, "mine");
    await chmod(file, 0o644);
    const refused = await privacy("export", "--whatsapp", PHONE, "--to", file);
    expect(refused).toMatchObject({ failed: true, out: "" });
    expect(refused.error).toMatch(/is there already; --force replaces it/);
    expect(await readFile(file, "utf8")).toBe("mine");
    expect((await privacy("export", "--whatsapp", PHONE, "--to", file, "--force")).failed).toBe(false);
    expect(await readFile(file, "utf8")).toContain("Siti");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(path)).toEqual(["siti.json"]);
  });

  it.each([[[]], [["--force"]]])("says why a file cannot be written, with %j", async (more) => {
    const path = await folder();
    const missing = await privacy("export", "--whatsapp", PHONE, "--to", join(path, "no", "x.json"), ...more);
    expect(missing.error).toMatch(/cannot be written \(ENOENT\)/);
    const isFolder = await privacy("export", "--whatsapp", PHONE, "--to", path, ...more);
    expect(isFolder.error).toMatch(/cannot be written \(EISDIR\)|is there already/);
    expect(await readdir(path)).toEqual([]);
  });
});

describe("privacy erase", () => {
  it("does nothing without --yes", async () => {
    const { failed, error } = await privacy("erase", "--whatsapp", PHONE);
    expect(failed).toBe(true);
    expect(error).toMatch(/Nothing was erased\. To erase WhatsApp …890 for good, add --yes\./);
    expect(stores.contacts.get(siti)).toBeDefined();
  });

  it("erases the person, and says which tickets are left", async () => {
    const address = { channel: "whatsapp", chatId: `${PHONE}@s.whatsapp.net` } as const;
    const { number } = stores.tickets.open({
      contactId: siti,
      account: "wa-main",
      address,
      reason: "request",
      openedAt: NOW,
    });
    const { out, failed } = await privacy("erase", "--whatsapp", "081234567890", "--yes");
    expect(failed).toBe(false);
    expect(out).toBe(`Erased WhatsApp …890. Tickets left without words: ${number}.\n`);
    expect(stores.contacts.get(siti)).toBeUndefined();
    expect(stores.history.recent(siti, 10)).toEqual([]);
    expect(stores.contacts.find({ channel: "telegram", chatId: "123" })).toBeDefined();
  });
});

describe("privacy sweep", () => {
  it("forgets what has been kept for long enough", async () => {
    expect((await privacy("sweep")).out).toBe("Forgotten: 1 rows.\n");
    expect(stores.history.recent(siti, 10).map(({ text }) => text)).toEqual(["baru"]);
  });
});

describe("whom it is about", () => {
  it.each([
    ["nobody", [], /say who, with --whatsapp <number> or --telegram <id>/],
    ["both", ["--whatsapp", PHONE, "--telegram", "123"], /cannot be used with/],
    ["a landline", ["--whatsapp", "0274512345"], /--whatsapp is no mobile number \(landline\)/],
    ["a word", ["--whatsapp", "siti"], /--whatsapp is no mobile number \(not-a-number\)/],
    ["a NIK", ["--whatsapp", "3402011234567890"], /--whatsapp is no mobile number \(id-number\)/],
    ["a Telegram name", ["--telegram", "@siti"], /--telegram must be a user id, digits only/],
  ])("%s is refused before anything is opened", async (_, who, message) => {
    for (const command of [
      ["erase", "--yes"],
      ["export", "--to", "/nowhere/x.json"],
    ]) {
      const { failed, error, opened } = await privacy(...command, ...who);
      expect(failed).toBe(true);
      expect(error).toMatch(message);
      expect(opened).toBe(0);
    }
  });

  it("somebody we do not know is not found, and not made", async () => {
    const { failed, error } = await privacy("erase", "--whatsapp", "081299998888", "--yes");
    expect(failed).toBe(true);
    expect(error).toMatch(/nobody is known as WhatsApp …888/);
    expect(stores.contacts.find({ channel: "whatsapp", chatId: "6281299998888@s.whatsapp.net" })).toBeUndefined();
  });
});
