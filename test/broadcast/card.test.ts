import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AUDIENCE_SKIPS, type Audience } from "../../src/broadcast/audience.ts";
import type { CampaignStatus, Preflight } from "../../src/broadcast/broadcasts.ts";
import { CAMPAIGN_STATES, type Campaign } from "../../src/broadcast/campaign.ts";
import {
  audienceText,
  preflightText,
  progressText,
  receiptText,
  remarkText,
  stopText,
  type CardHelpers,
} from "../../src/broadcast/card.ts";
import type { LedgerCounts } from "../../src/broadcast/ledger.ts";
import { DEFAULT_TIME_ZONE, dateText, dayOf, timeText } from "../../src/lib/calendar.ts";
import { shippedSay } from "./say.ts";

const say = await shippedSay();
const REGIONS: Record<string, string> = { "32.04": "Kabupaten Bandung", "32.73": "Kota Bandung" };
const STAFF: Record<string, string> = { rina: "Rina", budi: "Budi" };
const helpers: CardHelpers = {
  say,
  staffName: (id) => STAFF[id],
  time: (at) => `${dateText(dayOf(at, DEFAULT_TIME_ZONE))} ${timeText(at, DEFAULT_TIME_ZONE)}`,
  regionName: (code) => REGIONS[code],
  occupationName: (id) => (id === "petani" ? "petani" : undefined),
  subject: (intent) => (intent === "claim" ? "klaim" : undefined),
};

const at = (time: string) => new Date(`2026-12-09T${time}:00+07:00`);
const AUDIENCE: Audience = {
  topic: "registration",
  include: [{ roles: ["leader"], regions: ["32.04"] }],
  exclude: [{ occupations: ["petani"] }],
};
const campaign: Campaign = {
  id: 12,
  kind: "broadcast",
  name: "Pendaftaran Soreang",
  content: { texts: { id: "Ada pendaftaran." }, choices: ["Saya ikut", "Tidak bisa"] },
  audience: AUDIENCE,
  state: "draft",
  createdBy: "rina",
  createdAt: at("08:00"),
  filled: false,
};
const preflight: Preflight = {
  campaign,
  recipients: 1234,
  byChannel: { telegram: 1000, whatsapp: 234 },
  skipped: { "no-consent": 40, recent: 1016, unreachable: 0 },
  samples: [
    { channel: "whatsapp", contactId: "c1", firstName: "Siti", text: "Halo Siti,\nAda pendaftaran." },
    { channel: "telegram", contactId: "c2", text: `Awal ${"kata ".repeat(200)}akhir` },
  ],
  startsAt: at("09:00"),
  endsAt: at("15:20"),
  problems: [],
  warnings: [],
  needsSecond: true,
};

describe("an audience in words", () => {
  const words = (change: Partial<Audience>) => audienceText({ ...AUDIENCE, exclude: [], ...change }, helpers);

  it("reads like a sentence", () => {
    expect(audienceText(AUDIENCE, helpers)).toBe(
      "Tokoh dan kader di Kabupaten Bandung, setuju kabar jadwal pendaftaran, tanpa petani",
    );
  });

  it.each<[Partial<Audience>, RegExp]>([
    [{ include: [] }, /^Semua orang, setuju/],
    [{ include: [{ regions: ["32.04", "32.73"] }] }, /^Semua orang di Kabupaten Bandung atau Kota Bandung,/],
    [{ include: [{ roles: ["worker"], occupations: ["petani"] }] }, /^Pekerja yang bekerja sebagai petani,/],
    [{ include: [{ languages: ["su"], tags: ["soreang"] }] }, /berbahasa Sunda bertanda soreang,/],
    [
      { include: [{ askedAbout: { intents: ["claim"], withinDays: 30 } }] },
      /bertanya soal klaim dalam 30 hari terakhir,/,
    ],
    [{ include: [{ askedAbout: { intents: ["claim"] } }] }, /pernah bertanya soal klaim,/],
    [
      { include: [{ seenWithinDays: 30 }, { notSeenForDays: 90 }] },
      /dalam 30 hari terakhir serta semua orang yang tidak menulis selama 90 hari,/,
    ],
    [{ include: [{ name: "Ketua", roles: ["leader"] }] }, /^“Ketua” \(tokoh dan kader\),/],
    [{ channels: ["whatsapp"] }, /, lewat WhatsApp, setuju/],
  ])("%j", (change, expected) => expect(words(change)).toMatch(expected));
});

