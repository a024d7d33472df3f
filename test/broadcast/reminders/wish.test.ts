import { describe, expect, it } from "vitest";
import { asksAboutReminders, readWish, type Wish } from "../../../src/broadcast/reminders/wish.ts";

const TODAY = "2026-11-24";

/** How people say it → the day of the month; undefined where they name none. */
const PAY: readonly (readonly [text: string, day: number | undefined])[] = [
  ["ingatkan saya bayar tiap tanggal 10", 10],
  ["tolong ingatkan saya bayar iuran tiap tgl 10", 10],
  ["Tolong ingatkan saya bayar iuran setiap tanggal 10, terima kasih", 10],
  ["ingatkan tiap bulan tgl 5", 5],
  ["ingatkan tanggal 25", 25],
  ["INGATKAN TANGGAL 1", 1],
  ["ingetin bayar tgl5 ya kak", 5],
  ["ingetin gue tiap tgl. 15 dong", 15],
  ["ingatin saya bayar bpjs tk tiap bulan tanggal 3", 3],
  ["ingatkan saya tanggal 25 ya karna gajian tanggal segitu", 25],
  ["ingatkan tanggal sepuluh", 10],
  ["ingatkan saya bayar tiap tanggal dua puluh lima", 25],
  ["ingatkan saya tanggal dua belas", 12],
  ["ingatkan tiap 10", 10],
  ["reminder bayar iuran tiap tanggal 7", 7],
  ["minta pengingat tanggal 12 tiap bulan", 12],
  ["bisa kirim pengingat bayar iuran gak tiap tanggal 10", 10],
  ["bisa ingatkan saya tanggal 8?", 8],
  ["saya mau diingatkan bayar tiap tanggal 20", 20],
  [
    "saya tukang sayur pagi udah ke pasar pulang sore, sering lupa tanggal, kalau bisa tiap tanggal 5 saya diingatkan bayar jamsosteknya ya",
    5,
  ],
  ["jangan lupa ingatkan saya bayar tanggal 10", 10],
  ["ingatkan saya jangan sampai telat bayar, tanggal 9", 9],
  ["biar gak lupa, ingetin tanggal 4 ya", 4],
  ["ingatkan saya awal bulan", 1],
  ["ingatkan bayar tiap akhir bulan", 31],
  ["ingatkan bayar 3 hari sebelum tanggal 15", 12],
  ["ingatkan h-2 sebelum tgl 15", 13],
  ["ingatkan bayar tanggal segini tiap bulan", 24],
  ["ganti pengingat jadi tanggal 20", 20],
  ["ingatkan tanggal 31", 31],
  ["ingatkan tanggal 32", 32],
  ["ingatkan tanggal 0", 0],
  ["tanggal 10", 10],
  ["tgl 5 aja", 5],
  ["tiap tanggal 10 ya kak", 10],
  ["punten pangemutkeun abdi mayar iuran unggal tanggal 10", 10],
  ["ingetan kuring unggal tanggal 10 nya, sok poho mayar", 10],
  ["pangelingkeun abdi unggal tanggal dalapan", 8],
  ["tulung elingno aku saben tanggal 5 mbayar iuran", 5],
  ["ilingake aku tanggal 12 mbayar", 12],
  ["elingno aku tanggal selawe", 25],
  ["nyuwun dipun engetaken saben tanggal sepuluh nggih, kulo asring kesupen", 10],
  // without a day, or with several
  ["ingatkan saya", undefined],
  ["tolong ingatkan saya ya kak", undefined],
  ["ingetin bayar ya min", undefined],
  ["tlg ingtkn byr tiap bln", undefined],
  ["ingetin tiap bulan", undefined],
  ["iya, ingetin bayar", undefined],
  ["ingetin saya tiap bulan buat bayar iuran dong", undefined],
  ["tolong ingatkan saya kalau jatuh tempo", undefined],
  ["halo mbak saya mau dong diingetin bayar tiap bulan soalnya bulan kemarin kelupaan", undefined],
  ["saya pelupa, tolong diingatkan tiap mau bayar", undefined],
  ["bisa diingetin h-3 sebelum jatuh tempo?", undefined],
  ["setel pengingat", undefined],
  ["pasang reminder iuran dong", undefined],
  ["pengingat iuran aktifkan", undefined],
  ["nyalain pengingat dong bang biar kepesertaan gue kagak mati", undefined],
  ["kemarin saya stop pengingat, tolong aktifkan lagi pengingatnya", undefined],
  ["hidupkan lagi pengingat saya", undefined],
  ["daftarin nomor saya buat pengingat bayar iuran", undefined],
  ["pengingat bayar iuran", undefined],
  ["reminder on", undefined],
  ["ingatkan saya tanggal 10 dan 25", undefined],
  ["ingatkan tanggal 1-5", undefined],
  ["ingatkan saya bayar tiap 3 bulan", undefined],
  ["punten pangemutkeun abdi unggal sasih kanggo mayar iuran", undefined],
  ["tulung elingno aku saben wulan mbayar iuran", undefined],
  ["ilingno saben sasi mbayar", undefined],
  ["da, ingekan ambo tiok bulan mambayia yo", undefined],
  ["remind me every month to pay", undefined],
];

