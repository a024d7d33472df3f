import { Cron } from "croner";
import { describe, expect, it } from "vitest";
import { parseMoment } from "../../../src/staff/broadcast/moment.ts";
import { isRepeat, parseRepeat } from "../../../src/staff/broadcast/repeat.ts";

/** Wednesday, 25 November 2026, 10.00 in Jakarta. */
const NOW = new Date("2026-11-25T03:00:00Z");
const JAKARTA = "Asia/Jakarta";

describe("parseMoment", () => {
  it.each([
    ["1 Desember 09.00", "2026-12-01T02:00:00.000Z"],
    ["1 Desember jam 9", "2026-12-01T02:00:00.000Z"],
    ["1 des 2026 pukul 9:30", "2026-12-01T02:30:00.000Z"],
    ["tanggal 1 Desember, jam 9 pagi", "2026-12-01T02:00:00.000Z"],
    ["Selasa, 1 Desember 2026 09.00 WIB", "2026-12-01T02:00:00.000Z"],
    ["2026-12-01 09:00", "2026-12-01T02:00:00.000Z"],
    ["2026-12-01T09:00", "2026-12-01T02:00:00.000Z"],
    ["1/12 09.00", "2026-12-01T02:00:00.000Z"],
    ["1-12-2026 9", "2026-12-01T02:00:00.000Z"],
    ["1 Februari 09.00", "2027-02-01T02:00:00.000Z"],
    ["29 Februari 2028 09.00", "2028-02-29T02:00:00.000Z"],
    ["besok 9", "2026-11-26T02:00:00.000Z"],
    ["besok jam 7 malam", "2026-11-26T12:00:00.000Z"],
    ["jam 9 besok", "2026-11-26T02:00:00.000Z"],
    ["lusa 13.15", "2026-11-27T06:15:00.000Z"],
    ["hari ini jam 3 sore", "2026-11-25T08:00:00.000Z"],
    ["nanti 15.00", "2026-11-25T08:00:00.000Z"],
    ["Senin 09.00", "2026-11-30T02:00:00.000Z"],
    ["hari Jumat jam 1 siang", "2026-11-27T06:00:00.000Z"],
    ["Rabu 09.00", "2026-12-02T02:00:00.000Z"],
    ["Rabu 11.00", "2026-11-25T04:00:00.000Z"],
    ["jam 7 malam", "2026-11-25T12:00:00.000Z"],
    ["09.00", "2026-11-26T02:00:00.000Z"],
    ["besok 9 WITA", "2026-11-26T01:00:00.000Z"],
    ["besok 9 wit", "2026-11-26T00:00:00.000Z"],
    // past, for the desk to say so
    ["hari ini 09.00", "2026-11-25T02:00:00.000Z"],
    ["2026-11-01 09:00", "2026-11-01T02:00:00.000Z"],
  ])("%s → %s", (text, expected) => {
    expect(parseMoment(text, NOW, JAKARTA)?.toISOString()).toBe(expected);
  });

  it("goes by the office's clock", () => {
    expect(parseMoment("besok 9", NOW, "Asia/Jayapura")?.toISOString()).toBe("2026-11-26T00:00:00.000Z");
  });

  it.each([
    "",
    "9",
    "besok",
    "1 Desember",
    "31 November 09.00",
    "29 Februari 2027 09.00",
    "Senin, 1 Desember 2026 09.00",
    "besok 25.00",
    "besok 9.75",
    "besok 12 malam",
    "besok 9 kira-kira",
    "secepatnya",
    "13/13 09.00",
  ])("does not guess at “%s”", (text) => {
    expect(parseMoment(text, NOW, JAKARTA)).toBeUndefined();
  });
});

describe("parseRepeat", () => {
  it.each([
    ["berulang: tiap Senin 09.00", "0 9 * * 1", "2026-11-30T02:00:00.000Z"],
    ["setiap Selasa dan Kamis jam 9", "0 9 * * 2,4", "2026-11-26T02:00:00.000Z"],
    ["tiap senin, rabu, jumat 8.30", "30 8 * * 1,3,5", "2026-11-27T01:30:00.000Z"],
    ["tiap hari Minggu jam 4 sore", "0 16 * * 0", "2026-11-29T09:00:00.000Z"],
    ["tiap hari 07.00", "0 7 * * *", "2026-11-26T00:00:00.000Z"],
    ["tiap hari kerja 8", "0 8 * * 1-5", "2026-11-26T01:00:00.000Z"],
    ["tiap tanggal 1 jam 9", "0 9 1 * *", "2026-12-01T02:00:00.000Z"],
    ["berulang tiap bulan tgl 10 jam 9 pagi", "0 9 10 * *", "2026-12-10T02:00:00.000Z"],
    ["tiap akhir bulan 09.00", "0 9 L * *", "2026-11-30T02:00:00.000Z"],
  ])("%s → %s, first %s", (text, cron, first) => {
    const repeat = parseRepeat(text, JAKARTA);
    expect(isRepeat(text)).toBe(true);
    expect(repeat).toEqual({ cron, timeZone: JAKARTA });
    expect(new Cron(cron, { timezone: JAKARTA, paused: true }).nextRun(NOW)?.toISOString()).toBe(first);
  });

  it("keeps a zone that was written", () => {
    expect(parseRepeat("tiap Senin 09.00 WITA", JAKARTA)).toEqual({ cron: "0 9 * * 1", timeZone: "Asia/Makassar" });
  });

  it.each(["tiap minggu 09.00", "tiap tanggal 31 jam 9", "tiap tanggal 0 jam 9", "tiap Senin", "tiap purnama 9.00"])(
    "does not guess at “%s”",
    (text) => {
      expect(isRepeat(text)).toBe(true);
      expect(parseRepeat(text, JAKARTA)).toBeUndefined();
    },
  );

  it("is not meant by a moment", () => {
    expect(isRepeat("besok 9")).toBe(false);
  });
});