describe("the card before", () => {
  const text = preflightText(preflight, helpers);

  it("holds everything that is to be known", () => {
    for (const part of [
      "*Siaran 12* · Pendaftaran Soreang",
      "Status: konsep",
      "Pilihan jawaban: Saya ikut / Tidak bisa",
      "*Penerima: 1.234 orang*\nTelegram 1.000 · WhatsApp 234\nTidak dikirimi: 1.056 orang\n• 1.016 baru saja",
      "Selesai: sekitar 9 Desember 2026 15.20 (6 jam 20 menit)",
      "*Contoh 1* · WhatsApp · Siti\n│ Halo Siti,\n│ Ada pendaftaran.",
      "petugas selain Rina menekan *Setuju*",
    ])
      expect(text).toContain(part);
    expect(text).not.toMatch(/• 0 |⛔|⚠️/);
  });

  it("shortens a sample between words", () => {
    const sample = text.split("*Contoh 2* · Telegram\n")[1]?.split("\n\n")[0] ?? "";
    expect(sample.length).toBeLessThan(310);
    expect(sample).toMatch(/^│ Awal .* kata …$/);
  });

  it("says what is wrong before what to press", () => {
    const shown = preflightText(
      {
        ...preflight,
        problems: [{ key: "broadcast.problem.missing-name", values: { count: 1200 } }],
        warnings: [{ key: "broadcast.warning.figure", values: { figure: "Rp8.500" } }],
      },
      helpers,
    );
    expect(shown).toMatch(
      /⛔ \*Perbaiki dulu:\*\n• 1\.200 penerima.*\n\n⚠️ \*Periksa dulu:\*\n• “Rp8\.500”.*\n\n➡️ Ubah/,
    );
    expect(shown).not.toMatch(/Setuju\*/);
  });

  it.each([...CAMPAIGN_STATES])("has a last line for a campaign that is %s", (state) => {
    const shown = preflightText({ ...preflight, needsSecond: false, campaign: { ...campaign, state } }, helpers);
    expect(shown).toMatch(/➡️ .+$/);
  });

  it("takes another last line", () => {
    expect(preflightText(preflight, helpers, "npm run broadcast -- approve 12")).toMatch(
      /\n\nnpm run broadcast -- approve 12$/,
    );
  });

  it("tells a start and its repetition", () => {
    const planned = { ...campaign, startAt: at("09:00"), repeat: { cron: "0 9 1 * *", timeZone: "Asia/Jakarta" } };
    expect(preflightText({ ...preflight, campaign: planned }, helpers)).toContain(
      "Mulai: 9 Desember 2026 09.00\nDiulang: 0 9 1 * * (Asia/Jakarta)",
    );
  });
});

describe("remarks", () => {
  it.each<[string, Record<string, string | number>, string]>([
    ["problem.state", { state: "running" }, "Tidak bisa: siaran ini berjalan."],
    ["problem.not-found", { id: 1234 }, "Siaran 1234 tidak ada. Periksa nomornya."],
    [
      "problem.account-stopped",
      { account: "wa-main", why: "failures 34" },
      "Kiriman dari WhatsApp sedang dihentikan: 34 persen kiriman terakhir gagal. Periksa nomornya, lalu buka lagi.",
    ],
    [
      "warning.same-text",
      { id: 3, date: "2026-12-09T02:00:00.000Z" },
      "Teks yang sama sudah dikirim ke sasaran yang sama (siaran 3, 9 Desember 2026 09.00). Yakin kirim lagi?",
    ],
    [
      "problem.changed",
      { was: 1200, now: 1500 },
      "Penerima berubah dari 1.200 menjadi 1.500 orang sejak kartu dibuat. Lihat lagi, lalu setujui.",
    ],
    ["warning.no-language", { count: 5, language: "su" }, "5 penerima berbahasa Sunda mendapat teks bahasa Indonesia."],
  ])("%s", (key, values, expected) => expect(remarkText({ key: `broadcast.${key}`, values }, helpers)).toBe(expected));

  it.each([
    ["restricted", /membatasi/],
    ["missing-acks 3", /^3 kiriman/],
    ["failures 25", /^25 persen/],
    ["failures", /alasan lain \(failures\)/],
    ["", /alasan lain/],
  ])("why a number was stopped: %s", (word, expected) => expect(stopText(word, say)).toMatch(expected));
});

