import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createSay } from "../../src/knowledge/texts.ts";
import { answerProblemText, checkTaughtAnswer } from "../../src/teaching/answer-check.ts";
import { SHIPPED } from "../support/knowledge.ts";

const TODAY = "2026-11-24";
const TEXT = "Kantor cabang buka juga pada hari Sabtu pagi.";
const folder = join(SHIPPED.locales, "id");
const texts = Object.fromEntries(
  readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => [file.slice(0, -5), JSON.parse(readFileSync(join(folder, file), "utf8")) as unknown]),
);
const say = createSay(texts);
const keysOf = (answer: Partial<Parameters<typeof checkTaughtAnswer>[0]>) =>
  checkTaughtAnswer({ text: TEXT, source: "", ...answer }, TODAY).map(({ key }) =>
    key.replace("teaching.problem.", ""),
  );

describe("an answer written by staff", () => {
  it.each([
    ["", []],
    ["Ya, bisa.", ["short"]],
    ["a".repeat(19), ["short"]],
    ["a".repeat(20), []],
    ["a".repeat(600), []],
    ["a".repeat(601), ["long"]],
  ])("has 20 to 600 characters: %s", (text, problems) => expect(keysOf({ text: text || TEXT })).toEqual(problems));

  it.each([
    "Iurannya Rp16.800 sebulan untuk dua program.",
    "Dibayar paling lama 7 hari kerja sesudah lengkap.",
    "Potongannya lima puluh persen sampai akhir tahun ini.",
    "Santunannya empat puluh dua juta rupiah untuk ahli waris.",
    "Dibayar paling lama tujuh hari sesudah berkas lengkap.",
  ])("with a figure needs a source: %s", (text) => {
    expect(keysOf({ text })).toEqual(["no-source"]);
    expect(keysOf({ text, source: "Kantor Cabang Bantul, 3 November 2026" })).toEqual([]);
  });

  it.each([
    "Ada dua cara, lewat aplikasi atau kantor cabang.",
    "1) Buka aplikasi JMO\n2) Pilih menu klaim\n3) Unggah berkas",
  ])("without a figure needs none: %s", (text) => expect(keysOf({ text })).toEqual([]));

  it.each([
    ["Kantor Cabang Bantul, 3 November 2026", []],
    ["Harian Jogja, Februari 2023", []],
    ["PP 50, Sekretariat Negara, 2025", []],
    ["Harian Jogja, 2023-02-27", []],
    ["Harian Jogja", ["source-form"]],
    ["27 Februari 2023", ["source-form"]],
    [", 27 Februari 2023", ["source-form"]],
    ["Harian Jogja, kemarin", ["source-form"]],
    ["Harian Jogja, 31 Februari 2023", ["source-form"]],
    ["Harian Jogja, 25 November 2026", ["source-future"]],
    ["Harian Jogja, Desember 2026", ["source-future"]],
    ["Kartu 3404 0112 3456 7890, 2023", ["id-number"]],
  ])("names its source as who and when: %s", (source, problems) => expect(keysOf({ source })).toEqual(problems));

  it.each([
    "NIK 3404011234567890 sudah terdaftar di kantor, ya.",
    "Nomornya [nomor disembunyikan], tunjukkan di kantor.",
  ])("holds no number of a card: %s", (text) =>
    expect(keysOf({ text, source: "Kantor, 2026" })).toContain("id-number"),
  );

  it.each([
    "Silakan kirim NIK Anda supaya bisa dicek.",
    "Tolong sebutkan nama ibu kandung dan tanggal lahir.",
    "Balas pesan ini dengan nomor KPJ Bapak.",
    "Kode OTP-nya tuliskan di sini ya, Bu.",
    "Kami butuh NIK dan nomor HP Bapak untuk mendaftar.",
    "Boleh tahu nomor kartu Anda? Nanti kami bantu.",
    "Masukkan NIK di chat ini, lalu isi di aplikasi JMO.",
    "Fotokan KTP lalu tunggu balasan petugas kami.",
    "Berapa nomor KPJ Anda? Nanti dicek petugas.",
    "Kirim NIK sekarang, jangan lama-lama ya.",
    "Jangan lupa kirim NIK dan KPJ ke sini, Bu.",
  ])("never asks for what is secret: %s", (text) => expect(keysOf({ text })).toEqual(["asks-secret"]));

  it.each([
    "Jangan kirim NIK atau kode OTP lewat chat ini.",
    "Petugas tidak pernah meminta atau minta OTP lewat telepon.",
    "Masukkan NIK di aplikasi JMO, lalu pilih program.",
    "Untuk mendaftar perlu KTP dan nomor HP yang aktif.",
    "Siapkan foto KTP dan Kartu Keluarga sebelum ke kantor.",
    "Saat membayar Anda akan diminta NIK oleh kasir.",
    "Belum terkirim: jangan minta NIK lewat chat.",
    "Waspada penipu yang minta nama ibu kandung atau PIN.",
  ])("may warn, and may tell what other places need: %s", (text) => expect(keysOf({ text })).toEqual([]));

  it("would let pass, by this rule, everything that the product itself says", () => {
    const all: string[] = [];
    const walk = (node: unknown): void => {
      if (typeof node === "string") all.push(node);
      else if (node && typeof node === "object") Object.values(node).forEach(walk);
    };
    // what is said to staff may name what they must not ask for
    walk({ ...texts, teaching: {}, staff: {} });
    expect(all.length).toBeGreaterThan(200);
    expect(all.filter((text) => keysOf({ text }).includes("asks-secret"))).toEqual([]);
  });

  it.each([
    ["2026-11-24", []],
    ["2026-11-23", ["day-over"]],
    ["2026-02-30", ["no-day"]],
    ["31 Desember 2026", ["no-day"]],
  ])("holds until a day that is not over: %s", (validTo, problems) => expect(keysOf({ validTo })).toEqual(problems));

  it("tells every problem in words", () => {
    const problems = [
      ...checkTaughtAnswer({ text: "5", source: "x", validTo: "x" }, TODAY),
      ...checkTaughtAnswer(
        { text: `Kirim NIK ${"3404011234567890 ".repeat(40)}`, source: "", validTo: "2020-01-01" },
        TODAY,
      ),
      ...checkTaughtAnswer({ text: TEXT, source: "Harian Jogja, 2030" }, TODAY),
    ];
    expect(new Set(problems.map(({ key }) => key)).size).toBe(
      Object.keys((texts["teaching"] as { problem: object }).problem).length,
    );
    for (const problem of problems) expect(answerProblemText(problem, say)).toMatch(/\p{L}.*\.$/u);
  });
});
