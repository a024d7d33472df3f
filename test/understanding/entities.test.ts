import { beforeAll, describe, expect, it } from "vitest";
import type { Entities } from "../../src/understanding/entities.ts";
import { testApp, TODAY } from "../support/app.ts";

let read: (text: string) => Entities;

beforeAll(async () => {
  const { understanding } = await testApp();
  // "iuran" and "cakupan" keep the message from being a whole-message command; only the entities are looked at
  read = (text) => understanding.understand(text, { today: TODAY, memory: {} }).entities;
});

describe("places", () => {
  it.each([
    ["cakupan di Kabupaten Bantul", ["34.02"]],
    ["cakupan kab bantul brp", ["34.02"]],
    ["cakupan jabar berapa", ["32"]],
    ["cakupan jawabarat berapa", ["32"]],
    ["cakupan jogja gimana", ["34"]],
    ["cakupan DIY", ["34"]],
    ["cakupan Kab Bdg", ["32.04"]],
    ["cakupan kota bandung", ["32.73"]],
    ["cakupan bandung barat", ["32.17"]],
    ["cakupan bandung", ["32.04", "32.73"]],
    ["cakupan kobar kalteng", ["62.01"]],
    ["cakupan Bnatul", ["34.02"]],
    ["cakupan di Soreang", ["32.04.37"]],
    ["cakupan seluruh indonesia", ["ID"]],
    ["cakupan provinsi jambi", ["15"]],
    ["cakupan kota jambi", ["15.71"]],
    ["cakupan jambi", ["15", "15.71"]],
    ["cakupan Gunungkidul", ["34.03"]],
    ["cakupan gunung kidul", ["34.03"]],
    ["cakupan D.I. Yogyakarta", ["34"]],
  ])("%s", (text, codes) => {
    const [first] = read(text).regions;
    expect(first).toBeDefined();
    expect(codes.every((code) => first?.includes(code))).toBe(true);
    expect(first?.[0]).toBe(codes[0]);
  });

  it.each([
    "ada kendala waktu bayar iuran",
    "saya buruh baru, iurannya berapa",
    "malang nasib saya, iuran nunggak",
    "batu bata jatuh kena kaki saya",
    "iuran belum ngada kabar",
  ])("%s names no place", (text) => expect(read(text).regions).toEqual([]));

  it("keeps several places in order", () => {
    expect(read("lebih tinggi Bantul atau Jambi?").regions.map(([code]) => code)).toEqual(["34.02", "15"]);
  });
});

describe("everything else that a message names", () => {
  it.each([
    ["iuran kalau gaji 2 juta", { incomeRupiah: 2e6, incomePeriod: "month" }],
    ["iuran kalo penghasilan 100rb sehari", { incomeRupiah: 1e5, incomePeriod: "day" }],
    ["sehari paling dapat 80 ribu, iurannya berapa", { incomeRupiah: 8e4, incomePeriod: "day" }],
    ["abdi saenjing dibayar saratus rebu, iuranna sabaraha", { incomeRupiah: 1e5, incomePeriod: "day" }],
    ["sapoe mung 60 rebu kang, sabaraha iuranna", { incomeRupiah: 6e4, incomePeriod: "day" }],
    ["saben dina entuk 75 ewu, iurane pira", { incomeRupiah: 75e3, incomePeriod: "day" }],
    ["I earn 120k a day, how much do I pay", { incomeRupiah: 12e4, incomePeriod: "day" }],
    ["gaji saya sebulan 350 ribu, iurannya?", { incomeRupiah: 35e4, incomePeriod: "month" }],
    ["honor guru ngaji 250rb, iuran brp", { incomeRupiah: 25e4, incomePeriod: "unsaid" }],
    ["penghasilan 3 juta, iuran sehari-hari gimana", { incomeRupiah: 3e6, incomePeriod: "month" }],
    ["iuran kalau pendapatan seminggu 500 ribu per minggu", { incomeRupiah: 5e5, incomePeriod: "week" }],
    ["iuran penghasilanku sejuta setengah sebulan", { incomeRupiah: 1.5e6 }],
    ["umur 60 tahun boleh ikut?", { age: 60 }],
    ["usia saya 17 bisa daftar?", { age: 17 }],
    ["iuran 6 bulan berapa", { monthsCount: 6 }],
    ["iuran setahun berapa", { monthsCount: 12 }],
    ["iuran Januari 2027 berapa", { month: "2027-01" }],
    ["iuran bulan depan berapa", { month: "2026-12" }],
    ["cakupan Bantul tahun 2023", { years: [2023] }],
    ["cakupan Bantul tahun lalu", { years: [2025] }],
    ["benar cakupan Jabar 90 persen?", { percents: [90] }],
    ["mau daftarkan 20 petani di desa", { people: 20 }],
    ["cara klaim jht", { programmes: ["jht"] }],
    ["bayar di indomaret bisa?", { payments: ["Indomaret"] }],
    ["saya tukang ojek pangkalan boleh ikut?", { occupations: ["ojek"] }],
    ["menurut Jabar Ekspres cakupan kabupaten Bandung berapa", { outlets: ["Jabar Ekspres"] }],
  ] as [string, Partial<Entities>][])("%s", (text, expected) => expect(read(text)).toMatchObject(expected));
});
