import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openScene, RINA, type Scene } from "../support/office/scene.ts";
import { until } from "../support/wait.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const VOICE = Buffer.from("OggS a voice of somebody who cannot write");
const PAPER = Buffer.from("%PDF-1.4 akta kematian");

describe("files between people and staff", () => {
  it("a voice note calls a person and is heard in the topic", async () => {
    const mak = scene.worker("Mak Ijah");
    await scene.whatsapp.sendFile({
      from: mak.jid,
      pushName: mak.name,
      kind: "voice",
      bytes: VOICE,
      mimeType: "audio/ogg; codecs=opus",
    });
    expect(await mak.hears(/Pesan suara Anda saya teruskan/)).toMatch(/\*Tiket \d+\*, antrean ke-1/);
    const topic = await scene.topic("Mak");
    expect(await topic.shows(/\[pesan suara\]/)).toContain("kirim berkas");
    const file = await until(
      () => topic.now().messages.find((message) => message.file)?.file,
      "the voice in the topic",
    );
    expect(file).toMatchObject({ method: "sendVoice", file: { content: VOICE } });
    await mak.says("itu tadi soal iuran bapak");
    await topic.shows(/👤 Mak: itu tadi soal iuran/);
  });

  it("a document in an open case is passed on with its words, and one from staff arrives", async () => {
    const lina = scene.worker("Lina");
    await lina.says("petugas");
    const topic = await scene.topic("Lina");
    topic.says(RINA, "Boleh kirim aktanya");
    await lina.hears(/kirim aktanya/);
    await scene.whatsapp.sendFile({
      from: lina.jid,
      pushName: lina.name,
      kind: "document",
      bytes: PAPER,
      mimeType: "application/pdf",
      fileName: "akta.pdf",
      caption: "ini aktanya",
    });
    const shown = await until(
      () => topic.now().messages.find(({ text, file }) => file && text.includes("ini aktanya")),
      "the document in the topic",
    );
    expect(shown.file).toMatchObject({ method: "sendDocument", file: { name: "akta.pdf", content: PAPER } });

    scene.api.addFile("formulir", Buffer.from("formulir kosong"));
    topic.says(RINA, "", {
      fields: {
        caption: "Isi formulir ini",
        document: {
          file_id: "formulir",
          file_unique_id: "f1",
          file_name: "formulir.pdf",
          mime_type: "application/pdf",
        },
      },
    });
    const sent = await until(
      () =>
        scene.whatsapp.sent.find(
          ({ to, message }) =>
            to === lina.jid && Boolean(message?.documentMessage ?? message?.documentWithCaptionMessage),
        ),
      "the form on WhatsApp",
    );
    expect((await scene.whatsapp.uploaded(sent)).toString()).toBe("formulir kosong");
    expect(JSON.stringify(sent.message)).toContain("Isi formulir ini");
  });

  it("a file that cannot be had any more is told in the topic", async () => {
    const nur = scene.worker("Nur");
    await nur.says("petugas");
    const topic = await scene.topic("Nur");
    topic.says(RINA, "Ya Bu?");
    await nur.hears(/Ya Bu/);
    const media = scene.whatsapp.media;
    if (!media) throw new Error("no host for files");
    media.knobs.status = 410;
    await scene.whatsapp.sendFile({
      from: nur.jid,
      pushName: nur.name,
      kind: "image",
      bytes: Buffer.from("gambar"),
      mimeType: "image/jpeg",
    });
    await topic.shows(/Berkas dari warga tidak bisa diambil/);
    media.knobs.status = undefined;
  });
});
