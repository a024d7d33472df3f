import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { HOUR, MINUTE, openScene, RINA } from "../support/office/scene.ts";
import { until } from "../support/wait.ts";

/** A scene of its own: its clock only goes forward, as clocks do. */
async function open() {
  const scene = await openScene();
  onTestFinished(() => scene.close());
  return scene;
}

describe("a ticket as time goes by", () => {
  it("a case that is closed opens again under its number within seven days, and later under a new one", async () => {
    const scene = await open();
    const wati = scene.worker("Wati");
    await wati.says("petugas");
    const topic = await scene.topic("Wati");
    topic.says(RINA, "Ada yang bisa dibantu, Bu?");
    await wati.hears(/Ada yang bisa dibantu/);
    topic.says(RINA, "/tutup");
    await until(() => topic.now().closed, "closed");
    const number = /^#(\d+)/.exec(topic.title)?.[1];
    let before = wati.heard().length;
    await wati.says("petugas");
    await wati.hears(new RegExp(`Tiket ${number}\\*, antrean`), before);
    await topic.shows(new RegExp(`Tiket ${number} dibuka lagi`));
    await until(() => !topic.now().closed, "opened");
    topic.says(RINA, "/tutup");
    await until(() => topic.now().closed, "closed");
    scene.skip(8 * 24 * HOUR);
    before = wati.heard().length;
    await wati.says("petugas");
    const again = await wati.hears(/Tiket \d+/, before);
    expect(again).not.toContain(`Tiket ${number}*`);
  });

  it("both sides go quiet: the person is asked, and without an answer the bot goes on", async () => {
    const scene = await open();
    const ida = scene.worker("Ida");
    await ida.says("petugas");
    const topic = await scene.topic("Ida");
    topic.says(RINA, "Sebentar ya, saya cek.");
    await ida.hears(/saya cek/);
    scene.skip(121 * MINUTE);
    await ida.hears(/Mau tetap menunggu petugas/);
    await topic.shows(/warga ditanya/);
    let before = ida.heard().length;
    await ida.says("1");
    await ida.hears(/tetap untuk petugas/, before);
    scene.skip(121 * MINUTE);
    await ida.hears(/Mau tetap menunggu petugas/, before);
    scene.skip(16 * MINUTE);
    await ida.hears(/Saya \(bot\) lanjut membantu dulu/, before);
    before = ida.heard().length;
    await ida.says("iuran ojek berapa?");
    await ida.hears(/Rp8\.400/, before);
    // staff can still answer, and then the bot is silent again
    topic.says(RINA, "Sudah saya cek, Bu.");
    await ida.hears(/Sudah saya cek/, before);
    const quiet = ida.heard().length;
    await ida.says("makasih");
    await topic.shows(/👤 Ida: makasih/);
    await sleep(150);
    expect(ida.heard()).toHaveLength(quiet);
  });
});
