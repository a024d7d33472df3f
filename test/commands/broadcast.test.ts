import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { countsOf, createDesk } from "./broadcast-desk.ts";

let desk: ReturnType<typeof createDesk>;
beforeEach(() => {
  desk = createDesk();
});
const run = (...args: string[]) => desk.run(args);

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "sapa-broadcast-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

describe("broadcast preview", () => {
  it("shows the card, as a terminal shows it", async () => {
    desk.add();
    expect(await run("preview", "1")).toEqual({ out: "Kartu: 120 orang, 0 masalah\n", complaint: "", code: 0 });
  });

  it("fails when the broadcast cannot be approved", async () => {
    desk.add();
    desk.shows({ card: { problems: [{ key: "no-recipients" }] } });
    expect(await run("preview", "1")).toEqual({ out: "Kartu: 120 orang, 1 masalah\n", complaint: "", code: 1 });
  });

  it("names what is not there", async () => {
    expect((await run("preview", "7")).complaint).toMatch(/^There is no broadcast 7\./);
  });
});

describe("broadcast test", () => {
  it.each<[string[], string, string]>([
    [["--by", "rina"], "telegram:123456789", "Telegram …789"],
    [["--by", "budi"], "whatsapp:6281234567890", "WhatsApp …890"],
    [["--by", "rina", "--to", "whatsapp:081234567890"], "whatsapp:081234567890", "WhatsApp …890"],
  ])("%j goes to one chat", async (args, to, shown) => {
    desk.add();
    const { out, complaint } = await run("test", "1", ...args);
    expect([out, complaint]).toEqual([`A test of broadcast 1 goes to ${shown}.\n`, ""]);
    const [channel, chatId] = to.split(":");
    expect(desk.last()).toEqual(["test", 1, args[1], { account: "tg-1", address: { channel, chatId } }]);
  });

  it.each<[string, RegExp]>([
    ["081234567890", /--to: must be telegram:<id> or whatsapp:<number>/],
    ["telegram:", /--to: must be/],
    ["telegram:999999", /--to: Telegram …999 cannot be written to/],
  ])("refuses %s", async (to, said) => {
    desk.add();
    const { complaint, code } = await run("test", "1", "--by", "rina", "--to", to);
    expect(complaint).toMatch(said);
    expect([code, desk.said]).toEqual([1, []]);
  });
});

describe("broadcast approve", () => {
  it("shows the card and approves for those who are on it", async () => {
    desk.add();
    const { out, code } = await run("approve", "1", "--by", "budi");
    expect(out).toBe(
      'Kartu: 120 orang, 0 masalah\nBroadcast 1 "Diskon Desember": approved by budi for 120 people.\n' +
        "Start it: npm run broadcast -- start 1 --by budi\n",
    );
    expect([code, desk.last()]).toEqual([0, ["approve", 1, "budi", 120]]);
  });

  it("holds to the number that was seen before", async () => {
    desk.add();
    const refused = await run("approve", "1", "--by", "budi", "--recipients", "119");
    expect(refused.complaint).toBe(
      "Not approved: it would go to 120 people now, not to 119. Look at the card again.\n",
    );
    expect([refused.code, desk.said]).toEqual([1, []]);
    expect((await run("approve", "1", "--by", "budi", "--recipients", "120")).code).toBe(0);
  });

  it("approves nothing that has a problem", async () => {
    desk.add();
    desk.shows({ card: { problems: [{ key: "no-recipients" }] } });
    const { out, complaint, code } = await run("approve", "1", "--by", "budi");
    expect(out).toMatch(/1 masalah/);
    expect([complaint, code, desk.said]).toEqual(["Not approved: see what is wrong above.\n", 1, []]);
  });

  it("says why the core refuses", async () => {
    desk.add({ state: "running" });
    const { complaint, code } = await run("approve", "1", "--by", "budi");
    expect([complaint, code]).toEqual(["Ditolak: state running\n", 1]);
  });
});

