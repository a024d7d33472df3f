import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSqliteStores } from "../../src/storage/sqlite/index.ts";
import { BUDI, openScene, RINA, TAMU, type Scene } from "../support/office/scene.ts";
import { until } from "../support/wait.ts";
import { groupOf, type Group } from "./support/group.ts";
import { addPeople, type Known } from "./support/people.ts";

const TEXT =
  "Pendaftaran BPJS Ketenagakerjaan di Balai Desa Soreang hari Sabtu pukul 9 pagi, {nama|Bapak/Ibu}. Bawa KTP.";
const IS_NEWS = /Balai Desa Soreang/;

/** The regency of Bandung, and Semarang. */
const HERE = "32.04";
const ELSEWHERE = "33.74";

let scene: Scene;
let group: Group;
let onTelegram: Known[];
let onWhatsApp: Known[];

beforeAll(async () => {
  scene = await openScene({
    settings: {
      broadcast: {
        pace: {
          telegramPerSecond: 6,
          whatsapp: { perMinute: 600, perHour: 100_000, perDay: 100_000, since: "2020-01-01" },
        },
      },
    },
  });
  group = groupOf(scene);
  await scene.stop();
  const stores = openSqliteStores({ folder: scene.folder, clock: scene.clock });
  const at = scene.clock();
  onTelegram = addPeople(stores, 30, { channel: "telegram", at, details: { region: HERE } });
  onWhatsApp = addPeople(stores, 30, { channel: "whatsapp", at, details: { region: HERE } });
  // none of these is to get it: elsewhere, a leader, gone, never agreed, and silent for too long
  addPeople(stores, 10, { channel: "telegram", at, from: 101, details: { region: ELSEWHERE } });
  addPeople(stores, 2, { channel: "telegram", at, from: 201, details: { region: HERE, role: "leader" } });
  for (const { chatId } of addPeople(stores, 3, { channel: "telegram", at, from: 301, details: { region: HERE } }))
    stores.contacts.setReachable({ channel: "telegram", chatId }, false);
  for (const { contactId } of addPeople(stores, 4, { channel: "whatsapp", at, from: 401, details: { region: HERE } }))
    stores.consent.change(contactId, {
      topic: "registration",
      granted: false,
      at,
      channel: "whatsapp",
      wording: "berhenti kabar pendaftaran",
      source: "person",
    });
  const longAgo = new Date(at.getTime() - 100 * 86_400_000);
  addPeople(stores, 5, { channel: "telegram", at: longAgo, from: 501, details: { region: HERE } });
  stores.close();
  await scene.start();
});
afterAll(() => scene.close());

/** The chats that the campaign arrived in, in order, by channel. */
const got = {
  telegram: () =>
    scene.api
      .accepted("sendMessage")
      .filter(
        ({ chat_id, text }) =>
          Number(chat_id) >= 7_000_000 && Number(chat_id) < 8_000_000 && IS_NEWS.test(String(text)),
      )
      .map(({ chat_id }) => String(chat_id)),
  whatsapp: () =>
    scene.whatsapp
      .arrived()
      .filter(({ message }) => IS_NEWS.test(message?.conversation ?? message?.extendedTextMessage?.text ?? ""))
      .map(({ to }) => to),
};
const sent = () => got.telegram().length + got.whatsapp().length;