const counts: LedgerCounts = {
  total: 1200,
  byStatus: { queued: 400, sending: 1, sent: 300, delivered: 200, read: 270, failed: 20, unknown: 2, skipped: 7 },
  skipped: { "no-consent": 5, "no-text": 2 },
  failed: { blocked: 15, strange: 3 },
  waiting: {},
  answers: { 0: 40, 1: 2 },
};
const status: CampaignStatus = {
  campaign: {
    ...campaign,
    state: "running",
    filled: true,
    startedAt: at("09:00"),
    approvedBy: "budi",
    approvedFor: 1190,
  },
  counts,
  endsAt: at("15:20"),
  stopped: [],
  unknown: [
    { contactId: "c9", channel: "whatsapp", firstName: "Asep", at: at("09:30") },
    { contactId: "c10", channel: "telegram" },
  ],
};

describe("progress", () => {
  it("fits a phone", () => {
    expect(progressText(status, helpers)).toBe(
      [
        "*Siaran 12* · Pendaftaran Soreang",
        "▶️ Berjalan",
        "",
        "▓▓▓▓▓▓░░░░ 66%",
        "Terkirim 770 dari 1.200",
        "Sampai 470 · dibaca 270",
        "Gagal 20 · tidak pasti 2 · dilewati 7",
        "Selesai sekitar 9 Desember 2026 15.20",
        "",
        "JEDA menghentikan sementara, BATAL untuk seterusnya.",
      ].join("\n"),
    );
  });

  it("is not full before the last one, and not broken without any", () => {
    const bar = (queued: number, sent: number) =>
      /[▓░]{10} \d+%/.exec(
        progressText({ ...status, counts: { ...counts, total: queued + sent, byStatus: { queued, sent } } }, helpers),
      )?.[0];
    expect(bar(1, 9999)).toBe("▓▓▓▓▓▓▓▓▓░ 99%");
    expect(bar(0, 10000)).toBe("▓▓▓▓▓▓▓▓▓▓ 100%");
    expect(bar(0, 0)).toBe("░░░░░░░░░░ 0%");
  });

  it.each<[NonNullable<Campaign["pause"]>, RegExp]>([
    [{ reason: "staff", by: "budi", at: at("10:00") }, /Dijeda Budi, 9 Desember 2026 10\.00\./],
    [
      { reason: "breaker", by: "program", at: at("10:00"), why: "restricted" },
      /otomatis.*WhatsApp membatasi nomor ini\.[^]*LANJUT membuka/,
    ],
    [{ reason: "missed", by: "program", at: at("10:00") }, /terlewat/],
    [{ reason: "grown", by: "program", at: at("10:00") }, /jauh lebih banyak/],
  ])("says why it stands still: %j", (pause, expected) => {
    expect(progressText({ ...status, campaign: { ...status.campaign, state: "paused", pause } }, helpers)).toMatch(
      expected,
    );
  });

  it("names a number that is stopped", () => {
    const stopped = [{ account: "wa-main", at: at("10:00"), why: "missing-acks 3" }];
    expect(progressText({ ...status, stopped }, helpers)).toContain("🛑 WhatsApp dihentikan: 3 kiriman berturut-turut");
  });
});

