import { describe, expect, it } from "vitest";
import { bandFor, contributionFor, sumOfMonths } from "../../src/answers/contribution-sums.ts";
import { askOnce, newChat, testApp } from "../support/app.ts";

/** What the minimum package costs, by the month asked about: [month, transport, other]. */
const MINIMUM = [
  ["2025-12", 16_800, 16_800],
  ["2026-01", 8_400, 16_800],
  ["2026-03", 8_400, 16_800],
  ["2026-04", 8_400, 8_400],
  ["2026-12", 8_400, 8_400],
  ["2027-01", 8_400, 16_800],
  ["2027-03", 8_400, 16_800],
  ["2027-04", 16_800, 16_800],
] as const;

describe("the tariff of a month", () => {
  it.each(MINIMUM)("%s: transport %d, other work %d", async (month, transport, other) => {
    const { knowledge } = await testApp();
    const band = bandFor(undefined, knowledge.bands);
    expect(contributionFor("transport", month, band, knowledge).package).toBe(transport);
    expect(contributionFor("other", month, band, knowledge).package).toBe(other);
    expect(contributionFor("other", month, band, knowledge).withJht).toBe(other + 20_000);
  });

  it("adds up months on both sides of the end of a discount", async () => {
    const { knowledge } = await testApp();
    const band = bandFor(undefined, knowledge.bands);
    expect(sumOfMonths("other", "2026-11", 3, band, knowledge)).toEqual({
      total: 33_600,
      sum: "2 × Rp8.400 + 1 × Rp16.800 = Rp33.600",
    });
    expect(sumOfMonths("transport", "2026-11", 12, band, knowledge).total).toBe(5 * 8_400 + 7 * 16_800);
  });

  it("every band follows from its own base: JKK 1 %, JHT 2 %, JKM Rp6.800", async () => {
    const { knowledge } = await testApp();
    expect(knowledge.bands.length).toBeGreaterThan(5);
    for (const band of knowledge.bands) {
      expect(band.jkk).toBe(band.base * 0.01);
      expect(band.jht).toBe(band.base * 0.02);
      expect(band.jkm).toBe(6_800);
      expect(band.total_jkk_jkm).toBe(band.jkk + band.jkm);
      expect(band.total_with_jht).toBe(band.jkk + band.jkm + band.jht);
      expect(band.total_jkk_jkm_disc50).toBe(band.total_jkk_jkm / 2);
    }
  });

  it("every income has a band, also between two printed ones", async () => {
    const { knowledge } = await testApp();
    let before = 0;
    for (let income = 0; income <= 30e6; income += 50_000) {
      const { base } = bandFor(income, knowledge.bands);
      expect(base).toBeGreaterThanOrEqual(before);
      before = base;
    }
  });
});

describe("what people are told it costs", () => {
  it.each([
    ["iuran ojol sebulan berapa?", "2026-02-10", ["Rp8.400"], ["paling ringan jadi Rp16.800"]],
    ["iuran petani sebulan berapa?", "2026-02-10", ["Rp10.000 + Rp6.800 = Rp16.800"], ["dipotong"]],
    ["iuran petani sebulan berapa?", "2026-11-24", ["Rp8.400", "Desember 2026", "Rp16.800"], []],
    ["iuran petani sebulan berapa?", "2027-02-01", ["Rp16.800"], ["Rp8.400"]],
    ["iuran sopir angkot per bulan berapa?", "2027-02-01", ["Rp8.400", "Maret 2027"], []],
    ["iuran sopir angkot per bulan berapa?", "2027-05-01", ["Rp16.800"], ["Rp8.400"]],
    ["iuran bulan Januari 2027 untuk pedagang berapa?", "2026-11-24", ["Rp16.800", "Januari 2027"], ["Rp8.400"]],
    ["iurannya berapa kalau penghasilan 2 juta?", "2027-05-01", ["Rp", "2.000.000", "JKK", "JKM"], []],
    ["bayar 6 bulan sekaligus buat tukang sayur berapa?", "2026-11-24", ["2 × Rp8.400 + 4 × Rp16.800 = Rp84.000"], []],
  ] as const)("%s (%s)", async (said, day, says, saysNot) => {
    const { reply, intent } = await askOnce(said, day);
    expect(intent).toBe("contribution.amount");
    for (const words of says) expect(reply).toContain(words);
    for (const words of saysNot) expect(reply).not.toContain(words);
    expect(reply).toContain("Sumber:");
  });

  it("the day turns at midnight in Jakarta, not in Greenwich", async () => {
    const { router } = await testApp();
    const at = (instant: string) =>
      router.handle({
        id: "1",
        from: { channel: "terminal", chatId: `night-${instant}` },
        text: "iuran petani berapa sebulan?",
        sentAt: new Date(instant),
      }).answer.text;
    expect(at("2026-12-31T16:59:00Z")).toContain("Desember 2026");
    expect(at("2026-12-31T17:01:00Z")).toContain("Januari 2027");
    expect(at("2026-12-31T17:01:00Z")).not.toContain("Rp8.400");
  });

  it("asks for the income once and computes with the answer", async () => {
    const say = await newChat();
    expect(say("iuran berapa sih per bulan?").reply).toContain("penghasilan");
    const answer = say("2 jutaan");
    expect(answer.intent).toBe("contribution.amount");
    expect(answer.entities["incomeRupiah"]).toBe(2e6);
  });

  it.each([
    ["ada diskon iuran ojol?", "2026-11-24", ["50 persen", "Maret 2027"]],
    ["diskon iuran buat pedagang masih ada?", "2026-11-24", ["50 persen", "Desember 2026"]],
    ["diskon iuran buat pedagang masih ada?", "2027-01-15", ["tarif kembali Rp16.800"]],
    ["ada potongan iuran ga buat petani", "2026-02-01", ["berlaku mulai April 2026"]],
  ] as const)("%s (%s)", async (said, day, says) => {
    const { reply, intent } = await askOnce(said, day);
    expect(intent).toBe("contribution.discount");
    for (const words of says) expect(reply).toContain(words);
    expect(reply).toContain("APBN atau APBD");
  });
});