const OTHER: readonly (readonly [text: string, wish: Wish])[] = [
  ["ingatkan sebelum diskon berakhir", { kind: "discount-end" }],
  ["ingatkan sebelum diskon habis", { kind: "discount-end" }],
  ["tolong ingatkan saya sebelum potongannya abis ya", { kind: "discount-end" }],
  ["ingetin kalo diskon mau habis", { kind: "discount-end" }],
  ["ingatkan saya bayar sebelum diskon berakhir", { kind: "discount-end" }],
  ["kabari saya sebelum keringanan iuran berakhir", { kind: "discount-end" }],
  ["pangemutkeun abdi sateuacan diskonna beak", { kind: "discount-end" }],
  ["elingno sadurunge diskon entek", { kind: "discount-end" }],
  ["jangan ingatkan lagi", { kind: "stop" }],
  ["jangan ingatkan saya lagi", { kind: "stop" }],
  ["jgn ingetin lg", { kind: "stop" }],
  ["stop pengingat", { kind: "stop" }],
  ["STOP PENGINGAT", { kind: "stop" }],
  ["stop pengingatnya dong", { kind: "stop" }],
  ["hapus pengingat", { kind: "stop" }],
  ["hapus pengingat saya", { kind: "stop" }],
  ["matiin pengingatnya", { kind: "stop" }],
  ["pengingat iuran tolong dimatikan", { kind: "stop" }],
  ["nonaktifkan pengingat", { kind: "stop" }],
  ["berhenti ingatkan saya", { kind: "stop" }],
  ["batalkan pengingat", { kind: "stop" }],
  ["bisa matikan pengingat?", { kind: "stop" }],
  ["ga usah diingetin lagi, saya udah autodebit", { kind: "stop" }],
  ["sudah tidak perlu diingatkan", { kind: "stop" }],
  ["gak perlu ingatkan saya tiap tanggal 10 lagi", { kind: "stop" }],
  ["halo mbak tolong ya nomor saya nggak usah dikirimi pengingat lagi saya sudah bayar setahun", { kind: "stop" }],
  ["mohon jangan kirim pengingat lagi", { kind: "stop" }],
  ["pareuman pangéling bayar na", { kind: "stop", which: "pay" }],
  ["punten kang, teu kedah ngémutan deui, tos autodebit", { kind: "stop" }],
  ["teu kedah diélingan deui", { kind: "stop" }],
  ["pangéling iuran mangga dipareuman waé, abdi tos apal", { kind: "stop" }],
  ["pateni pangelinge, aku wis mbayar setahun", { kind: "stop" }],
  ["gak usah ngelingno aku maneh rek", { kind: "stop" }],
  ["boten sisah dipun engetaken malih, kula sampun enget piyambak", { kind: "stop" }],
  ["I don't want any more reminders", { kind: "stop" }],
  ["stop pengingat diskon", { kind: "stop", which: "discount-end" }],
  ["stop pengingat bayar", { kind: "stop", which: "pay" }],
  ["pengingat saya", { kind: "list" }],
  ["cek pengingat", { kind: "list" }],
  ["lihat pengingat saya dong", { kind: "list" }],
  ["daftar pengingat", { kind: "list" }],
  ["pengingatku", { kind: "list" }],
  ["pengingat", { kind: "list" }],
  ["pengingat saya tanggal berapa?", { kind: "list" }],
  ["saya diingatkan tanggal berapa?", { kind: "list" }],
  ["kapan saya diingatkan?", { kind: "list" }],
];

