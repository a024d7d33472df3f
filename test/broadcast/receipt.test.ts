import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import type { ReceiptRow } from "../../src/broadcast/broadcasts.ts";
import { receiptCsv } from "../../src/broadcast/receipt.ts";
import { shippedSay } from "./say.ts";

const say = await shippedSay();
const row = (change: Partial<ReceiptRow> = {}): ReceiptRow => ({
  contactId: "c1",
  channel: "telegram",
  account: "tg-1",
  zone: "WIB",
  status: "sent",
  takenAt: new Date("2026-12-09T02:00:00Z"),
  ...change,
});
const table = (rows: readonly ReceiptRow[]): string[][] => parse([...receiptCsv(rows, say)].join(""), { bom: true });

describe("the receipt as a table", () => {
  it("has a heading even without anybody", () => {
    expect(table([])).toEqual([["kontak", "saluran", "akun", "zona", "status", "alasan", "waktu", "jawaban"]]);
    expect([...receiptCsv([], say)][0]?.startsWith("\uFEFF")).toBe(true);
  });

  it.each<[Partial<ReceiptRow>, string[]]>([
    [{}, ["c1", "Telegram", "tg-1", "WIB", "terkirim", "", "2026-12-09T02:00:00.000Z", ""]],
    [
      { status: "read", answer: "Ya; saya ikut" },
      ["c1", "Telegram", "tg-1", "WIB", "dibaca", "", "2026-12-09T02:00:00.000Z", "Ya; saya ikut"],
    ],
    [
      { status: "failed", reason: "blocked: 403" },
      ["c1", "Telegram", "tg-1", "WIB", "gagal", "memblokir bot", "2026-12-09T02:00:00.000Z", ""],
    ],
    [
      { status: "failed", reason: "blockade" },
      ["c1", "Telegram", "tg-1", "WIB", "gagal", "sebab lain", "2026-12-09T02:00:00.000Z", ""],
    ],
    [
      { status: "skipped", reason: "no-consent" },
      [
        "c1",
        "Telegram",
        "tg-1",
        "WIB",
        "dilewati",
        "belum atau tidak lagi setuju menerima kabar ini",
        "2026-12-09T02:00:00.000Z",
        "",
      ],
    ],
    [
      { status: "queued", reason: "retry later" },
      ["c1", "Telegram", "tg-1", "WIB", "menunggu", "", "2026-12-09T02:00:00.000Z", ""],
    ],
  ])("%j", (change, expected) => expect(table([row(change)])[1]).toEqual(expected));

  it("has no time of what was not sent", () => {
    const { takenAt: _, ...waiting } = row({ status: "queued" });
    expect(table([waiting])[1]?.[6]).toBe("");
  });

  it("runs nothing when it is opened, and keeps its rows", () => {
    expect(
      table([row({ answer: '=HYPERLINK("http://x")' }), row({ answer: "a\nb" })]).map((cells) => cells[7]),
    ).toEqual(["jawaban", '\'=HYPERLINK("http://x")', "a\nb"]);
  });

  it("is written piece by piece, every row once", () => {
    let read = 0;
    function* rows() {
      for (; read < 1234; read++) yield row({ contactId: `c${read}` });
    }
    const pieces = receiptCsv(rows(), say)[Symbol.iterator]();
    pieces.next();
    expect(read).toBe(0);
    pieces.next();
    expect(read).toBeLessThan(600);
    for (const piece of { [Symbol.iterator]: () => pieces }) expect(piece.endsWith("\r\n")).toBe(true);
    expect(read).toBe(1234);
    const ids = table(Array.from({ length: 1234 }, (_, index) => row({ contactId: `c${index}` }))).map(([id]) => id);
    expect(new Set(ids).size).toBe(1235);
  });
});