describe("broadcast start", () => {
  const start = (...more: string[]) => run("start", "1", "--by", "rina", ...more);
  beforeEach(() => void desk.add({ state: "approved" }));

  it.each<[string[], object, string]>([
    [[], {}, "running"],
    [
      ["--at", "2026-12-01 09:00"],
      { at: new Date("2026-12-01T02:00:00Z") },
      "scheduled for 2026-12-01 09:00 (Asia/Jakarta)",
    ],
    [
      ["--at", "2026-12-01T09:00", "--time-zone", "wit"],
      { at: new Date("2026-12-01T00:00:00Z") },
      "scheduled for 2026-12-01 07:00 (Asia/Jakarta)",
    ],
    [
      ["--repeat", "0 9 1 * *"],
      { repeat: { cron: "0 9 1 * *", timeZone: "Asia/Jakarta" } },
      'scheduled for 2026-12-01 09:00 (Asia/Jakarta), again at "0 9 1 * *" (Asia/Jakarta)',
    ],
    [
      ["--at", "2026-12-01 09:00", "--repeat", " 30 8 * * mon ", "--time-zone", "Asia/Makassar"],
      { at: new Date("2026-12-01T01:00:00Z"), repeat: { cron: "30 8 * * mon", timeZone: "Asia/Makassar" } },
      'scheduled for 2026-12-01 08:00 (Asia/Jakarta), again at "30 8 * * mon" (Asia/Makassar)',
    ],
  ])("%j starts so", async (args, when, state) => {
    const { out, complaint } = await start(...args);
    expect([out, complaint]).toEqual([`Broadcast 1 "Diskon Desember": ${state}.\n`, ""]);
    expect(desk.last()).toEqual(["start", 1, "rina", when]);
  });

  it.each<[string[], RegExp]>([
    [["--at", "2026-02-30 09:00"], /--at: "2026-02-30 09:00" is no time that exists/],
    [["--at", "besok"], /--at: "besok" is no time that exists; write it as "2026-12-01 09:00"/],
    [["--at", "2026-12-01"], /is no time that exists/],
    [["--at", "2026-12-01 25:00"], /is no time that exists/],
    [["--at", "2026-11-24 12:00"], /--at: 2026-11-24 12:00 \(Asia\/Jakarta\) is past/],
    // an hour that the clock jumps over
    [["--at", "2027-03-28 02:30", "--time-zone", "Europe/Berlin"], /is no time that exists/],
    [["--repeat", "tiap bulan"], /--repeat: "tiap bulan" is no cron pattern .*"0 9 1 \* \*" is 09:00/],
    [["--repeat", "0 0 9 1 * *"], /is no cron pattern/],
    [["--repeat", "0 9 32 * *"], /is no cron pattern/],
    [["--repeat", "0 9 30 2 *"], /--repeat: "0 9 30 2 \*" names a time that never comes/],
    [
      ["--repeat", "0 9 1 * *", "--time-zone", "Asia/Bandung"],
      /--time-zone: "Asia\/Bandung" is none; write WIB, WITA, WIT/,
    ],
    [["--time-zone", "WIB"], /--time-zone: goes with --at or --repeat/],
  ])("%j is refused", async (args, said) => {
    const { complaint, code, out } = await start(...args);
    expect(complaint).toMatch(said);
    expect([code, out, desk.said]).toEqual([1, "", []]);
  });

  it("says when nothing will go out yet", async () => {
    desk.desk.running = false;
    expect((await start()).out).toMatch(/: running\.\nThe program is not running: messages go out when it runs/);
  });
});

describe("broadcast pause, resume, cancel", () => {
  it("tells the new state", async () => {
    desk.add({ state: "running" });
    expect((await run("pause", "1", "--by", "budi")).out).toBe(
      'Broadcast 1 "Diskon Desember": paused by budi at 2026-11-24 12:00.\n',
    );
    expect((await run("resume", "1", "--by", "budi")).out).toBe('Broadcast 1 "Diskon Desember": running.\n');
    expect((await run("cancel", "1", "--by", "budi")).out).toBe('Broadcast 1 "Diskon Desember": cancelled.\n');
  });

  it.each(["pause", "resume", "cancel"])("%s fails with the reason when it may not be", async (what) => {
    desk.add({ state: "done" });
    expect(await run(what, "1", "--by", "rina")).toEqual({ out: "", complaint: "Ditolak: state done\n", code: 1 });
    expect((await run(what, "1")).complaint).toMatch(/required option '--by <id>'/);
  });

  it("opens accounts again", async () => {
    expect((await run("reopen", "--by", "rina")).out).toMatch(/^Open again: wa-main\. What is paused stays paused/);
    expect(await run("reopen", "--by", "budi")).toEqual({ out: "", complaint: "Ditolak: role\n", code: 1 });
  });
});

