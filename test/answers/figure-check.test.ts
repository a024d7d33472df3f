import { beforeAll, describe, expect, it } from "vitest";
import { checkFigures } from "../../src/answers/figure-check.ts";
import { findFigures } from "../../src/answers/figures-in-text.ts";
import type { Knowledge } from "../../src/knowledge/knowledge.ts";
import { TODAY, testApp } from "../support/app.ts";

let knowledge: Knowledge;
beforeAll(async () => {
  ({ knowledge } = await testApp());
});

/** The figures of a text as "16.800 ya" or "16.800 tidak". */
const judged = (text: string, day: string = TODAY) =>
  checkFigures(text, knowledge, day).map(({ figure, known }) => `${figure} ${known ? "ya" : "tidak"}`);

describe("figures in a text", () => {
  it.each([
    ["Iuran Rp16.800, atau Rp 8.400", ["money 16800", "money 8400"]],
    ["IDR 16,800 or 16,800 rupiah", ["money 16800", "money 16800"]],
    ["*Rp16.800*/bulan, Rp. 8400,-, 8.400 rupiah", ["money 16800", "money 8400", "money 8400"]],
    ["16.800 sebulan, 8,4 ribu, 42 juta", ["number 16800", "number 8400", "number 42000000"]],
    ["dua juta lima ratus ribu rupiah", ["money 2500000"]],
    ["50 persen, 50%, 50persen, lima puluh persen", ["percent 50", "percent 50", "percent 50", "percent 50"]],
    ["bayar setengah harga", ["percent 50"]],
    ["115.463 orang dan 5,9 juta pekerja", ["people 115463", "people 5900000"]],
    ["31 Desember 2026, 31/12/2026, 2026-12-31", ["date 2026-12-31", "date 2026-12-31", "date 2026-12-31"]],
    ["iuran April sampai Desember 2026", ["date 2026-04", "date 2026-12"]],
    ["sampai Maret, sebelum 31 Desember", ["date --03", "date --12-31"]],
    ["sejak tahun 2023", ["date 2023"]],
    ["PP 50/2025 dan Peraturan Pemerintah Nomor 50 Tahun 2025", ["law pp 50/2025", "law pp 50/2025"]],
    ["usia 56 tahun", ["number 56"]],
  ])("%s", (text, found) =>
    expect(findFigures(text).figures.map(({ kind, value }) => `${kind} ${value}`)).toEqual(found),
  );

  it.each([
    "1. Siapkan KTP\n2. Datang ke kantor",
    "3 langkah, tanggal 10, ajak 5 orang, ke-3",
    "jam 9, pukul 08.00-15.00, 08.30 WIB, 24 jam, 60 menit",
    "Hubungi 175 atau call center 175, 0812-3456-7890, (022) 1234567, +62 812 3456 7890, 081234567890",
    "Jl. Merdeka No. 120, RT 05 RW 12, lantai 2, Jl Braga 45",
    "https://s.id/abc123456 dan www.bpjsketenagakerjaan.go.id/2026/9999",
    "Mei datang bersama Juli",
    "Halo {nama|Bapak/Ibu} di {wilayah}",
  ])("are not: %s", (text) => expect(findFigures(text).figures).toEqual([]));
});

