import { beforeEach, describe, expect, it } from "vitest";
import type { Ticket } from "../../../src/handoff/ticket.ts";
import { attachment, BUDI, openScene, RINA, WATI, type Scene } from "./scene.ts";

let scene: Scene;
beforeEach(() => {
  scene = openScene();
});

/** A campaign of Rina that is ready to be approved. */
async function composed(): Promise<void> {
  await scene.writes(RINA, "/siaran Diskon\nIuran turun.");
  await scene.presses(RINA, "Keringanan");
}

describe("what goes along", () => {
  it("is the photo of the message that is answered", async () => {
    await scene.writes(RINA, "/siaran Poster", { quoted: "Ayo daftar", quotedAttachment: attachment("image") });
    expect(scene.fake.broadcasts.get(1)?.content).toEqual({
      texts: { id: "Ayo daftar" },
      file: { path: "/state/files/1", mimeType: "image/jpeg", kind: "image" },
    });
    await scene.presses(RINA, "Jadwal");
    await scene.presses(RINA, "Isi pesan");
    expect(scene.last()?.text).toContain("📷 Foto ikut dikirim.");
  });

  it("is the document below which the text was written", async () => {
    await scene.writes(RINA, "/siaran Brosur\nAyo daftar", { attachment: attachment("document") });
    expect(scene.fake.broadcasts.get(1)?.content.file?.kind).toBe("document");
  });

  it("is no voice, and nothing that is gone", async () => {
    await scene.writes(RINA, "/siaran", { quoted: "dengar", quotedAttachment: attachment("voice") });
    expect(scene.last()?.text).toBe("Yang bisa ikut dikirim hanya foto atau dokumen.");
    await scene.writes(RINA, "/siaran", { quoted: "lihat", quotedAttachment: attachment("image", "gone") });
    expect(scene.last()?.text).toContain("Berkasnya tidak bisa diambil.");
    expect(scene.fake.broadcasts.newest(9)).toEqual([]);
  });
});

describe("who and where", () => {
  it("is not in the topic of a ticket: a person's words are there", async () => {
    await scene.writes(RINA, "/siaran", { quoted: "Saya Siti, tolong", ticket: { number: 3 } as Ticket });
    expect(scene.last()?.text).toContain("tidak dibuat di topik tiket");
    expect(scene.fake.broadcasts.newest(9)).toEqual([]);
  });

  it("is nobody whose role may not write", async () => {
    const { broadcast } = scene.settings();
    Object.assign(broadcast.roles, { write: ["lead"] });
    await scene.writes(BUDI, "/siaran", { quoted: "Halo", quotedAttachment: attachment("image") });
    expect(scene.last()?.text).toBe("Peran Anda belum boleh menulis siaran.");
    expect(scene.fake.broadcasts.newest(9)).toEqual([]);
  });

  it("saves no segment for them either", async () => {
    await composed();
    await scene.presses(RINA, "Peran");
    await scene.presses(RINA, "Pekerja");
    await scene.presses(RINA, "Simpan segmen");
    Object.assign(scene.settings().broadcast.roles, { write: ["lead"] });
    await scene.writes(BUDI, "pekerja", { below: /nama untuk segmen/ });
    expect(scene.settings().broadcast.segments).toEqual([]);
  });

  it("works where there is no group", async () => {
    scene = openScene({ group: false });
    await scene.writes(WATI, "/siaran\nBesok ada posko.");
    expect(scene.seen()).toEqual([
      "Konsep siaran 1 dibuat. Grup Telegram petugas belum ada; lanjutkan di server:\nnpm run broadcast -- preview 1",
    ]);
    const id = scene.fake.running(RINA, "Diskon");
    await scene.writes(WATI, `/siaran ${id} jeda`);
    expect(scene.seen()).toEqual([`⏸ Siaran ${id} · Diskon dijeda oleh Wati. Yang belum terkirim menunggu.`]);
    await scene.ticks();
    expect(scene.seen()).toEqual([]);
  });

  it("sends a test to the private chat of whoever pressed", async () => {
    await composed();
    await scene.presses(RINA, "Lihat kartu");
    await scene.presses(BUDI, "Tes ke saya");
    expect(scene.fake.tests).toEqual([{ id: 1, account: "tg-1", address: { channel: "telegram", chatId: "102" } }]);
  });
});

describe("answers to our questions", () => {
  it("are words: a photo and a note among staff are none, and another command is one of its own", async () => {
    await composed();
    await scene.presses(RINA, "Wilayah");
    expect(await scene.writes(RINA, "", { below: /nama wilayahnya/ })).toBe(false);
    expect(await scene.writes(RINA, "// Soreang", { below: /nama wilayahnya/ })).toBe(false);
    scene.fake.running(RINA, "Posko");
    await scene.writes(RINA, "/jeda 2", { below: /nama wilayahnya/ });
    expect(scene.fake.broadcasts.get(2)?.state).toBe("paused");
    await scene.writes(RINA, "/siaran", { below: /nama wilayahnya/ });
    expect(scene.last()?.text).toContain("*Siaran 1*");
    expect(scene.fake.broadcasts.get(1)?.audience.include).toEqual([]);
  });

  it("are not taken once it is too late", async () => {
    await composed();
    await scene.presses(RINA, "Wilayah");
    await scene.presses(RINA, "Lihat kartu");
    await scene.presses(BUDI, "Setuju");
    await scene.presses(BUDI, "Mulai sekarang");
    await scene.writes(RINA, "Soreang", { below: /nama wilayahnya/ });
    expect(scene.last()?.text).toBe("Siaran 1 sedang berjalan, jadi tidak bisa diubah lagi.");
  });
});