/** Questions about reminders, answered with what one may type. */
const QUESTIONS = [
  "kalau telat bayar diingatkan?",
  "kalau telat bayar diingatkan gak?",
  "ada pengingat gak?",
  "ada pengingat bayar ga",
  "apa saya akan diingatkan kalau telat?",
  "apakah ada reminder tiap bulan?",
  "cara stop pengingat gimana?",
  "kok gak diingatkan?",
];

/** What is for others to answer. */
const NO_WISHES = [
  "iuran berapa",
  "diskon sampai kapan?",
  "kabari kalau ada promo iuran",
  "kabarin klo ada info",
  "kasih tau ya klo ada jadwal sosialisasi di tempat sy",
  "ingatkan saya kalau ada diskon lagi",
  "tolong ingatkan perusahaan saya supaya bayar iuran",
  "tolong ingatkan petugas untuk balas chat saya",
  "ingatkan saya besok jam 7 ke pasar",
  "saya lupa nomor KPJ",
  "seingat saya sudah bayar tanggal 10",
  "teringat tanggal 10 harus bayar",
  "ingatan saya buruk",
  "bayar paling lambat tanggal berapa?",
  "saya bayar tanggal 10 kemarin",
  "kenapa saya tidak diingatkan padahal sudah minta tanggal 10",
  "berhenti",
  "stop",
  "jangan hapus pengingat saya",
  "kapan jatuh tempo",
  "ada pengingat bayar tiap bulan ga? tanggal berapa biasanya tagihan keluar",
  "apakah penggantian kartu dapat dilakukan di kantor cabang mana saja, mengingat saya berdomisili di luar kota?",
  "BPJS Ketenagakerjaan Cilincing Ingatkan Peserta agar Hindari Calo",
  "halo kak aku tuh lupa beneran bukan nggak mau bayar soalnya hape yang ada pengingatnya dijual buat ongkos pulang",
  "",
  "👍",
];

describe("what people want of reminders", () => {
  it.each(PAY)("%s: on the day %s", (text, day) =>
    expect(readWish(text, TODAY)).toEqual(day === undefined ? { kind: "pay" } : { kind: "pay", day }),
  );

  it.each(OTHER)("%s: %j", (text, wish) => expect(readWish(text, TODAY)).toEqual(wish));

  it.each([...QUESTIONS, ...NO_WISHES])("%s: none", (text) => expect(readWish(text, TODAY)).toBeUndefined());

  it.each(QUESTIONS)("%s: asks about them", (text) => expect(asksAboutReminders(text)).toBe(true));

  it.each(["iuran berapa?", "apa itu JKK?", "bisa bayar di mana?", "ingatan saya buruk?"])(
    "%s: asks something else",
    (text) => expect(asksAboutReminders(text)).toBe(false),
  );

  it("takes no time over a long message of words that could be read in two ways", () => {
    const words = ["iurannya", "apa saja", "pengingatnya", "tanggal 1", "diingatkan", "tiap bulan", "gak mau"];
    const began = performance.now();
    for (const word of words)
      for (const end of ["zzz", "pengingat zzz", "ingatkan 0 zzz"]) {
        readWish(`pengingat ${`${word} `.repeat(18)}${end}`, TODAY);
        readWish(`${`${word} `.repeat(2_000)}${end}`, TODAY);
      }
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
