import { Command } from "commander";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { fixedClock } from "../../src/lib/clock.ts";
import { addReportCommand } from "../../src/commands/report.ts";
import { openMemoryStores } from "../../src/storage/sqlite/index.ts";

/** Noon of 30 November in Jakarta. */
const NOW = new Date("2026-11-30T05:00:00Z");

/** Asked at these times, by the clock of Jakarta. */
const ASKED = [
  "2026-10-31T23:59:59+07:00",
  "2026-11-01T00:00:00+07:00",
  "2026-11-15T12:00:00+07:00",
  "2026-11-20T12:00:00+07:00",
  "2026-11-30T23:59:59+07:00",
  "2026-12-01T00:00:00+07:00",
];

/** Runs `sapa report …` on stores that live in memory. */
async function report(args: string[], { timeZone = "Asia/Jakarta" } = {}) {
  const stores = openMemoryStores({ clock: fixedClock(NOW) });
  for (const at of ASKED)
    stores.outcomes.add({
      at: new Date(at),
      channel: "whatsapp",
      intent: "claim.how",
      region: "34.02",
      kind: "answered",
    });
  const contactId = stores.contacts.idOf({ channel: "whatsapp", chatId: "6281234567890@s.whatsapp.net" });
  for (const [waited, handled] of [
    [1, 10],
    [12, 20],
    [65, 30],
  ] as const) {
    const openedAt = new Date("2026-11-15T12:00:00+07:00");
    const { number } = stores.tickets.open({
      contactId,
      account: "wa-main",
      address: { channel: "whatsapp", chatId: "6281234567890@s.whatsapp.net" },
      reason: "request",
      openedAt,
    });
    const firstReplyAt = new Date(openedAt.getTime() + waited * 60_000);
    const closedAt = new Date(firstReplyAt.getTime() + handled * 60_000);
    stores.tickets.change(number, { state: "closed", firstReplyAt, closedAt, endedBy: "staff", satisfaction: "up" });
  }
  const said = { out: "", error: "", opened: 0, closed: 0 };
  const sapa = new Command("sapa").exitOverride().configureOutput({ writeErr: (text) => (said.error += text) });
  addReportCommand(
    sapa,
    async () => {
      said.opened += 1;
      return {
        outcomes: stores.outcomes,
        tickets: stores.tickets,
        regionName: (code) => (code === "34.02" ? "Kabupaten Bantul" : code),
        timeZone,
        close() {
          said.closed += 1;
          stores.close();
        },
      };
    },
    { clock: fixedClock(NOW), print: (text) => (said.out += text) },
  );
  await sapa.parseAsync(["report", ...args], { from: "user" }).catch(() => {});
  return said;
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "sapa-report-"));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

describe("report", () => {
  it.each([
    // both days are included, by the office's clock
    [["--from", "2026-11-01", "--to", "2026-11-30"], "2026-11-01 to 2026-11-30", 4],
    [["--from", "2026-10-31", "--to", "2026-12-01"], "2026-10-31 to 2026-12-01", 6],
    [["--from", "2026-11-02", "--to", "2026-12-01"], "2026-11-02 to 2026-12-01", 4],
    // the last 30 days
    [[], "2026-11-01 to 2026-11-30", 4],
    [["--to", "2026-11-29"], "2026-10-31 to 2026-11-29", 4],
    [["--from", "2026-10-31"], "2026-10-31 to 2026-11-30", 5],
  ])("%j covers %s: %d questions", async (args, span, questions) => {
    const { out, error, closed } = await report(args);
    expect(error).toBe("");
    expect(out).toContain(`Report ${span} (Asia/Jakarta)`);
    expect(out).toMatch(new RegExp(`^claim\\.how +${questions} `, "m"));
    expect(out).toMatch(new RegExp(`^Kabupaten Bantul +${questions} `, "m"));
    expect(closed).toBe(1);
  });

  it("begins its days by the office's clock", async () => {
    // 00.00 of the 1st in Jakarta is 02.00 in Jayapura; 23.59 of the 30th is 01.59 of the next day there
    const { out } = await report(["--from", "2026-11-01", "--to", "2026-11-30"], { timeZone: "Asia/Jayapura" });
    // the four of Jakarta's November without its last, and with the one from 23.59 on 31 October
    expect(out).toMatch(/^claim\.how +4 /m);
    const first = await report(["--from", "2026-12-01", "--to", "2026-12-01"], { timeZone: "Asia/Jayapura" });
    expect(first.out).toMatch(/^total +<3/m); // two: hidden
  });

  it("shows times of tickets", async () => {
    const { out } = await report([]);
    expect(out).toMatch(/^opened to first word of staff +3 +12 menit +1 jam 5 menit$/m);
    expect(out).toMatch(/^first word of staff to closed +3 +20 menit +30 menit$/m);
  });

  it("writes CSV", async () => {
    const file = join(await folder(), "november.csv");
    const { out, error } = await report(["--csv", file]);
    expect({ out, error }).toEqual({ out: `Written to ${file}\n`, error: "" });
    const csv = await readFile(file, "utf8");
    expect(csv).toContain("\nregions,Kabupaten Bantul,number,4\n");
    expect(csv).toContain("\nopened to first word of staff,time,median seconds,720\n");
  });

  it.each([
    [["--from", "2026-02-30"], /--from.*must be a day that exists, as YYYY-MM-DD/],
    [["--to", "30-11-2026"], /--to.*must be a day that exists/],
    [["--to", "2026-11"], /--to.*must be a day that exists/],
    [["--from", "2026-11-30", "--to", "2026-11-01"], /--to 2026-11-01 is before --from 2026-11-30/],
    [["--november"], /unknown option/],
  ])("%j is refused before anything is opened", async (args, message) => {
    const { out, error, opened } = await report(args);
    expect(error).toMatch(message);
    expect({ out, opened }).toEqual({ out: "", opened: 0 });
  });

  it("a first day in the future without a last one is refused", async () => {
    const { error, closed } = await report(["--from", "2026-12-24"]);
    expect(error).toMatch(/--from 2026-12-24 is in the future/);
    expect(closed).toBe(1);
  });

  it("a file that cannot be written is named", async () => {
    const file = join(await folder(), "nowhere", "november.csv");
    const { out, error, closed } = await report(["--csv", file]);
    expect(error).toContain(`--csv ${file} cannot be written (ENOENT)`);
    expect({ out, closed }).toEqual({ out: "", closed: 1 });
  });
});
