import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { openScene, RINA } from "../support/office/scene.ts";
import { until } from "../support/wait.ts";

async function scene(...options: Parameters<typeof openScene>) {
  const opened = await openScene(...options);
  onTestFinished(() => opened.close());
  return opened;
}

describe("an office without a Telegram group", () => {
  const STAFF = [
    { id: "rina", name: "Rina", role: "lead", whatsapp: "6281299900001" },
    { id: "budi", name: "Budi", role: "agent", whatsapp: "6281299900002" },
  ];
  const RINAS = "6281299900001@s.whatsapp.net";
  const BUDIS = "6281299900002@s.whatsapp.net";

  it("staff answer from their own WhatsApp by quoting", async () => {
    const { worker, whatsapp } = await scene({ telegram: false, settings: { staff: STAFF } });
    const shown = (jid: string, pattern: RegExp) =>
      until(
        () =>
          whatsapp.sent.find(
            ({ to, message }) =>
              to === jid && pattern.test(message?.conversation ?? message?.extendedTextMessage?.text ?? ""),
          ),
        `${jid} to be shown ${pattern}`,
      );
    /** A member of staff quotes what they were shown. */
    const quotes = (jid: string, id: string, text: string, from = jid, attrs?: Record<string, string>) =>
      whatsapp.message({
        from,
        pushName: "Staf",
        message: {
          extendedTextMessage: {
            text,
            contextInfo: {
              stanzaId: id,
              participant: "15550000000@s.whatsapp.net",
              quotedMessage: { conversation: "…" },
            },
          },
        },
        ...(attrs ? { attrs } : {}),
      });

    const sari = worker("Sari");
    await sari.says("petugas");
    await sari.hears(/Tiket 1/);
    const [toRina] = [await shown(RINAS, /Tiket 1 · #1 Sari/), await shown(BUDIS, /Tiket 1 · #1 Sari/)];
    await quotes(RINAS, toRina.id, "Halo Bu Sari, ada yang bisa dibantu?");
    await sari.hears(/Rina \(petugas\):\*\nHalo Bu Sari/);
    await shown(BUDIS, /Rina mengambil tiket 1/);

    // from now on only she is shown what is said
    await sari.says("iuran saya nunggak");
    const next = await shown(RINAS, /iuran saya nunggak/);
    await sleep(150);
    expect(
      whatsapp.sent.filter(({ to, message }) => to === BUDIS && JSON.stringify(message).includes("nunggak")),
    ).toEqual([]);

    // she may write under her LID as well
    await quotes(RINAS, next.id, "Saya cek dulu ya", "77001@lid", { addressing_mode: "lid", sender_pn: RINAS });
    await sari.hears(/Saya cek dulu/);
    await quotes(RINAS, next.id, "/tutup sudah jelas");
    await sari.hears(/ditutup petugas/);

    // staff who quote nothing are people who ask
    await whatsapp.message({ from: BUDIS, text: "iuran petani berapa?", pushName: "Budi" });
    await shown(BUDIS, /Rp16\.800/);
  });

  it("without any staff nobody is promised a person", async () => {
    const { worker } = await scene({ telegram: false, settings: { staff: [] } });
    const sari = worker("Sari");
    await sari.says("petugas");
    expect(await sari.hears(/petugas/)).toMatch(/belum ada petugas.*175/s);
    expect(sari.heard().join()).not.toContain("Tiket");
  });
});

describe("a worker on Telegram", () => {
  it("has the same life of a ticket, with buttons", async () => {
    const { api, topic: topicOf } = await scene();
    await api.injectText("petugas", { chatId: 8_100_200, fromId: 8_100_200, fromName: "Dewi" });
    const topic = await topicOf("Dewi");
    expect(await topic.shows(/Tiket 1/)).toContain("Telegram");
    const photo = api.injectMessage(
      {
        photo: [{ file_id: "foto-1", file_unique_id: "u", width: 9, height: 9 }],
        caption: "ini kartu saya, kenapa tidak bisa login?",
      },
      { chatId: 8_100_200, fromName: "Dewi" },
    );
    expect(photo).toBeDefined();
    const shown = await until(() => topic.now().messages.find(({ file }) => file), "the photo in the topic");
    expect(shown).toMatchObject({ text: expect.stringContaining("ini kartu saya"), file: { file: "foto-1" } });
    topic.says(RINA, "Coba hapus lalu pasang lagi aplikasinya");
    await until(() => api.saidTo(8_100_200).some((text) => text.includes("Coba hapus lalu")), "the answer");
    topic.says(RINA, "/bot");
    await until(() => api.saidTo(8_100_200).some((text) => text.includes("kembali ke saya (bot)")), "the bot");
  });
});

describe("one person under two addresses on WhatsApp", () => {
  it("STOP under one silences the other, and a ticket goes along", async () => {
    const { whatsapp, folder, stop, topic: topicOf } = await scene();
    const lid = "4244000111@lid";
    const phone = "6281277700011@s.whatsapp.net";
    const heard = (jid: string, pattern: RegExp) =>
      until(
        () => whatsapp.sent.find(({ to, message }) => to === jid && pattern.test(JSON.stringify(message ?? {}))),
        `${jid} to hear ${pattern}`,
      );
    await whatsapp.message({ from: lid, text: "mau langganan info", pushName: "Uni" });
    await heard(lid, /tercatat mau menerima/);
    await whatsapp.message({ from: phone, text: "petugas", pushName: "Uni" });
    await heard(phone, /Tiket 1/);
    await whatsapp.message({
      from: lid,
      text: "STOP",
      pushName: "Uni",
      attrs: { addressing_mode: "lid", sender_pn: phone },
    });
    await heard(lid, /dihentikan/);
    const topic = await topicOf("Uni");
    await topic.shows(/👤 Uni: STOP/);
    await stop();
    const { openSqliteStores } = await import("../../src/storage/sqlite/index.ts");
    const stores = openSqliteStores({ folder, clock: () => new Date() });
    onTestFinished(() => stores.close());
    const id = stores.contacts.find({ channel: "whatsapp", chatId: phone });
    expect(id).toBe(stores.contacts.find({ channel: "whatsapp", chatId: lid }));
    expect(stores.consent.of(id ?? "")).toEqual([]);
    expect(stores.consent.history(id ?? "").map(({ granted }) => granted)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(stores.tickets.activeOf(id ?? "")?.number).toBe(1);
  });
});