describe("a message to many, from the first word in the group to the receipt", () => {
  it("as staff do it", { timeout: 120_000 }, async () => {
    // Rina writes it, Budi makes a campaign of it
    const posted = group.says(RINA, TEXT);
    group.says(TAMU, "/siaran punya saya", posted); // has no role here
    group.says(BUDI, "/siaran Pendaftaran Soreang", posted);
    const asked = await group.shows(/Kabar ini tentang apa\?/);
    const id = Number(/^\*?Siaran (\d+)/.exec(asked.text)?.[1]);
    expect(asked.text).toBe(
      `Siaran ${id} · Pendaftaran Soreang\n${TEXT}\n\nKabar ini tentang apa?\n` +
        "Hanya yang setuju menerima kabar jenis itu yang dikirimi.",
    );

    // who gets it, by buttons
    await group.presses(BUDI, "Jadwal pendaftaran", /Kabar ini tentang apa\?/);
    await group.presses(BUDI, "Wilayah…", /Tekan untuk mengubah penerima/);
    const which = await group.shows(/Balas pesan ini dengan nama wilayahnya/);
    group.says(BUDI, "Kabupaten Bandung", which.id);
    await group.shows(/di Kabupaten Bandung/);
    await group.presses(BUDI, "Terakhir menulis", /Tekan untuk mengubah penerima/);
    await group.presses(BUDI, "30 hari terakhir", /Kapan terakhir menulis kepada kita\?/);
    await group.presses(BUDI, "Kecuali…", /Tekan untuk mengubah penerima/);
    await group.presses(BUDI, "Peran", /Siapa yang tidak dikirimi\?/);
    await group.presses(BUDI, "Tokoh/kader", /Siapa orangnya\?/);

    // what people may answer
    await group.presses(BUDI, "Isi pesan", /Tekan untuk mengubah penerima/);
    await group.presses(BUDI, "Pilihan jawaban…", /Bawa KTP/);
    const choices = await group.shows(/Balas pesan ini dengan pilihan jawaban/);
    group.says(BUDI, "Saya datang\nTidak bisa", choices.id);
    await group.presses(BUDI, "⬅️ Kembali", /Pilihan jawaban: Saya datang · Tidak bisa/);
    await group.presses(BUDI, "Lihat kartu ➡️", /Tekan untuk mengubah penerima/);

    // the card
    const card = await group.shows(/Penerima: /);
    const [head, counts, times, ...rest] = card.text.split("\n\n");
    expect(head).toBe(
      [
        `Siaran ${id} · Pendaftaran Soreang`,
        "Status: konsep",
        "Sasaran: Semua orang di Kabupaten Bandung yang menulis dalam 30 hari terakhir, setuju kabar jadwal pendaftaran, tanpa tokoh dan kader",
        "Pilihan jawaban: Saya datang / Tidak bisa",
      ].join("\n"),
    );
    expect(counts).toBe(
      [
        "Penerima: 60 orang",
        "Telegram 30 · WhatsApp 30",
        "Tidak dikirimi: 7 orang",
        "• 4 belum atau tidak lagi setuju menerima kabar ini",
        "• 3 memblokir bot, atau salurannya tidak terhubung",
      ].join("\n"),
    );
    expect(times).toMatch(
      /^Mulai: begitu dijalankan\nSelesai: sekitar 23 November 2026, 10\.0\d WIB \(kurang dari 1 menit\)$/,
    );
    expect(rest.filter((block) => block.startsWith("Contoh "))).toHaveLength(3);
    expect(card.text.match(/Ketik \*?BERHENTI/g)).toHaveLength(3);
    expect(card.text).not.toContain("{nama");
    expect(rest.at(-1)).toBe("➡️ Coba Tes ke diri sendiri. Lalu petugas selain Budi menekan Setuju.");
    expect(group.buttonsOf(/Penerima: /)).toEqual(["Tes ke saya | Setuju", "Ubah penerima | ⏹ BATAL"]);

    // a test to Budi alone
    await group.presses(BUDI, "Tes ke saya", /Penerima: /);
    await group.shows(/Tes dikirim ke chat pribadi Budi/);
    const test = await until(() => scene.api.saidTo(BUDI.fromId)[0], "the test");
    expect(test).toMatch(/^🧪 Uji coba siaran, hanya untuk Anda\n\nPendaftaran .* pagi, Budi\. Bawa KTP\./s);
    expect(sent()).toBe(0);

    // the author may not approve it; Rina does
    await group.presses(BUDI, "Setuju", /Penerima: /);
    await group.shows(/Anda yang menulis siaran ini\. Minta petugas lain menyetujui\./);
    await group.presses(RINA, "Setuju", /Penerima: /);
    expect((await group.shows(/Mulai kapan\?/)).text).toBe(
      `✅ Siaran ${id} disetujui · Pendaftaran Soreang\nOleh Rina, untuk 60 penerima.\n\nMulai kapan?`,
    );
    await group.presses(BUDI, "Mulai sekarang", /Mulai kapan\?/);
    await group.shows(new RegExp(`▶️ Siaran ${id} · Pendaftaran Soreang dimulai oleh Budi\\.`));

    // one word stops it, the button lets it go on
    const progress = await group.shows(/▶️ Berjalan/);
    await until(() => sent() >= 12, "some to have gone out");
    await group.presses(RINA, "⏸ JEDA", /▶️ Berjalan/);
    await group.shows(/dijeda oleh Rina\. Yang belum terkirim menunggu\./);
    const paused = sent();
    await sleep(600);
    // what was on its way on each of the two channels
    expect(sent()).toBeLessThanOrEqual(paused + 2);
    expect(sent()).toBeLessThan(60);
    const standing = () => group.messages().find((message) => message.id === progress.id);
    const still = await until(() => standing()?.text.includes("⏸️ Dijeda") && standing(), "the progress message");
    expect(still.text).toMatch(/Dijeda Rina, 23 November 2026, 10\.0\d WIB\.\n\n▓+░+ \d+%\nTerkirim \d+ dari 60/);
    expect(still.buttons.flat().map(({ label }) => label)).toEqual(["▶️ LANJUT", "⏹ BATAL"]);
    await group.presses(BUDI, "▶️ LANJUT", /⏸️ Dijeda/);
    await group.shows(/dilanjutkan oleh Budi/);

    // phones confirm, and somebody answers on each channel
    const [first, second] = await until(
      () =>
        got.whatsapp().length > 0 &&
        got.telegram().length > 0 &&
        ([got.whatsapp()[0] ?? "", got.telegram()[0] ?? ""] as const),
      "somebody on each channel",
    );
    for (const type of [undefined, "read"])
      for (const { id: messageId, to } of scene.whatsapp.arrived().slice(0, type ? 1 : 3))
        await scene.whatsapp.receipt(to, messageId, type);
    await scene.whatsapp.message({ from: first, text: "1", pushName: "Asep" });
    await scene.api.injectText("Tidak bisa", { chatId: Number(second), fromId: Number(second), fromName: "Euis" });
    await until(
      () => scene.api.saidTo(Number(second)).some((text) => /jawaban Anda tercatat: Tidak bisa/.test(text)),
      "a word of thanks",
    );

    // everybody, once
    const receipt = await group.shows(/Laporan siaran/, 0, 30_000);
    expect(got.telegram().toSorted()).toEqual(onTelegram.map(({ chatId }) => chatId).toSorted());
    expect(got.whatsapp().toSorted()).toEqual(onWhatsApp.map(({ chatId }) => chatId).toSorted());
    await until(() => standing()?.text.includes("✅ Selesai"), "the progress message to be done");
    expect(standing()).toMatchObject({
      text: expect.stringMatching(/▓{10} 100%\nTerkirim 60 dari 60/) as string,
      buttons: [],
    });
    const lines = receipt.text.split("\n");
    expect(lines.slice(0, 2)).toEqual([
      `Laporan siaran ${id} · Pendaftaran Soreang`,
      expect.stringMatching(/^✅ Selesai 23 November 2026, 10\.0\d WIB$/),
    ]);
    for (const line of [
      "Ditulis: Budi",
      "Disetujui: Rina, untuk 60 orang",
      "Penerima: 60",
      "Terkirim: 60",
      "Di antaranya sampai 3, dibaca 1",
      "Gagal: 0",
      "Tidak pasti: 0",
      "Dilewati: 0",
      "Belum dikirim: 0",
      "Jawaban: 2",
      "1. Saya datang: 1",
      "2. Tidak bisa: 1",
    ])
      expect(lines).toContain(line);
    expect(receipt.buttons.flat().map(({ label }) => label)).toEqual(["CSV terbaru"]);

    // with the whole ledger as a file, which names nobody
    const { file } = receipt;
    if (typeof file?.file !== "object") throw new Error("the receipt has no file");
    expect([file.method, file.file.name]).toEqual(["sendDocument", `siaran-${id}.csv`]);
    const [heading, ...rows] = file.file.content.toString().trimEnd().split("\r\n");
    expect(heading).toBe("\uFEFFkontak,saluran,akun,zona,status,alasan,waktu,jawaban");
    const ids = rows.map((row) => row.split(",")[0]);
    expect(ids.toSorted()).toEqual([...onTelegram, ...onWhatsApp].map(({ contactId }) => contactId).toSorted());
    const standingAs = (status: string) => rows.filter((row) => row.split(",")[4] === status).length;
    expect([standingAs("terkirim"), standingAs("sampai"), standingAs("dibaca")]).toEqual([57, 2, 1]);
    expect(rows.filter((row) => row.endsWith("Saya datang") || row.endsWith("Tidak bisa"))).toHaveLength(2);
    expect(rows.join("\n")).not.toMatch(/Asep|Euis|62813|\b7000\d{3}\b/);
    // and nobody without a role was heard
    expect(scene.api.general().texts.filter((text) => text.includes("punya saya"))).toEqual([]);
    expect(scene.logged.join("\n")).not.toMatch(/Balai Desa|Asep|62813/);
  });
});
