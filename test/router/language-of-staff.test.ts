import { describe, expect, it, onTestFinished } from "vitest";
import { MINUTE, openScene, RINA } from "../support/office/scene.ts";

/** What somebody hears from staff and from the clock, in the language they asked for. */
const TOLD = [
  {
    wish: "basa Sunda",
    claimed: /petugas kami, ayeuna maos chat ieu/,
    idle: /Badé tetep ngantosan petugas.*\n\n1\. Ngantosan petugas\n2\. Teraskeun sareng bot/s,
    again: /Abdi \(bot\) neraskeun heula ngabantosan/,
    closed: /ditutup ku petugas\. Kumaha, parantos kabantos\?.*1\. 👍 Kabantos/s,
  },
  {
    wish: "basa Jawa",
    claimed: /petugas ing mriki, sakmenika maos chat punika/,
    idle: /Badhe tetep ngentosi petugas.*\n\n1\. Ngentosi petugas\n2\. Lajeng kaliyan bot/s,
    again: /Kula \(bot\) nglajengaken mbiyantu rumiyin/,
    closed: /dipuntutup petugas\. Punapa panjenengan sampun kabiyantu\?.*1\. 👍 Kabiyantu/s,
  },
  {
    wish: "in English please",
    claimed: /is now reading this chat/,
    idle: /\n\n1\. Wait for staff|\n\n1\. /,
    again: /\(the bot\)|bot/,
    closed: /was closed|closed by/,
  },
  {
    wish: "bahasa Indonesia",
    claimed: /sekarang membaca chat ini/,
    idle: /Mau tetap menunggu petugas/,
    again: /Saya \(bot\) lanjut membantu dulu/,
    closed: /ditutup petugas\. Apakah Anda terbantu\?/,
  },
] as const;

describe("what is said outside a reply", () => {
  it.each(TOLD)("$wish", async ({ wish, claimed, idle, again, closed }) => {
    const scene = await openScene();
    onTestFinished(() => scene.close());
    const wati = scene.worker("Wati");
    await wati.says(wish);
    await wati.says("petugas");
    const topic = await scene.topic("Wati");
    topic.says(RINA, "Sebentar ya, saya cek.");
    // what staff write stands as they wrote it
    expect(await wati.hears(/saya cek/)).toContain("Sebentar ya, saya cek.");
    expect(await wati.hears(claimed)).toContain("*bot*");
    scene.skip(121 * MINUTE);
    expect(await wati.hears(idle)).toMatch(/1\. .+\n2\. /);
    const before = wati.heard().length;
    scene.skip(16 * MINUTE);
    expect(await wati.hears(again, before)).toContain("petugas");
    topic.says(RINA, "/tutup");
    expect(await wati.hears(closed, before)).toContain("*petugas*");
    // staff read Indonesian
    await topic.shows(/warga ditanya/);
  });
});
