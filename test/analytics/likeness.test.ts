import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { groupByLikeness } from "../../src/analytics/likeness.ts";
import type { LexiconDocument } from "../../src/knowledge/schema.ts";
import { readExamples } from "../../src/knowledge/load.ts";
import { seededRandom } from "../../src/lib/hash.ts";
import { fold, wordsOf } from "../../src/understanding/normalise.ts";
import { SHIPPED } from "../support/knowledge.ts";

const lexicon = JSON.parse(readFileSync(join(SHIPPED.data, "lexicon.json"), "utf8")) as LexiconDocument;
const fillers = new Set(lexicon.fillers);
const content = (text: string) =>
  wordsOf(fold(text))
    .flatMap((word) => (lexicon.spellings[word] ?? word).split(" "))
    .filter((word) => !fillers.has(word));

/** Questions of one line ask the same. Those of different lines do not, though they share words. */
const SAME: readonly (readonly string[])[] = [
  [
    "cara daftar bpjs ketenagakerjaan gimana",
    "gimana cara daftar bpjs ketenagakerjaan",
    "cara daftarnya bpjs ketenagkerjaan gmn",
    "kumaha carana daftar bpjs ketenagakerjaan",
    "piye carane daftar bpjs ketenagakerjaan",
  ],
  ["apakah bpjs kesehatan sama dengan ketenagakerjaan", "bpjs kesehatan sama bpjs ketenagakerjaan itu sama?"],
  [
    "cara mendaftar ulang setelah keluar kerja",
    "habis keluar kerja daftar ulang gimana",
    "daftar ulang sesudah keluar kerja caranya",
  ],
  ["iuran saya kepotong dua kali bulan ini", "iuran kepotong 2 kali min", "kok iurannya kepotong dua kali ya"],
  ["bayar iuran pakai dana bisa", "iuran bisa dibayar pakai dana"],
  [
    "apakah TKI di Malaysia bisa ikut JHT",
    "TKI di malaysia bisa ikut jht gak",
    "kalau TKI malaysia boleh ikut jht tidak",
  ],
  [
    "kenapa aplikasi JMO saya selalu keluar sendiri",
    "aplikasi jmo keluar sendiri terus",
    "jmo selalu keluar sendri kenapa",
  ],
  ["kantor cabang buka hari sabtu?", "sabtu kantor cabang buka tidak", "kantor cabang bukak hari sabtu ora"],
  ["beasiswa anak dibayar sampai kuliah?", "beasiswa anak sampai kuliah gak", "beasiswa kanggo anak nganti kuliah ora"],
  ["apakah istri saya ikut ditanggung", "istri ikut ditanggung tidak"],
  [
    "bisa ganti nomor hp yang sudah tidak aktif",
    "nomor hp lama tidak aktif mau ganti",
    "ganti nomer hp sing wis ora aktif",
  ],
  [
    "salah tulis nama ibu kandung di kartu",
    "nama ibu kandung di kartu salah tulis",
    "salah nulis nama ibu kandung di kartuku",
  ],
  [
    "klaim jht ditolak karena paklaring beda nama",
    "paklaring beda nama klaim jht ditolak",
    "klaim jht saya ditolak, nama di paklaring beda",
  ],
  ["berapa lama klaim jkm cair", "klaim jkm cairnya berapa lama", "pira suwene klaim jkm cair"],
  ["saya jatuh dari motor waktu narik ojek", "jatoh dari motor pas narik ojek"],
  ["kalau pindah kota kepesertaan hilang tidak", "pindah kota kepesertaannya hilang gak"],
  ["besok hujan tidak ya di bantul"],
  ["harga cabai hari ini"],
];

const QUESTIONS = SAME.flat().map((text, index) => ({ id: index + 1, text }));

describe("questions that are alike", () => {
  const groups = groupByLikeness(QUESTIONS, content);

  it("come together, and others do not join them", () => {
    const wordsOfGroups = groups.map(({ ids }) => ids.map((id) => QUESTIONS[id - 1]?.text));
    expect(wordsOfGroups.map((texts) => texts.sort()).sort()).toEqual(SAME.map((texts) => [...texts].sort()).sort());
  });

  it("are listed largest group first, under one of their own", () => {
    expect(groups.map(({ ids }) => ids.length)).toEqual(groups.map(({ ids }) => ids.length).sort((a, b) => b - a));
    for (const { ids, text } of groups) expect(ids.map((id) => QUESTIONS[id - 1]?.text)).toContain(text);
  });

  it("are the same groups in whatever order they came", () => {
    const random = seededRandom(7);
    const shuffled = QUESTIONS.map((question) => ({ question, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ question }) => question);
    expect(groupByLikeness(shuffled, content)).toEqual(groups);
  });

  it("are shown by the one that most are like, not by the first or the longest", () => {
    const texts = ["nunggak iuran boleh lanjut bayar", ...Array(4).fill("nunggak iuran boleh lanjut")];
    const [first] = groupByLikeness(
      texts.map((text: string, id) => ({ id, text })),
      content,
    );
    expect(first).toEqual({ ids: [0, 1, 2, 3, 4], text: "nunggak iuran boleh lanjut" });
  });
});

describe("what is not alike", () => {
  it("is not joined by a chain of small steps", () => {
    const words = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belasan".split(" ");
    // each shares four of five words with the next; the first and the last share none
    const chain = words.slice(0, 8).map((_, at) => ({ id: at, text: words.slice(at, at + 5).join(" ") }));
    const groups = groupByLikeness(chain, (text) => text.split(" "));
    expect(groups.length).toBeGreaterThan(1);
    expect(groups.every(({ ids }) => !(ids.includes(0) && ids.includes(7)))).toBe(true);
  });

  it("stays alone: signs, and nothing at all", () => {
    const texts = ["🙏", "🙏", "???", "", "iuran berapa"];
    expect(
      groupByLikeness(
        texts.map((text, id) => ({ id, text })),
        content,
      ).map(({ ids }) => ids),
    ).toEqual([[0, 1], [2], [3], [4]]);
    expect(groupByLikeness([], content)).toEqual([]);
  });
});

describe("many questions", () => {
  it("5,000 with slips of the finger are grouped within seconds, and slips stay with what was meant", async () => {
    const random = seededRandom(11);
    const meant = (await readExamples(join(SHIPPED.data, "examples")))
      .map(({ text }) => text)
      .filter((text, index) => index % 12 === 0 && content(text).length >= 4);
    const texts = Array.from({ length: 5000 }, (_, index) => slip(meant[index % meant.length] ?? "", random));
    const started = performance.now();
    const groups = groupByLikeness(
      texts.map((text, id) => ({ id, text })),
      content,
    );
    expect(performance.now() - started).toBeLessThan(20_000);
    const groupOf = new Map(groups.flatMap(({ ids }, group) => ids.map((id) => [id, group] as const)));
    const together = texts.filter((_, id) => groupOf.get(id) === groupOf.get(id % meant.length)).length;
    expect(together / texts.length).toBeGreaterThan(0.9);
    expect(groups.length).toBeGreaterThan(meant.length * 0.8);
  });
});

/** One letter of the longest word left out. */
function slip(text: string, random: () => number): string {
  const longest = text.split(" ").toSorted((a, b) => b.length - a.length)[0] ?? "";
  const at = 1 + Math.floor(random() * (longest.length - 1));
  return text.replace(longest, longest.slice(0, at) + longest.slice(at + 1));
}