describe("broadcast status, list, report, segments", () => {
  it("shows one, as text and as JSON", async () => {
    desk.add({ state: "running" });
    desk.shows({ status: { counts: countsOf({ sent: 3, queued: 1 }), endsAt: new Date("2026-11-24T06:00:00Z") } });
    expect((await run("status", "1")).out).toBe("Siaran 1: running\n");
    expect(JSON.parse((await run("status", "1", "--json")).out)).toMatchObject({
      campaign: { id: 1, createdAt: "2026-11-24T05:00:00.000Z" },
      counts: { total: 4 },
      endsAt: "2026-11-24T06:00:00.000Z",
    });
    expect((await run("status", "2")).code).toBe(1);
  });

  it("shows the newest ones", async () => {
    expect((await run("status")).out).toMatch(/^No broadcast yet/);
    for (let id = 1; id <= 12; id++) desk.add({ name: `Siaran nomor ${id} ${"x".repeat(40)}` });
    desk.shows({ status: { counts: countsOf({ sent: 3, failed: 1, queued: 1 }) } });
    const { out } = await run("status");
    const lines = out.trimEnd().split("\n");
    expect(lines[0]).toMatch(/^broadcast +state +topic +by +settled +failed +made or started$/);
    expect(lines[2]).toMatch(/^ {2}12 Siaran nomor 12 x+… +draft +discount +rina +4\/5 +1 +2026-11-24 12:00$/);
    expect(lines).toHaveLength(12);
    expect((await run("list", "--limit", "2")).out.trimEnd().split("\n")).toHaveLength(4);
    expect(JSON.parse((await run("list", "--json")).out)).toHaveLength(10);
  });

  it("writes the receipt for its owner alone, and over no other file", async () => {
    desk.add({ state: "done" });
    const path = join(folder(), "siaran.csv");
    expect((await run("report", "1")).out).toBe("Tanda terima 1\n");
    const { out } = await run("report", "1", "--out", path);
    expect(out).toBe(`Tanda terima 1\n${path}: every recipient of broadcast 1, without names and numbers.\n`);
    expect(readFileSync(path, "utf8")).toBe("kontak,status\n1,sent\n");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    desk.desk.csv = ["baru\n"];
    const again = await run("report", "1", "--out", path);
    expect([again.complaint, again.code]).toEqual([`--out ${path}: is there already; --force replaces it.\n`, 1]);
    writeFileSync(path, "terbuka", { mode: 0o644 });
    expect((await run("report", "1", "--out", path, "--force")).code).toBe(0);
    expect([readFileSync(path, "utf8"), statSync(path).mode & 0o777]).toEqual(["baru\n", 0o600]);
  });

  it("leaves nothing behind when the receipt cannot be written", async () => {
    desk.add({ state: "done" });
    const path = folder();
    expect((await run("report", "1", "--out", join(path, "x", "a.csv"))).complaint).toMatch(
      /cannot be written \(ENOENT\)/,
    );
    expect((await run("report", "1", "--out", join(path, "a.xlsx"))).complaint).toMatch(/must end in \.csv/);
    desk.desk.csv = new Proxy([], {
      get: () => {
        throw Object.assign(new Error("disk"), { code: "EIO" });
      },
    });
    expect((await run("report", "1", "--out", join(path, "a.csv"))).complaint).toMatch(/cannot be written \(EIO\)/);
    expect(readdirSync(path)).toEqual([]);
  });

  it("shows saved segments by the options that make them", async () => {
    expect((await run("segments")).out).toMatch(/^No segment yet/);
    desk = createDesk({
      segments: [
        {
          name: "soreang",
          segment: { regions: ["32.04"], askedAbout: { intents: ["claim"], withinDays: 30 }, notSeenForDays: 9 },
        },
        { name: "semua", segment: {} },
      ],
    });
    expect((await run("segments")).out).toBe(
      'soreang\n  --region "Kabupaten Bandung" --asked-about claim --asked-within 30d --not-seen-for 9d\nsemua\n  everybody\n',
    );
  });
});