describe("buttons", () => {
  it("of others are left alone, and old ones do no harm", async () => {
    expect(await scene.pressesOld(RINA, "claim:5")).toBe(false);
    expect(await scene.pressesOld(RINA, "b:5:go")).toBe(false);
    expect(await scene.pressesOld(RINA, "b:s5:go")).toBe(true);
    expect(scene.last()?.text).toContain("Siaran 5 tidak ada.");
    await composed();
    expect(await scene.pressesOld(RINA, "b:s1:constructor")).toBe(true);
    expect(await scene.pressesOld(RINA, "b:s1:set:tag:i:unknown")).toBe(true);
    expect(scene.last()?.text).toBe("Pilihan itu sudah tidak ada.");
    expect(await scene.pressesOld(RINA, "b:s1:set:saved:i:unknown")).toBe(true);
    expect(await scene.pressesOld(RINA, "b:s1:set:occupation:i:unknown")).toBe(true);
    expect(scene.fake.broadcasts.get(1)?.audience).toEqual({ topic: "discount", include: [], exclude: [] });
  });

  it("go on after a restart: all that counts is in the campaign", async () => {
    await composed();
    await scene.presses(RINA, "Wilayah");
    scene.restart();
    await scene.writes(RINA, "Soreang", { below: /nama wilayahnya/ });
    scene.restart();
    await scene.presses(RINA, "Lihat kartu");
    scene.restart();
    await scene.presses(BUDI, "Setuju");
    expect(scene.fake.broadcasts.get(1)).toMatchObject({
      state: "approved",
      approvedFor: 1234,
      audience: { include: [{ regions: ["32.04.37"] }] },
    });
  });

  it("change the message they are under, and a written answer moves the card down", async () => {
    await composed();
    expect(scene.messages).toHaveLength(1);
    await scene.presses(RINA, "Peran");
    await scene.presses(RINA, "Pekerja");
    expect(scene.messages).toHaveLength(1);
    await scene.presses(RINA, "Wilayah");
    await scene.writes(RINA, "Soreang", { below: /nama wilayahnya/ });
    expect(scene.messages.map(({ buttons }) => buttons.length > 0)).toEqual([false, false, true]);
  });
});

describe("the card", () => {
  it("says that it is counting only when that takes long, and counts once", async () => {
    await composed();
    let counted = () => {};
    scene.fake.countsUntil(new Promise((resolve) => (counted = resolve)));
    await scene.presses(RINA, "Lihat kartu");
    expect(scene.messages.map(({ text }) => text).join()).not.toContain("Menghitung");
    scene.waitsLong();
    expect(scene.last()?.text).toBe("Menghitung penerima siaran 1 …");
    scene.fake.meant(7);
    counted();
    await scene.ticks();
    expect(scene.last()?.text).toBe("Kartu siaran 1: 7 penerima");
    expect(scene.messages.filter(({ text }) => text.startsWith("Kartu"))).toHaveLength(1);
  });

  it("says so when it cannot be made", async () => {
    await composed();
    scene.fake.countsUntil(Promise.reject(new Error("disk full")));
    await scene.presses(RINA, "Lihat kartu");
    expect(scene.last()?.text).toBe("Kartu siaran 1 gagal dibuat. Coba /siaran 1 sekali lagi.");
  });
});

