import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setTimeout as sleep } from "node:timers/promises";
import { BUDI, openScene, RINA, TAMU, type Scene } from "../support/office/scene.ts";
import { Refusal } from "../support/telegram/fault-proxy.ts";
import { until } from "../support/wait.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

describe("a ticket from both sides: a worker on WhatsApp, staff on Telegram", () => {
  it("its whole life", async () => {
    const siti = scene.worker("Siti");
    await siti.says("cara klaim santunan kematian gimana?");
    await siti.hears(/Sumber/);
    await siti.says("petugas");
    expect(await siti.hears(/petugas akan membalas/i)).toMatch(/\*Tiket 1\*, antrean ke-1\./);
    const topic = await scene.topic("Siti");
    expect(topic.title).toMatch(/^#1 Siti · Keluarga meninggal: cara urus santunan$/);
    expect(await topic.shows(/Tiket 1/)).toContain("cara klaim santunan kematian gimana?");

    // she goes on asking the bot, and staff see both
    await siti.says("kalau belum terdaftar gimana?");
    await topic.shows(/👤 Siti: kalau belum terdaftar/);
    await topic.shows(/🤖/);

    await topic.presses(RINA, "Ambil");
    await topic.shows(/Rina mengambil tiket 1/);
    await siti.hears(/Rina, petugas kami, sekarang membaca chat ini/);

    // now the bot is silent
    const before = siti.heard().length;
    await siti.says("suami saya kerja di pasar, meninggal minggu lalu");
    await topic.shows(/👤 Siti: suami saya kerja di pasar/);
    await topic.says(RINA, "// jangan lupa cek akta kematian");
    await topic.says(RINA, "Turut berduka cita, Bu. Sudah punya akta kematian?");
    expect(await siti.hears(/akta kematian\?/, before)).toBe(
      "*Rina (petugas):*\nTurut berduka cita, Bu. Sudah punya akta kematian?",
    );
    await siti.says("sudah bu");
    await topic.shows(/👤 Siti: sudah bu/);
    await topic.says(RINA, "/tutup diarahkan ke kantor cabang");
    expect(await siti.hears(/ditutup petugas/, before)).toMatch(/1\. 👍 Terbantu\n2\. 👎 Belum terbantu$/);
    await siti.says("1");
    await siti.hears(/Terima kasih, senang bisa membantu/, before);
    await topic.shows(/👍 Warga terbantu/);
    expect(siti.heard().join("\n")).not.toContain("jangan lupa cek");
    expect(siti.heard().slice(before)).toHaveLength(3);
    await until(() => topic.now().closed, "the topic to be closed");
  });

  it("what a person tells while they wait goes to staff, and the bot makes no question of it", async () => {
    const enok = scene.worker("Enok");
    await enok.says("petugas");
    const topic = await scene.topic("Enok");
    await enok.hears(/antrean/);
    const before = enok.heard().length;
    await enok.says("saya di Garut bu, jualan sayur di pasar");
    expect(await enok.hears(/./, before)).toMatch(/^Sudah saya teruskan ke petugas \(\*tiket \d+\*\)\.$/);
    await topic.shows(/👤 Enok: saya di Garut bu/);
    await enok.says("iuran petani berapa?");
    await enok.hears(/Rp16\.800/, before);
    await topic.shows(/🤖.*Rp16\.800/s);
    expect(topic.texts().join("\n")).not.toContain("Sudah saya teruskan");
  });

  it("two claim at once: one wins, both see it", async () => {
    const agus = scene.worker("Agus");
    await agus.says("petugas");
    const topic = await scene.topic("Agus");
    await topic.presses(RINA, "Ambil");
    await topic.presses(BUDI, "Ambil");
    const won = await topic.shows(/mengambil tiket/);
    const lost = await topic.shows(/sudah diambil/);
    expect([won, lost].join(" ")).toMatch(/Rina.*Budi|Budi.*Rina/);
    await agus.hears(/petugas kami, sekarang membaca/);
    await sleep(100);
    expect(agus.heard().filter((text) => text.includes("sekarang membaca"))).toHaveLength(1);
    expect(topic.texts().filter((text) => text.includes("mengambil tiket"))).toHaveLength(1);
  });

  it("the worker takes it back, by word and by number", async () => {
    for (const [name, word] of [
      ["Tono", "ga jadi deh"],
      ["Tini", "1"],
    ] as const) {
      const person = scene.worker(name);
      await person.says("mau ngomong sama petugas");
      await person.hears(/1\. Batal, tidak jadi/);
      const topic = await scene.topic(name);
      await person.says(word);
      await person.hears(/dibatalkan/);
      await topic.shows(/Warga membatalkan/);
      await until(() => topic.now().closed, "closed");
      await person.says("iuran petani berapa?");
      await person.hears(/Rp16\.800/);
    }
  });

  it("is closed with a tap on the reason", async () => {
    const deni = scene.worker("Deni");
    await deni.says("petugas");
    const topic = await scene.topic("Deni");
    await topic.presses(BUDI, "Tutup");
    await topic.shows(/Tutup tiket \d+ karena apa\?/);
    await topic.presses(BUDI, "Warga tidak membalas lagi");
    await deni.hears(/ditutup petugas/);
    await topic.shows(/ditutup Budi\. Alasan: Warga tidak membalas lagi/);
    await until(() => topic.now().closed, "closed");
  });

  it("staff open a closed case again themselves", async () => {
    const yanto = scene.worker("Yanto");
    await yanto.says("petugas");
    const topic = await scene.topic("Yanto");
    topic.says(BUDI, "/tutup");
    await topic.shows(/ditutup Budi/);
    topic.says(BUDI, "halo?");
    await topic.shows(/Tidak dikirim: tiket \d+ sudah ditutup/);
    await topic.presses(BUDI, "Buka kembali");
    await yanto.hears(/dibuka lagi oleh Budi/);
    topic.says(BUDI, "Maaf, tadi terlewat.");
    await yanto.hears(/Maaf, tadi terlewat/);
  });

  it("the person calls the bot back, and ends the case, by one word", async () => {
    const oki = scene.worker("Oki");
    await oki.says("petugas");
    const topic = await scene.topic("Oki");
    await topic.presses(BUDI, "Ambil");
    await oki.hears(/sekarang membaca/);
    await oki.says("Bot");
    await oki.hears(/saya \(bot\) lanjut membantu/);
    await topic.shows(/Warga kembali ke bot/);
    const before = oki.heard().length;
    await oki.says("iuran petani berapa");
    await oki.hears(/Rp/, before);
    topic.says(BUDI, "Saya bantu ya, Pak.");
    await oki.hears(/Saya bantu ya/, before);
    await oki.says("selesai");
    await oki.hears(/selesai\. Terima kasih/, before);
    await topic.shows(/Warga bilang sudah selesai/);
  });

  it("a topic that was deleted by hand is made again", async () => {
    const joko = scene.worker("Joko");
    await joko.says("petugas");
    const topic = await scene.topic("Joko");
    scene.api.deleteTopicByHand(topic.thread);
    await joko.says("masih di sana pak?");
    const again = await until(
      () =>
        scene.api
          .topics()
          .find((entry) => entry.title === topic.title && entry.thread !== topic.thread && !entry.deleted),
      "a second topic",
    );
    await until(
      () =>
        again.texts.some((text) => text.includes("masih di sana")) ||
        scene.api
          .topics()
          .find((entry) => entry.thread === again.thread)
          ?.texts.some((text) => text.includes("masih di sana")),
      "the words in it",
    );
    scene.api.deskSays({ ...RINA, thread: again.thread, text: "Masih, Pak." });
    await joko.hears(/Masih, Pak/);
  });

  it("a worker on Telegram who blocked the bot: staff are told in the topic", async () => {
    await scene.api.injectText("petugas", { chatId: 7001, fromId: 7001, fromName: "Dedi" });
    const topic = await scene.topic("Dedi");
    await topic.shows(/Tiket/);
    await until(() => scene.api.saidTo(7001).length > 0, "a reply to Dedi");
    scene.api.reply("sendMessage", ({ chat_id }) =>
      Number(chat_id) === 7001 ? new Refusal(403, "Forbidden: bot was blocked by the user") : undefined,
    );
    topic.says(RINA, "Halo Pak Dedi");
    expect(await topic.shows(/tidak sampai ke warga \(warga memblokir bot\).*Halo Pak Dedi/s)).toBeDefined();
  });

  it("staff answer while WhatsApp is away: it waits, and arrives once", async () => {
    const nia = scene.worker("Nia");
    await nia.says("petugas");
    const topic = await scene.topic("Nia");
    await topic.presses(RINA, "Ambil");
    await nia.hears(/sekarang membaca/);
    const connections = scene.whatsapp.connections();
    scene.whatsapp.knobs.muteAcks = true;
    scene.whatsapp.drop();
    topic.says(RINA, "Bu Nia, berkasnya sudah lengkap.");
    await until(() => scene.whatsapp.connections() > connections, "a new connection");
    scene.whatsapp.knobs.muteAcks = false;
    await nia.hears(/berkasnya sudah lengkap/);
    await sleep(500);
    const ids = new Set(
      scene.whatsapp.sent
        .filter(({ to, message }) => to === nia.jid && JSON.stringify(message).includes("sudah lengkap"))
        .map(({ id }) => id),
    );
    expect(ids.size).toBe(1);
  });

  it("who has no role is not listened to", async () => {
    const eka = scene.worker("Eka");
    await eka.says("petugas");
    const topic = await scene.topic("Eka");
    await topic.shows(/Tiket/);
    const before = eka.heard().length;
    topic.says(TAMU, "saya jawab ya");
    topic.says(TAMU, "/tutup");
    await topic.presses(TAMU, "Ambil");
    topic.says(RINA, "Ini dari petugas.");
    await eka.hears(/Ini dari petugas/, before);
    expect(eka.heard().join()).not.toContain("saya jawab");
    expect(topic.texts().join()).not.toMatch(/ditutup|Tamu/);
  });

  it("nobody is asked for a NIK, not even by staff, and none that is sent reaches them", async () => {
    const rudi = scene.worker("Rudi");
    await rudi.says("petugas");
    const topic = await scene.topic("Rudi");
    topic.says(RINA, "Tolong kirim NIK Bapak");
    await topic.shows(/jangan minta NIK/);
    topic.says(RINA, "Jangan kirim NIK di sini ya, Pak.");
    await rudi.hears(/Jangan kirim NIK di sini ya/);
    expect(rudi.heard().join()).not.toContain("Tolong kirim NIK");
    await rudi.says(`ini pak ${["9901", "0101", "4107", "9001"].join("")}`);
    await topic.shows(/ini pak \[nomor disembunyikan\]/);
  });

  it("a thumb on an answer is no message, and on the question whether it helped it is the answer", async () => {
    const ratna = scene.worker("Ratna");
    const thumb = (id: string) =>
      ratna.sends({ reactionMessage: { key: { id, remoteJid: ratna.jid, fromMe: true }, text: "👍🏽" } });
    const idOf = (pattern: RegExp) =>
      scene.whatsapp.sent.find(({ to, message }) => to === ratna.jid && pattern.test(JSON.stringify(message)))?.id ??
      "";
    await ratna.says("iuran petani berapa?");
    await ratna.hears(/Rp16\.800/);
    await thumb(idOf(/16\.800/));
    await ratna.says("petugas");
    await ratna.hears(/antrean/);
    expect(ratna.heard()).toHaveLength(2);
    const topic = await scene.topic("Ratna");
    topic.says(RINA, "Ya Bu?");
    await ratna.hears(/Ya Bu/);
    topic.says(RINA, "/tutup");
    await ratna.hears(/Apakah Anda terbantu/);
    await thumb(idOf(/Apakah Anda terbantu/));
    await ratna.hears(/senang bisa membantu/);
    await topic.shows(/👍 Warga terbantu/);
  });

  it("stop and being forgotten are heard while staff speak", async () => {
    const lili = scene.worker("Lili");
    await lili.says("petugas");
    const topic = await scene.topic("Lili");
    topic.says(RINA, "Halo Bu Lili");
    await lili.hears(/Halo Bu Lili/);
    await lili.says("STOP");
    await lili.hears(/kiriman kabar dihentikan/);
    topic.says(RINA, "Masih bisa saya bantu?");
    await lili.hears(/Masih bisa saya bantu/);
  });
});

describe("what staff have at hand", () => {
  it("ready replies: by button, by command, saved and deleted", async () => {
    const mira = scene.worker("Mira");
    await mira.says("petugas");
    const topic = await scene.topic("Mira");
    topic.says(RINA, "/balasan simpan jadwal Halo {{nama}}, tiket {{tiket}}: kami buka Senin. {{petugas}}");
    await topic.shows(/jadwal disimpan/);
    topic.says(RINA, "/balas jadwal");
    const number = /^#(\d+)/.exec(topic.title)?.[1];
    await mira.hears(new RegExp(`Halo Mira, tiket ${number}: kami buka Senin\\. Rina`));
    await topic.shows(/➡️ Rina: Halo Mira/);
    await topic.presses(RINA, "Balasan siap pakai");
    await topic.shows(/Pilih balasan/);
    const before = mira.heard().length;
    await topic.presses(RINA, "salam");
    await mira.hears(/Rina/, before);
    topic.says(RINA, "/balasan hapus jadwal");
    await topic.shows(/jadwal dihapus/);
    topic.says(RINA, "/balasan simpan buruk {{nik}}");
    await topic.shows(/Tidak disimpan/);
  });

  it("moves, gives back, shows the card, the transcript and the queue", async () => {
    const hana = scene.worker("Hana");
    await hana.says("petugas");
    const topic = await scene.topic("Hana");
    await topic.presses(RINA, "Ambil");
    await topic.shows(/Rina mengambil/);
    topic.says(RINA, "/pindah siapa");
    await topic.shows(/Pindah ke siapa\? Contoh: \/pindah rina\. Petugas: rina, budi/);
    topic.says(RINA, "/pindah Budi");
    await topic.shows(/dipindahkan dari Rina ke Budi/);
    await hana.hears(/dilanjutkan oleh Budi/);
    topic.says(RINA, "/lepas");
    await topic.shows(/tidak sedang Anda pegang/);
    topic.says(BUDI, "/lepas");
    await topic.shows(/Budi melepas tiket/);
    topic.says(BUDI, "Halo Bu Hana");
    await hana.hears(/Halo Bu Hana/);
    topic.says(BUDI, "/transkrip");
    expect(await topic.shows(/Transkrip tiket/)).toMatch(/Warga: petugas\n(?:.*\n)*.*Budi: Halo Bu Hana/);
    topic.says(BUDI, "/apa");
    await topic.shows(/Perintah \/apa tidak dikenal/);
    scene.api.deskSays({ ...BUDI, text: "/antrean" });
    await until(() => scene.api.general().texts.find((text) => /Tiket terbuka: \d+/.test(text)), "the queue");
    expect(scene.api.general().texts.join("\n")).toMatch(/#\d+ .+ · .* · Budi/);
  });

  it("a person changes their words and takes them back: staff see the first, and no more the second", async () => {
    const putri = scene.worker("Putri");
    await putri.says("petugas");
    const topic = await scene.topic("Putri");
    topic.presses(RINA, "Ambil");
    await putri.hears(/sekarang membaca/);
    const id = await putri.says("nama ibu saya Sumarni");
    await topic.shows(/ibu saya Sumarni/);
    await sleep(150);
    await putri.sends({
      protocolMessage: {
        type: 14,
        key: { id, remoteJid: putri.jid, fromMe: true },
        editedMessage: { conversation: "nama ibu saya Sumarti" },
      },
    });
    await topic.shows(/✏️ Warga mengubah pesannya: nama ibu saya Sumarti/);
    await putri.sends({ protocolMessage: { type: 0, key: { id, remoteJid: putri.jid, fromMe: true } } });
    await topic.shows(/Warga menarik satu pesannya/);
    await until(() => !topic.texts().some((text) => text.includes("Sumarni")), "the words to go");
    topic.says(RINA, "/transkrip");
    expect(await topic.shows(/Transkrip/)).not.toContain("Sumarni");
  });

  it("what was said wrongly is changed and taken back at the other end", async () => {
    const fitri = scene.worker("Fitri");
    await fitri.says("petugas");
    const topic = await scene.topic("Fitri");
    const id = topic.says(RINA, "Kantor buka Selsa");
    await fitri.hears(/Selsa/);
    await sleep(200); // until WhatsApp has confirmed it
    scene.api.deskEdits({ ...RINA, messageId: id, text: "Kantor buka Selasa" });
    const edit = await until(
      () =>
        scene.whatsapp.sent.find(({ to, message }) => to === fitri.jid && JSON.stringify(message).includes("Selasa")),
      "the change",
    );
    expect(JSON.stringify(edit.message)).toContain("protocolMessage");
    topic.says(RINA, "/hapus", { replyTo: id });
    await topic.shows(/ditarik dari warga/);
    await until(
      () => scene.whatsapp.sent.some(({ to, message }) => to === fitri.jid && message?.protocolMessage?.type === 0),
      "the message to be taken back",
    );
  });
});
