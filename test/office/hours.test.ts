import { describe, expect, it, onTestFinished } from "vitest";
import { HOUR, MINUTE, MONDAY_TEN, openScene, RINA } from "../support/office/scene.ts";
import { until } from "../support/wait.ts";

/** A scene of its own, closed with the test. */
async function scene(...options: Parameters<typeof openScene>) {
  const opened = await openScene(...options);
  onTestFinished(() => opened.close());
  return opened;
}

describe("when staff are there, by the office's own clock", () => {
  it.each([
    // the same instant in three offices: Friday 20 November 2026, 15.30 in Jakarta
    ["Asia/Jakarta", "2026-11-20T08:30:00Z", undefined],
    ["Asia/Makassar", "2026-11-20T08:30:00Z", "Senin 08.00 WITA"],
    ["Asia/Jayapura", "2026-11-20T08:30:00Z", "Senin 08.00 WIT"],
    ["Asia/Jakarta", "2026-11-22T16:00:00Z", "besok 08.00 WIB"],
    ["Asia/Jakarta", "2026-11-23T00:30:00Z", "hari ini 08.00 WIB"],
    // Friday is Christmas, and Monday a day that the office has set for itself
    ["Asia/Jakarta", "2026-12-24T10:00:00Z", "Selasa 08.00 WIB"],

    ["Asia/Jakarta", "2026-12-28T01:30:00Z", "besok 08.00 WIB"],
  ])("%s at %s → %s", async (timeZone, at, opens) => {
    const { worker } = await scene({
      timeZone,
      at: new Date(at),
      settings: {
        office: {
          holidays: [
            { date: "12-25", name: "Natal" },
            { date: "2026-12-28", name: "Cuti bersama" },
          ],
        },
      },
    });
    const sari = worker("Sari");
    await sari.says("petugas");
    const told = await sari.hears(/Tiket 1/);
    const away = /Petugas sedang tidak bertugas; kantor buka (.*)\. Kalau mendesak, telepon 175/.exec(told)?.[1];
    expect(away).toBe(opens);
  });

  it("nobody answers: staff are reminded after 15 minutes, 3 hours and 24 hours of office time, and each time once", async () => {
    const { worker, topic: topicOf, skip, setTo, api } = await scene({ at: MONDAY_TEN });
    const umar = worker("Umar");
    await umar.says("petugas");
    const topic = await topicOf("Umar");
    await topic.shows(/Tiket 1/);
    skip(14 * MINUTE);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(topic.texts().join("\n")).not.toContain("⏰");
    skip(2 * MINUTE);
    await topic.shows(/⏰ Warga menunggu 15 menit\. Belum ada yang mengambil/);
    expect(api.general().texts.join("\n")).not.toContain("Tiket 1");
    skip(3 * HOUR);
    await topic.shows(/⏰ Warga menunggu 3 jam/);
    await until(
      () => api.general().texts.find((text) => /Tiket 1 belum dibalas 3 jam/.test(text)),
      "the group to hear",
    );
    await umar.hears(/petugas belum sempat membalas.*tetap di antrean/s);
    // 24 hours of office time are three days of eight hours: Thursday 10.00; a night counts for nothing
    setTo(new Date("2026-11-26T02:55:00Z"));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(api.general().texts.join("\n")).not.toContain("🚨");
    setTo(new Date("2026-11-26T03:05:00Z"));
    await until(
      () => api.general().texts.find((text) => /🚨 Tiket 1 belum dibalas 24 jam kerja.*Rina/.test(text)),
      "the lead",
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(topic.texts().filter((text) => text.startsWith("⏰"))).toHaveLength(3);
    expect(umar.heard().filter((text) => text.includes("belum sempat"))).toHaveLength(1);
  });

  it("whoever claimed and left somebody waiting gives it back after an hour of office time", async () => {
    const { worker, topic: topicOf, skip } = await scene({ at: MONDAY_TEN });
    const vina = worker("Vina");
    await vina.says("petugas");
    const topic = await topicOf("Vina");
    await topic.presses(RINA, "Ambil");
    await topic.shows(/Rina mengambil/);
    skip(61 * MINUTE);
    await topic.shows(/Rina belum membalas; tiket bebas diambil lagi/);
  });

  it("the usual wait is told once there are five to tell it from, and never before", async () => {
    const { worker, topic: topicOf, skip } = await scene({ at: MONDAY_TEN });
    for (const [index, name] of ["Ana", "Beno", "Cici", "Didi", "Elok"].entries()) {
      const person = worker(name);
      await person.says("petugas");
      expect(await person.hears(/antrean ke-1/)).not.toContain("Biasanya");
      const topic = await topicOf(name);
      await topic.shows(/Tiket/);
      skip((index + 1) * 2 * MINUTE); // 2, 4, 6, 8 and 10 minutes: the median is 6
      topic.says(RINA, "Ya?");
      await person.hears(/Ya\?/);
    }
    const last = worker("Fani");
    await last.says("petugas");
    expect(await last.hears(/antrean/)).toMatch(/Biasanya dibalas dalam sekitar [67] menit/);
  });
});
