import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSqliteStores } from "../../src/storage/sqlite/index.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { BUDI, HOUR, openScene, RINA, type Scene } from "../support/office/scene.ts";
import { until } from "../support/wait.ts";
import { composeAndApprove, groupOf, type Group } from "./support/group.ts";
import { addPeople, type Known } from "./support/people.ts";

const RECIPIENTS = 300;
/** To this one the server says 463. */
const REFUSED = 150;
/** Of these the server never says that it has them. */
const UNANSWERED = [40, 90];
/** This one says stop while everything stands still. */
const LEAVING = 200;

const TEXT = "Pendaftaran di Balai Desa Soreang hari Sabtu pukul 9, {nama|Bapak/Ibu}.";
const IS_NEWS = /Pendaftaran di Balai Desa Soreang/;

/** Higher than any number is allowed in earnest, and a number that has been in use for years. */
const FAST = { perMinute: 1_000_000, perHour: 1_000_000, perDay: 1_000_000, since: "2020-01-01" };

let scene: Scene;
let group: Group;
let people: Known[];

/** Works on the stores of the program while it does not run. */
function onStores<T>(work: (stores: Stores) => T): T {
  const stores = openSqliteStores({ folder: scene.folder, clock: scene.clock });
  try {
    return work(stores);
  } finally {
    stores.close();
  }
}

beforeAll(async () => {
  scene = await openScene({
    settings: { broadcast: { roles: { approve: ["lead"] }, pace: { whatsapp: FAST } } },
  });
  group = groupOf(scene);
  await scene.stop();
  people = onStores((stores) => addPeople(stores, RECIPIENTS, { channel: "whatsapp", at: scene.clock() }));
  await scene.start();
});
afterAll(() => scene.close());

const wordsOf = ({ message }: Scene["whatsapp"]["sent"][number]) =>
  message?.conversation ?? message?.extendedTextMessage?.text ?? "";
/** Every message of the campaign that was handed to the network, each id once; and those that people got. */
const attempts = () => scene.whatsapp.sent.filter((sent) => IS_NEWS.test(wordsOf(sent)));
const arrived = () => scene.whatsapp.arrived().filter((sent) => IS_NEWS.test(wordsOf(sent)));

describe("300 people on WhatsApp, with 463 in the middle", () => {
  it("stops before the next message, and only staff let it go on", { timeout: 300_000 }, async () => {
    const jidOf = (nth: number) => people[nth - 1]?.chatId ?? "";
    const silent = new Set(UNANSWERED.map(jidOf));
    scene.whatsapp.knobs.muteAcks = (_, { to }) => silent.has(to);
    scene.whatsapp.knobs.ackError = (_, { to }) => (to === jidOf(REFUSED) ? "463" : undefined);
    const id = await composeAndApprove(group, {
      author: BUDI,
      approver: RINA,
      name: "Pendaftaran Soreang",
      text: TEXT,
      topic: "Jadwal pendaftaran",
    });
    await group.presses(BUDI, "Mulai sekarang", /Mulai kapan\?/);

    // staff hear it on the other channel: what happened and what to do
    const alarm = await group.shows(/BERHENTI SENDIRI/, 0, 150_000);
    expect(alarm.text).toMatch(/Dihentikan otomatis.*WhatsApp membatasi nomor ini/);
    expect(alarm.text).toMatch(/Yang perlu dilakukan:\n1\. Buka aplikasi di nomor pengirim/);
    expect(alarm.text).toMatch(/Terkirim 147 dari 300/);
    expect(alarm.text).toMatch(/Gagal 1 · tidak pasti 2 · dilewati 0/);
    expect(alarm.buttons.flat().map(({ label }) => label)).toEqual(["▶️ LANJUT", "⏹ BATAL"]);
    expect(attempts().map(({ to }) => to)).toEqual(people.slice(0, REFUSED).map(({ chatId }) => chatId));

    // who writes is answered all the same
    const siti = scene.worker("Siti");
    await siti.says("iuran petani berapa?");
    await siti.hears(/Rp16\.800/);

    // nothing goes on by itself, not with time and not with a new start
    scene.skip(24 * HOUR);
    await sleep(400);
    await scene.stop();
    const kept = onStores((stores) => ({
      campaign: stores.campaigns.get(id),
      stop: stores.stops.stoppedAccount("wa-main"),
      counts: stores.ledger.counts(id).byStatus,
    }));
    expect(kept).toMatchObject({
      campaign: { state: "paused", pause: { reason: "breaker", by: "program", why: "restricted" } },
      stop: { account: "wa-main", why: "restricted" },
      counts: { sent: 147, unknown: 2, failed: 1, queued: 150 },
    });
    await scene.start();
    const leaving = jidOf(LEAVING);
    await scene.whatsapp.message({ from: leaving, text: "berhenti", pushName: "Asep" });
    const told = () =>
      scene.whatsapp
        .arrived()
        .filter(({ to }) => to === leaving)
        .map(wordsOf);
    await until(() => told().length > 0, "the answer to a stop");
    await sleep(400);
    expect(attempts()).toHaveLength(REFUSED);

    // an agent cannot open the number again; the lead can, and that alone sends nothing
    let from = group.count();
    group.says(BUDI, "/siaran buka");
    await group.shows(/Peran Anda tidak boleh/, from);
    group.says(BUDI, "/lanjut");
    await group.shows(/Peran Anda tidak boleh/, from + 1);
    from = group.count();
    group.says(RINA, "/siaran buka");
    expect((await group.shows(/dibuka lagi/, from)).text).toMatch(/WhatsApp/);
    await sleep(400);
    expect(attempts()).toHaveLength(REFUSED);
    group.says(RINA, "/lanjut");
    await group.shows(/dilanjutkan oleh Rina/, from);
    const receipt = await group.shows(/Laporan siaran/, from, 120_000);

    const others = people.map(({ chatId }) => chatId).filter((chatId) => chatId !== leaving);
    expect(attempts().map(({ to }) => to)).toEqual(others);
    expect(arrived()).toHaveLength(others.length - 1);
    expect(arrived().some(({ to }) => to === jidOf(REFUSED))).toBe(false);
    expect(told()).toEqual([expect.stringMatching(/kiriman kabar dihentikan/)]);
    for (const line of [
      "Penerima: 300",
      "Terkirim: 296",
      "Gagal: 1",
      "• 1 akun dibatasi WhatsApp",
      "Tidak pasti: 2",
      "Dilewati: 1",
      "• 1 belum atau tidak lagi setuju menerima kabar ini",
      "Belum dikirim: 0",
      "Mungkin sampai, mungkin tidak. Tolong tanyakan:",
    ])
      expect(receipt.text.split("\n")).toContain(line);
    expect(receipt.text.match(/· WhatsApp ·/g)).toHaveLength(2);

    // and the CSV has just those people, each once
    const { file } = receipt;
    if (typeof file?.file !== "object") throw new Error("the receipt has no file");
    const rows = file.file.content.toString().trimEnd().split("\r\n").slice(1);
    expect(rows).toHaveLength(RECIPIENTS);
    const inDoubt = rows.filter((row) => row.includes("tidak pasti")).map((row) => row.split(",")[0]);
    expect(inDoubt.toSorted()).toEqual(UNANSWERED.map((nth) => people[nth - 1]?.contactId).toSorted());
    expect(rows.join("\n")).not.toMatch(/\d{10,}@|628\d{8}/);
  });
});