describe("the receipt", () => {
  const done = { ...status.campaign, state: "done" as const, endedAt: at("15:20") };

  it("tells it all", () => {
    expect(receiptText({ ...status, campaign: done }, helpers)).toBe(
      [
        "*Laporan siaran 12* · Pendaftaran Soreang",
        "✅ Selesai 9 Desember 2026 15.20",
        "Mulai 9 Desember 2026 09.00",
        "Lama: 6 jam 20 menit",
        "Ditulis: Rina",
        "Disetujui: Budi, untuk 1.190 orang",
        "",
        "*Penerima: 1.200*",
        "Terkirim: 770",
        "Di antaranya sampai 470, dibaca 270",
        "Gagal: 20",
        "• 15 memblokir bot",
        "• 5 sebab lain",
        "Tidak pasti: 2",
        "Dilewati: 7",
        "• 5 belum atau tidak lagi setuju menerima kabar ini",
        "• 2 nama atau wilayahnya tidak diketahui",
        "Belum dikirim: 401",
        "",
        "*Jawaban: 42*",
        "1. Saya ikut: 40",
        "2. Tidak bisa: 2",
        "",
        "Mungkin sampai, mungkin tidak. Tolong tanyakan:",
        "• Asep · WhatsApp · 9 Desember 2026 09.30",
        "• tanpa nama (c10) · Telegram",
      ].join("\n"),
    );
  });

  it("adds up, whatever became of them", () => {
    const number = fc.nat(1_000_000);
    const names = ["queued", "sending", "sent", "delivered", "read", "failed", "unknown", "skipped"];
    const byStatus = fc.record(Object.fromEntries(names.map((name) => [name, number])));
    fc.assert(
      fc.property(byStatus, (byStatus) => {
        const total = Object.values(byStatus).reduce((sum, count) => sum + count, 0);
        const text = receiptText(
          { ...status, counts: { ...counts, total, byStatus, failed: {}, skipped: {} } },
          helpers,
        );
        const shown = (label: string) => Number(new RegExp(`${label}: ([\\d.]+)`).exec(text)?.[1]?.replaceAll(".", ""));
        const parts = ["Terkirim", "Gagal", "Tidak pasti", "Dilewati", "Belum dikirim"].map(shown);
        expect(parts.reduce((sum, count) => sum + count, 0)).toBe(total);
        expect(shown("Penerima")).toBe(total);
        expect(text).not.toContain("tidak cocok");
      }),
    );
  });

  it("says so when the ledger does not", () => {
    expect(receiptText({ ...status, counts: { ...counts, total: 1201 } }, helpers)).toContain(
      "⚠️ Jumlahnya tidak cocok: 1.200 tercatat, 1.201 penerima.",
    );
  });

  it("names ten in doubt, and how many more", () => {
    const unknown = Array.from({ length: 20 }, (_, index) => ({
      contactId: `c${index}`,
      channel: "telegram" as const,
    }));
    const byStatus = { ...counts.byStatus, unknown: 35 };
    const text = receiptText({ ...status, unknown, counts: { ...counts, byStatus } }, helpers);
    expect(text.match(/^• tanpa nama/gm)).toHaveLength(10);
    expect(text).toContain("… dan 25 lagi, lihat CSV");
  });
});

describe("texts for others", () => {
  const named = (group: string, keys: readonly string[]) => keys.map((key) => `broadcast.${group}.${key}`);
  const plain = [
    ...named("state", CAMPAIGN_STATES),
    ...named("status", ["queued", "sending", "sent", "delivered", "read", "failed", "unknown", "skipped"]),
    ...named("skip", [...AUDIENCE_SKIPS, "not-wanted", "merged", "erased", "no-text"]),
    ...named("failed", ["blocked", "invalid", "restricted", "retry", "other"]),
    ...named("problem", [
      "role",
      "own-approval",
      "not-yet",
      "no-recipients",
      "past-time",
      "bad-cron",
      "no-file",
      "no-account",
    ]),
    "broadcast.test-mark",
  ];
  it.each(plain)("%s", (key) => expect(say(key)).toMatch(/\S/));

  it.each<[string, Record<string, string | number>]>([
    ["problem.second-person", { name: "Rina" }],
    ["problem.missing-region", { count: 4 }],
    ["warning.long", { days: 4 }],
    ["warning.no-name", { count: 4 }],
    ["warning.few-reachable", { percent: 12 }],
  ])("%s", (key, values) =>
    expect(remarkText({ key: `broadcast.${key}`, values }, helpers)).not.toMatch(/\{\{|undefined/),
  );
});
