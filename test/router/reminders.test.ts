import { describe, expect, it } from "vitest";
import { reminderTown } from "../broadcast/reminders/town.ts";

/** What one says and what is answered, one after another; undefined: it is for others to answer. */
type Dialogue = {
  at?: string;
  who?: Parameters<ReturnType<typeof reminderTown>["person"]>[1];
  turns: [string, RegExp | undefined][];
};

const NOTHING = "nothing of reminders";

const DIALOGUES: Record<string, Dialogue> = {
  "a day at once": {
    who: { occupation: "ojol", region: "73.71" },
    turns: [
      ["ingatkan saya bayar tiap tanggal 10", /tanggal 10\* sekitar pukul 09\.00 WITA[^]*10 Desember 2026[^]*Rp8\.400/],
      ["pengingat saya", /tiap tanggal 10; berikutnya 10 Desember 2026, sekitar pukul 09\.00 WITA/],
    ],
  },
  "a day when asked for it": {
    turns: [
      ["tolong ingatkan saya bayar iuran dong", /Tanggal berapa\?[^]*tanggal 15[^]*ingatkan tanggal 10/],
      ["tanggal 5 aja", /tanggal 5\*[^]*5 Desember 2026/],
    ],
  },
  "an impossible day": {
    turns: [
      ["ingatkan tanggal 32", /Tidak ada tanggal 32/],
      ["ingatkan tanggal 0", /Tidak ada tanggal 0/],
      ["pengingat saya", /Belum ada pengingat/],
    ],
  },
  "another day": {
    turns: [
      ["ingatkan tgl 10", /kami ingatkan bayar iuran tiap \*tanggal 10/],
      ["ganti pengingat jadi tanggal 31", /diganti.*tanggal 31[^]*lebih pendek[^]*30 November 2026/],
      ["ingatkan tgl 31", /^Baik, kami ingatkan/],
      ["pengingat saya tanggal berapa?", /tiap tanggal 31; berikutnya 30 November 2026/],
    ],
  },
  "both kinds, and one of them no more": {
    who: { occupation: "petani" },
    turns: [
      ["ingatkan tanggal 10", /Baik/],
      ["ingatkan sebelum diskon habis", /17 Desember dan 28 Desember 2026[^]*sampai iuran Desember 2026/],
      ["pengingat saya", /tanggal 10[^]*potongan iuran berakhir: 17 Desember dan 28 Desember 2026/],
      ["stop pengingat diskon", /akhir potongan dihentikan/],
      ["pengingat saya", /tanggal 10/],
      ["jangan ingatkan lagi", /Baik, pengingat dihentikan/],
      ["pengingat saya", /Belum ada/],
      ["stop pengingat", /Tidak ada pengingat[^]*BERHENTI/],
    ],
  },
  "no more of something that was never set": {
    turns: [["halo mbak tolong ya nomor saya nggak usah dikirimi pengingat lagi", undefined]],
  },
  questions: {
    turns: [
      ["ada pengingat gak?", /ingatkan saya bayar tiap tanggal 10[^]*stop pengingat/],
      ["kalau telat bayar diingatkan?", /sebelum diskon berakhir/],
      ["iuran berapa?", undefined],
      ["diskon sampai kapan?", undefined],
      ["berhenti", undefined],
    ],
  },
  "a question besides": {
    turns: [["iuran ojol berapa? ingatkan saya tiap tanggal 10 ya", /tanggal 10[^]*pertanyaan lain/]],
  },
  "on the terminal": {
    who: { channel: "terminal" },
    turns: [["ingatkan saya tiap tanggal 5", /tanggal 5\*[^]*5 Desember 2026/]],
  },
  "late on the last day of a month": {
    at: "2026-12-31T23:30+07:00",
    who: { region: "91.01" },
    turns: [["ingatkan tanggal 1", /pukul 09\.00 WIT[^]*1 Januari 2027/]],
  },
};

describe("what is said about reminders", () => {
  it.each(Object.entries(DIALOGUES))("%s", (_, { at = "2026-11-24T10:00+07:00", who, turns }) => {
    const { says } = reminderTown(at).person("Siti", who);
    for (const [said, answer] of turns) {
      expect(says(said) ?? NOTHING).toMatch(answer ?? NOTHING);
    }
  });

  it("keeps where it was asked, and nothing else of the message", () => {
    const town = reminderTown("2026-11-24T10:00+07:00");
    const { contactId, from, says } = town.person("Siti", { channel: "whatsapp" });
    says("ingatkan tanggal 10");
    expect(town.stores.reminders.remindersOf(contactId)).toEqual([
      { contactId, kind: "pay", day: 10, address: from, createdAt: new Date("2026-11-24T10:00+07:00") },
    ]);
  });

  it("one word ends all", () => {
    const town = reminderTown("2026-11-24T10:00+07:00");
    const { contactId, says } = town.person("Siti", { occupation: "petani" });
    says("ingatkan tanggal 10");
    says("ingatkan sebelum diskon berakhir");
    expect(town.acts.stopAll(contactId)).toBe(2);
    expect(town.acts.stopAll(contactId)).toBe(0);
    town.until("2027-01-11T00:00+07:00");
    expect(town.got).toEqual([]);
  });

  it("while staff speak only a stop is heard", () => {
    const town = reminderTown("2026-11-24T10:00+07:00");
    const { contactId, from, says } = town.person("Siti");
    says("ingatkan tanggal 10");
    const hears = (text: string) => town.acts.stop({ contactId, text, from, today: "2026-11-24" })?.text;
    expect(hears("tolong ingatkan saya tanggal 12")).toBeUndefined();
    expect(hears("ada pengingat gak?")).toBeUndefined();
    expect(hears("stop pengingat")).toMatch(/dihentikan/);
    expect(town.stores.reminders.remindersOf(contactId)).toEqual([]);
  });
});