describe("figures held against the knowledge", () => {
  it("names the facts", () => {
    const [price, end] = checkFigures("Iuran Rp8.400 sampai Desember 2026.", knowledge, TODAY);
    expect(price).toMatchObject({ figure: "Rp8.400", known: true });
    expect(price?.facts).toEqual(expect.arrayContaining(["DISK-01", "IUR-05"]));
    expect(end).toMatchObject({ figure: "Desember 2026", known: true });
  });

  it.each<[string, string, string[]]>([
    ["Iuran cuma Rp8.400 sebulan", "2026-11-24", ["Rp8.400 ya"]],
    ["Iuran cuma 8400 sebulan", "2026-11-24", ["8400 ya"]],
    ["Iuran cuma Rp8.500 sebulan", "2026-11-24", ["Rp8.500 tidak"]],
    // over for most from January, for transport from April
    ["Iuran cuma Rp8.400 sebulan", "2027-01-05", ["Rp8.400 tidak"]],
    ["Petani bayar Rp8.400 sebulan", "2026-12-31", ["Rp8.400 ya"]],
    ["Petani bayar Rp8.400 sebulan", "2027-01-01", ["Rp8.400 tidak"]],
    ["Ojol masih bayar Rp8.400 sebulan", "2027-01-05", ["Rp8.400 ya"]],
    ["Ojol masih bayar Rp8.400 sebulan", "2027-04-01", ["Rp8.400 tidak"]],
    // begun for transport only
    ["Iuran cuma Rp8.400 sebulan", "2026-02-10", ["Rp8.400 tidak"]],
    ["Sopir bayar Rp8.400 sebulan", "2026-02-10", ["Rp8.400 ya"]],
    ["Tiga program Rp28.400", "2026-11-24", ["Rp28.400 ya"]],
    ["Tiga program Rp28.400", "2027-05-01", ["Rp28.400 tidak"]],
    ["Tarif normal Rp16.800", "2026-11-24", ["Rp16.800 ya"]],
    ["Tarif normal Rp16.800", "2027-05-01", ["Rp16.800 ya"]],
    ["Penghasilan 2 juta: iuran Rp26.800", "2027-05-01", ["2 juta ya", "Rp26.800 ya"]],
  ])("prices: %s on %s", (text, day, expected) => expect(judged(text, day)).toEqual(expected));

  it.each<[string, string, string[]]>([
    ["Diskon 50 persen", "2026-11-24", ["50 persen ya"]],
    ["Diskon iuran 50% untuk petani", "2026-11-24", ["50% ya"]],
    ["Diskon 40 persen", "2026-11-24", ["40 persen tidak"]],
    ["Diskon 50 persen", "2027-04-01", ["50 persen tidak"]],
    ["Sekarang iurannya setengah", "2026-11-24", ["iurannya setengah ya"]],
    ["Sekarang iurannya setengah", "2027-04-01", ["iurannya setengah tidak"]],
    // what is paid to somebody who cannot work is another half
    ["Bulan ke-13 dan seterusnya 50 persen upah", "2027-04-01", ["50 persen ya"]],
  ])("shares: %s on %s", (text, day, expected) => expect(judged(text, day)).toEqual(expected));

  it.each<[string, string, string[]]>([
    ["Diskon berlaku sampai 31 Desember 2026", "2026-11-24", ["31 Desember 2026 ya"]],
    ["Diskon berlaku sampai Desember", "2026-11-24", ["Desember ya"]],
    ["Diskon berlaku sampai 30 November 2026", "2026-11-24", ["30 November 2026 tidak"]],
    ["Ada diskon. Berlaku sampai Oktober 2026.", "2026-09-24", ["Oktober 2026 tidak"]],
    ["Diskon untuk iuran Oktober 2026", "2026-09-24", ["Oktober 2026 ya"]],
    ["Diskon petani sampai Maret 2027", "2026-11-24", ["Maret 2027 tidak"]],
    ["Diskon ojol sampai Maret 2027", "2026-11-24", ["Maret 2027 ya"]],
    [
      "Diskon: ojol sampai Maret 2027, pekerja lain sampai Desember 2026",
      "2026-11-24",
      ["Maret 2027 ya", "Desember 2026 ya"],
    ],
    ["Diskon berlaku sampai 31 Desember 2026", "2027-01-05", ["31 Desember 2026 tidak"]],
    ["Diskon habis, mulai Januari 2027 iuran kembali normal", "2027-01-05", ["Januari 2027 ya"]],
    ["Diskon sampai Desember 2027", "2026-11-24", ["Desember 2027 tidak"]],
    ["Diskon menurut PP 50/2025, bukan PP 51/2025", "2026-11-24", ["PP 50/2025 ya", "PP 51/2025 tidak"]],
    ["Diskon sampai 31 Februari 2027", "2026-11-24", ["31 Februari 2027 tidak"]],
  ])("dates of a discount: %s on %s", (text, day, expected) => expect(judged(text, day)).toEqual(expected));

  it("leaves the day of an event alone, but not one without a day of the week", () => {
    expect(judged("Pendaftaran di Soreang hari Sabtu, 12 Desember 2026, jam 9")).toEqual([]);
    expect(judged("Kami datang pada 12 Desember 2026")).toEqual(["12 Desember 2026 tidak"]);
  });

  it("takes what is old only with its year", () => {
    expect(judged("Cakupan nasional 37,77 persen")).toEqual(["37,77 persen tidak"]);
    expect(judged("Per Juli 2023 cakupan nasional 37,77 persen")).toEqual(["Juli 2023 ya", "37,77 persen ya"]);
  });

  it("knows the benefits, and no others", () => {
    expect(judged("Ahli waris menerima Rp42 juta, bukan Rp43 juta")).toEqual(["Rp42 juta ya", "Rp43 juta tidak"]);
    expect(judged("Santunan 42 juta. JHT cair di usia 56 tahun, bukan 57 tahun.")).toEqual([
      "42 juta ya",
      "56 ya",
      "57 tidak",
    ]);
  });

  it("allows rounding only where it is said", () => {
    expect(judged("sekitar Rp42,1 juta")).toEqual(["Rp42,1 juta ya"]);
    expect(judged("Rp42,1 juta")).toEqual(["Rp42,1 juta tidak"]);
  });

  it("knows the result of a sum that is shown and right", () => {
    expect(judged("5 × Rp8.400 = Rp42.000")).toEqual(["Rp8.400 ya", "Rp42.000 ya"]);
    expect(judged("5 × Rp8.400 = Rp43.000")).toEqual(["Rp8.400 ya", "Rp43.000 tidak"]);
    expect(judged("2 × Rp8.400 + 4 × Rp16.800 = Rp84.000")).toEqual(["Rp8.400 ya", "Rp16.800 ya", "Rp84.000 ya"]);
    expect(judged("5 × Rp8.500 = Rp42.500")).toEqual(["Rp8.500 tidak", "Rp42.500 tidak"]);
  });

  it("every statement that may be told vouches for its own figures, on a day on which it holds", () => {
    const held = knowledge.facts
      .filter(({ status, confidence }) => status.startsWith("current") && confidence !== "memory_only")
      .filter(({ intents }) => !intents.includes("contribution.discount"))
      .flatMap(({ id, statement, asOf = "", published = "" }) =>
        checkFigures(`${statement}\n${asOf}\n${published}`, knowledge, TODAY).map((checked) => ({ id, ...checked })),
      );
    expect(held.length).toBeGreaterThan(200);
    expect(held.filter(({ known }) => !known).map(({ id, figure }) => `${id}: ${figure}`)).toEqual([]);
  });
});
