import { beforeAll, describe, expect, it } from "vitest";
import type { App } from "../../src/app.ts";
import { testApp } from "../support/app.ts";

let app: App;
beforeAll(async () => {
  app = await testApp();
});

const read = (text: string) => {
  const { intent, also } = app.understanding.understand(text, { today: "2026-11-24", memory: {} });
  return [intent, also?.intent];
};

describe("two questions in one message", () => {
  it.each([
    ["cara daftar gimana, terus bayarnya lewat mana?", "registration.how", "contribution.pay"],
    ["syarat klaim jht sama alamat kantor bantul", "claim.jht", "contact.office"],
    ["diskon 50 persen sampai kapan? cara bayarnya gimana?", "contribution.discount", "contribution.pay"],
    ["piye carane daftar karo iurane pira?", "registration.how", "contribution.amount"],
    ["berapa persen pekerja bantul yg udah ikut? kantornya di mana", "statistics.coverage", "contact.office"],
    ["lupa akun jmo sama mau cek saldo", "account.jmo", "claim.balance"],
    ["saya tukang becak boleh ikut ga dan bayar berapa", "eligibility", "contribution.amount"],
    ["apa itu jht dan berapa iurannya", "programme.jht", "contribution.amount"],
  ])("%s", (text, first, second) => expect(read(text)).toEqual([first, second]));
});

describe("one question, and what leads to it", () => {
  it.each([
    ["tahun lalu masih kuli, sekarang jualan cilok, ngubah data pekerjaannya piye?", "account.change"],
    ["dua taun teu mayar, tunggakanana kedah dilunasan sadayana?", "contribution.arrears"],
    ["kalau tanpa jht, setahun jatuhnya berapa rupiah", "contribution.amount"],
    ["saya berhenti dari kebun sawit bulan lalu, mencairkan jht caranya bagaimana?", "claim.jht"],
    [
      "kami sekelompok nelayan sudah sepakat ikut semua. cara mendaftarkan tiga puluh orang sekaligus?",
      "registration.group",
    ],
  ])("%s", (text, intent) => expect(read(text)).toEqual([intent, undefined]));
});
