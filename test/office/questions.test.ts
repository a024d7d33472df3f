import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOUR, openScene, RINA, TAMU, type Scene } from "../support/office/scene.ts";
import { until } from "../support/wait.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const general = (pattern: RegExp, from = 0) =>
  until(
    () =>
      scene.api
        .general()
        .texts.slice(from)
        .find((text) => pattern.test(text)),
    `the group to read ${pattern}`,
  );

/** The button of a question on the list. */
async function press(question: RegExp, label: RegExp, who = RINA): Promise<void> {
  const message = await until(
    () => scene.api.general().messages.findLast(({ text, buttons }) => question.test(text) && buttons.length > 0),
    `${question} on the list`,
  );
  const button = message.buttons.flat().find((entry) => label.test(entry.label));
  if (!button) throw new Error(`no button ${label} under ${message.text}`);
  scene.api.deskPresses({ ...who, data: button.data, messageId: message.id });
}

/** Asks, and says that the answer was no help. */
async function unhelpful(name: string, question: string, tellMe: boolean) {
  const person = scene.worker(name);
  await person.says(question);
  await until(() => person.heard().length === 1, "an answer");
  await person.says("👎");
  await person.hears(/belum membantu/);
  if (tellMe) {
    await person.says("2");
    await person.hears(/Anda akan dikabari/);
  }
  return person;
}

describe("what the bot could not answer", () => {
  it("is listed in groups, and an answer of staff reaches those who asked to hear", async () => {
    const asih = await unhelpful("Asih", "apakah jamsostek bisa digadaikan di koperasi desa", true);
    const bowo = await unhelpful("Bowo", "jamsostek bisa digadaikan ke koperasi ga", false);
    scene.api.deskSays({ ...RINA, text: "/pertanyaan" });
    await general(/belum terjawab: 2\. Ini 1 kelompok/);
    await general(/2× “.*digadaikan/);

    await press(/digadaikan/, /Buat jawaban/);
    const prompt = await until(
      () => scene.api.general().messages.find(({ text }) => text.startsWith("Balas pesan ini")),
      "the request to write",
    );
    scene.api.deskSays({ ...RINA, text: "Bisa, bunganya 5 persen.", replyTo: prompt.id });
    await general(/Belum disimpan:[\s\S]*Tulis sumbernya/);
    scene.api.deskSays({
      ...RINA,
      text: "Tidak bisa. Saldo dan kartu Jamsostek bukan jaminan utang di koperasi.\nSumber: Kantor Cabang, 20 November 2026",
      replyTo: prompt.id,
    });
    await general(/✅ Disimpan untuk 2 pertanyaan/);
    expect(await asih.hears(/Kabar untuk pertanyaan Anda/)).toMatch(
      /“apakah jamsostek bisa digadaikan di koperasi desa”:\nTidak bisa\.[\s\S]*Sumber: Kantor Cabang, 20 November 2026/,
    );
    expect(bowo.heard().join("\n")).not.toContain("Kabar untuk");
    const cici = scene.worker("Cici");
    await cici.says("jamsostek bisa digadaikan di koperasi desa?");
    expect(await cici.hears(/bukan jaminan utang/)).toContain("ditulis petugas");
    expect(readFileSync(join(scene.folder, "teaching.json"), "utf8")).toContain("bukan jaminan utang");
  });

  it("is taught as a way of asking for something known, and put aside", { timeout: 180_000 }, async () => {
    const dian = await unhelpful("Dian", "mbayar arta saben wulan kanggo ojol kinten kinten pinten nggih", true);
    await unhelpful("Eko", "bisa buat nonton bola ga", false);
    const from = scene.api.general().texts.length;
    scene.api.deskSays({ ...RINA, text: "/pertanyaan" });
    await general(/belum terjawab: 2\. Ini 2 kelompok/, from);
    await press(/nonton bola/, /Abaikan/, TAMU); // nobody listens to them
    await press(/nonton bola/, /Abaikan/);
    await general(/Diabaikan: 1 pertanyaan/, from);
    await press(/mbayar arta/, /^= /);
    await general(/saya pelajari sebagai/, from);
    // staff and people are answered meanwhile
    const fajar = scene.worker("Fajar");
    await fajar.says("cara daftar?");
    await fajar.hears(/JMO/);
    await until(
      () =>
        scene.api
          .general()
          .texts.slice(from)
          .find((text) => /✅ Dipelajari: 1 pertanyaan/.test(text)),
      "the learning",
      150_000,
    );
    await dian.hears(/Kabar untuk pertanyaan Anda “mbayar arta/);
    scene.api.deskSays({ ...RINA, text: "/pertanyaan" });
    await general(/Tidak ada pertanyaan yang belum terjawab/, from);
  });

  it("comes every week by itself, once, when there is something on it", async () => {
    await unhelpful("Gita", "boleh ga kartunya dipakai buat jaminan sewa kontrakan", false);
    const count = () => scene.api.general().texts.filter((text) => text.startsWith("📋")).length;
    const before = count();
    scene.setTo(new Date("2026-11-30T01:59:00Z")); // Monday, 8.59 in Jakarta
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(count()).toBe(before);
    scene.setTo(new Date("2026-11-30T02:01:00Z"));
    await until(() => count() === before + 1, "the weekly list");
    scene.skip(HOUR);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(count()).toBe(before + 1);
  });
});