describe("the progress message", () => {
  const texts = () => scene.messages.map(({ text }) => text);

  it("is one that changes when its text does, at most once a look", async () => {
    const id = scene.fake.running(RINA, "Diskon");
    await scene.ticks();
    expect(texts()).toEqual(["Siaran 1 running: 0 dari 1234 terkirim"]);
    await scene.ticks();
    expect(scene.messages[0]?.edits).toBe(0);
    scene.fake.sent(id, 100);
    await scene.ticks();
    await scene.ticks();
    expect(texts()).toEqual(["Siaran 1 running: 100 dari 1234 terkirim"]);
    expect(scene.messages[0]?.edits).toBe(1);
    scene.restart();
    scene.fake.sent(id, 200);
    await scene.ticks();
    expect(texts()).toEqual(["Siaran 1 running: 200 dari 1234 terkirim"]);
  });

  it("of many campaigns stay within what Telegram takes in a group, and each moves on", async () => {
    const ids = Array.from({ length: 15 }, (_, index) => scene.fake.running(RINA, `Kabar ${index}`));
    /** What went to the group in each quarter of a minute. */
    const posts: number[] = [];
    for (let look = 0; look < 80; look++) {
      ids.forEach((id) => scene.fake.sent(id, look));
      await scene.ticks();
      posts.push(scene.seen().length);
      scene.skip(15_000);
    }
    const minutes = posts.map((_, look) => posts.slice(look, look + 4).reduce((sum, count) => sum + count, 0));
    expect(Math.max(...minutes)).toBeLessThanOrEqual(12);
    expect(scene.messages).toHaveLength(15);
    const edits = scene.messages.map((message) => message.edits);
    expect(Math.max(...edits) - Math.min(...edits)).toBeLessThanOrEqual(1);
    expect(Math.min(...edits)).toBeGreaterThanOrEqual(8);
  });

  it("tells at once that a campaign stands still or is over, however much moved just now", async () => {
    const ids = Array.from({ length: 10 }, (_, index) => scene.fake.running(RINA, `Kabar ${index}`));
    await scene.ticks();
    for (let look = 1; look < 4; look++) {
      scene.skip(15_000);
      ids.forEach((id) => scene.fake.sent(id, look));
      await scene.ticks();
    }
    scene.fake.broadcasts.pause(2, BUDI);
    scene.fake.finish(3);
    await scene.ticks();
    expect(texts()).toContain("Siaran 2 paused: 3 dari 1234 terkirim");
    expect(texts()).toContain("Siaran 3 done: 3 dari 1234 terkirim");
  });

  it("ends with a receipt and its CSV, once", async () => {
    const id = scene.fake.running(RINA, "Diskon");
    await scene.ticks();
    scene.fake.sent(id, 1234);
    scene.fake.finish(id);
    await scene.ticks();
    scene.restart();
    await scene.ticks();
    expect(
      scene.messages.map(({ text, file, buttons }) => [text, file, buttons.flat().map(({ label }) => label)]),
    ).toEqual([
      ["Siaran 1 done: 1234 dari 1234 terkirim", undefined, []],
      ["Tanda terima siaran 1: 1234 terkirim, done", "siaran-1.csv", ["CSV terbaru"]],
    ]);
    await scene.presses(BUDI, "CSV terbaru");
    expect(scene.messages).toHaveLength(3);
    expect(scene.last()?.file).toBe("siaran-1.csv");
  });

  it("tells the receipt without its file when that cannot be written", async () => {
    scene.breakReceipts();
    scene.fake.finish(scene.fake.running(RINA, "Diskon"));
    await scene.ticks();
    expect(scene.last()).toMatchObject({ text: expect.stringContaining("npm run broadcast -- report 1") });
    expect(scene.last()?.file).toBeUndefined();
  });

  it("has no receipt for what never began", async () => {
    await composed();
    await scene.writes(RINA, "/batalsiaran 1");
    await scene.presses(RINA, "Ya, batalkan");
    await scene.ticks();
    expect(texts().join()).not.toContain("Tanda terima");
  });

  it("is not the only word on what stopped by itself", async () => {
    const id = scene.fake.running(RINA, "Diskon");
    await scene.ticks();
    scene.fake.stop(id, "breaker");
    await scene.ticks();
    scene.restart();
    await scene.ticks();
    const alarms = scene.messages.filter(({ text }) => text.startsWith("🚨"));
    expect(alarms).toHaveLength(1);
    expect(alarms[0]?.text).toMatch(/^🚨 \*SIARAN 1 BERHENTI SENDIRI\* · Diskon\n[\s\S]*Yang perlu dilakukan:/);
    expect(alarms[0]?.buttons.flat().map(({ label }) => label)).toEqual(["▶️ LANJUT", "⏹ BATAL"]);
    await scene.writes(RINA, "lanjut", { below: /BERHENTI SENDIRI/ });
    expect(scene.fake.broadcasts.get(id)?.state).toBe("running");
    // the next time is told again
    scene.skip(1_000);
    scene.fake.stop(id, "breaker");
    await scene.ticks();
    expect(scene.messages.filter(({ text }) => text.startsWith("🚨"))).toHaveLength(2);
  });

  it.each([
    ["missed", /^🚨 \*SIARAN 1 TERLEWAT\*[\s\S]*Masih perlu dikirim\? LANJUT/],
    ["grown", /^🚨 \*SIARAN 1 DITAHAN\*[\s\S]*jauh lebih banyak/],
  ] as const)("tells of a campaign that was %s", async (reason, words) => {
    scene.fake.stop(scene.fake.running(RINA, "Diskon"), reason);
    await scene.ticks();
    expect(texts().find((text) => text.startsWith("🚨"))).toMatch(words);
  });

  it("tells nothing loud of what staff paused", async () => {
    scene.fake.running(RINA, "Diskon");
    await scene.writes(RINA, "/jeda");
    await scene.ticks();
    expect(texts().join()).not.toContain("🚨");
  });

  it("of one that cannot be shown does not hide the others", async () => {
    scene.fake.running(RINA, "Diskon");
    scene.fake.running(RINA, "Posko");
    const { status } = scene.fake.broadcasts;
    scene.fake.broadcasts.status = (id) => {
      if (id === 2) throw new Error("broken");
      return status(id);
    };
    await scene.ticks();
    expect(texts()).toEqual(["Siaran 1 running: 0 dari 1234 terkirim"]);
  });
});
