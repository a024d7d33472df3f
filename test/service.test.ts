import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createApp } from "../src/app.ts";
import type { Log, LogFields } from "../src/lib/log.ts";
import type { Router } from "../src/router.ts";
import { DEFAULT_SETTINGS } from "../src/settings/defaults.ts";
import { createService, type Service } from "../src/service.ts";
import { openSqliteStores } from "../src/storage/sqlite/index.ts";
import { createFakeChannel, type FakeChannel } from "./support/fake-channel.ts";
import { until } from "./support/wait.ts";

/** Sixteen digits that belong to nobody: there is no province 99. */
const NUMBER = ["9901", "0101", "4107", "9001"].join("");

let folder: string;
let service: Service | undefined;
let lines: { level: string; event: string; fields: LogFields | undefined }[];
let skippedMs: number;

/** The messages of a fake channel were written at this time, whatever day it is today. */
const WRITTEN = Date.parse("2026-11-24T05:00:00Z");
const aheadMs = WRITTEN - Date.now();
const clock = () => new Date(Date.now() + aheadMs + skippedMs);
const write = (level: string) => (event: string, fields?: LogFields) => void lines.push({ level, event, fields });
const log: Log = { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-service-"));
  lines = [];
  skippedMs = 0;
});
afterEach(async () => {
  await service?.stop();
  service = undefined;
  rmSync(folder, { recursive: true });
});

async function start(channels: FakeChannel[], change: (router: Router) => Router = (router) => router) {
  const stores = openSqliteStores({ folder, clock });
  const app = await createApp({ clock, stores });
  const retention = () => DEFAULT_SETTINGS.retention;
  service = createService({ app: { ...app, router: change(app.router) }, stores, channels, retention, clock, log });
  await service.start();
  return { stores, service };
}

const texts = (channel: FakeChannel) => channel.sent.map(({ message }) => message.text);

describe("the service", () => {
  it("answers a message once, to where it came from, and says so to the network first", async () => {
    const channel = createFakeChannel();
    await start([channel]);
    channel.hear("cara daftar gimana?", { id: "a" });
    channel.hear("cara daftar gimana?", { id: "a" });
    await until(() => channel.sent.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(texts(channel)).toHaveLength(1);
    expect(texts(channel)[0]).toContain("JMO");
    expect(channel.attended).toEqual(["a"]);
  });

  it("keeps the order within a chat and remembers each chat by itself", async () => {
    const channel = createFakeChannel();
    await start([channel]);
    channel.hear("berapa persen pekerja Bantul yang terlindungi?", { chatId: "1" });
    channel.hear("berapa persen pekerja Jambi yang terlindungi?", { chatId: "2" });
    channel.hear("yang belum terlindungi?", { chatId: "1" });
    channel.hear("yang belum terlindungi?", { chatId: "2" });
    await until(() => channel.sent.length === 4);
    const of = (chatId: string) =>
      channel.sent.filter(({ message }) => message.to.chatId === chatId).map(({ message }) => message.text);
    expect(of("1")[0]).toContain("25,23 persen");
    expect(of("1")[1]).toContain("342.255");
    expect(of("2")[0]).toContain("44 persen");
    expect(of("2")[1]).toContain("Jambi");
  });

  it("one person under two chat ids has one conversation", async () => {
    const channel = createFakeChannel({ name: "whatsapp" });
    await start([channel]);
    channel.hear("berapa persen pekerja Bantul yang terlindungi?", { chatId: "628@phone" });
    channel.hear("yang belum terlindungi?", { chatId: "42@lid", aliases: ["628@phone"] });
    await until(() => channel.sent.length === 2);
    expect(texts(channel)[1]).toContain("342.255");
    expect(channel.sent[1]?.message.to.chatId).toBe("42@lid");
  });

  it.each(["image", "sticker", "location", "contact", "other"] as const)(
    "a %s without words is answered with what can be done",
    async (kind) => {
      const channel = createFakeChannel();
      await start([channel]);
      channel.hear("", { kind });
      await until(() => channel.sent.length === 1);
      expect(channel.sent[0]?.message.choices).toEqual(["Menu", "Bicara dengan petugas"]);
    },
  );

  it("a picture with a question under it is a question", async () => {
    const channel = createFakeChannel();
    await start([channel]);
    channel.hear("kartu saya hilang gimana?", { kind: "image" });
    await until(() => channel.sent.length === 1);
    expect(texts(channel)[0]).toContain("Kartu hilang");
  });

  it("a number that answers an older menu means that menu", async () => {
    const channel = createFakeChannel();
    await start([channel]);
    channel.hear("menu");
    await until(() => channel.sent.length === 1);
    const menu = texts(channel)[0] ?? "";
    channel.hear("cara bayar iuran");
    channel.hear("8", { quoted: menu });
    await until(() => channel.sent.length === 3);
    expect(texts(channel)[2]).toContain("37,01 persen");
  });

  it("a poison message is tried with growing pauses, set aside with an apology, and holds up nobody", async () => {
    const channel = createFakeChannel();
    let tries = 0;
    const { stores } = await start([channel], (router) => ({
      handle(message) {
        if (!message.text.includes("racun")) return router.handle(message);
        tries++;
        throw new RangeError(`secret ${message.text}`);
      },
    }));
    channel.hear("racun", { chatId: "1" });
    channel.hear("makasih", { chatId: "2" });
    await until(() => channel.sent.length === 1);
    expect(texts(channel)[0]).toContain("Sama-sama");
    channel.hear("cara daftar?", { chatId: "1" });
    for (let round = 0; round < 4; round++) {
      await until(() => tries === round + 1);
      skippedMs += 400_000;
      channel.hear("halo", { chatId: `waker-${round}` });
    }
    await until(() => texts(channel).some((text) => text.includes("gagal saya proses")));
    await until(() => texts(channel).some((text) => text.includes("JMO")));
    expect(tries).toBe(5);
    expect(stores.inbox.depth()).toMatchObject({ waiting: 0, aside: 1 });
    expect(JSON.stringify(lines)).not.toContain("racun");
  });

  it("a number that belongs to a person reaches neither the store nor the log", async () => {
    const channel = createFakeChannel();
    await start([channel]);
    channel.hear(`nik saya ${NUMBER} sudah terdaftar?`, { quoted: NUMBER, senderName: NUMBER });
    await until(() => channel.sent.length === 1);
    expect(texts(channel)[0]).toContain("Jangan kirim NIK");
    for (const file of readdirSync(folder)) expect(readFileSync(join(folder, file)).includes(NUMBER)).toBe(false);
    expect(JSON.stringify(lines)).not.toContain(NUMBER);
  });

  it("logs ids and outcomes only", async () => {
    const channel = createFakeChannel({ name: "whatsapp", account: "wa-1" });
    await start([channel]);
    channel.hear("iuran pedagang berapa?", { chatId: "6281234567890@s.whatsapp.net", senderName: "Bu Siti" });
    await until(() => channel.sent.length === 1);
    const written = JSON.stringify(lines);
    for (const secret of ["6281234567890", "Siti", "pedagang", "Rp"]) expect(written).not.toContain(secret);
    expect(lines.map(({ event }) => event)).toEqual(expect.arrayContaining(["received", "answered", "outbox.sent"]));
  });

  it("keeps what was said for ninety days and not a day longer", async () => {
    const channel = createFakeChannel();
    const words = () =>
      readdirSync(folder)
        .map((file) => readFileSync(join(folder, file), "latin1"))
        .join("")
        .includes("tukang cendol berapa");
    const first = await start([channel]);
    channel.hear("iuran tukang cendol berapa?");
    await until(() => channel.sent.length === 1);
    await until(() => first.stores.inbox.depth().waiting === 0);
    await service?.stop();
    expect(words()).toBe(true);
    skippedMs = 88 * 86_400_000;
    await start([createFakeChannel({ account: channel.account })]);
    await service?.stop();
    expect(words()).toBe(true);
    skippedMs = 92 * 86_400_000;
    await start([createFakeChannel({ account: channel.account })]);
    await service?.stop();
    service = undefined;
    expect(words()).toBe(false);
  });

  it("goes on when the daily clearing cannot be done just now, and does it later", async () => {
    const channel = createFakeChannel();
    const stores = openSqliteStores({ folder, clock });
    const app = await createApp({ clock, stores });
    const busy = {
      ...stores,
      tidy: () => {
        throw new Error("database is locked");
      },
    };
    const retention = () => DEFAULT_SETTINGS.retention;
    service = createService({ app, stores: busy, channels: [channel], retention, clock, log });
    await service.start();
    channel.hear("halo");
    await until(() => channel.sent.length === 1);
    expect(lines.map(({ event }) => event)).toContain("sweep.failed");
    expect(stores.done.last("sweep")).toBeUndefined();
  });

  it("a channel that cannot start is reported, and the others answer", async () => {
    const [broken, whole] = [createFakeChannel({ startFails: true }), createFakeChannel({ name: "whatsapp" })];
    await start([broken, whole]);
    whole.hear("halo");
    await until(() => whole.sent.length === 1);
    expect(lines.find(({ event }) => event === "channel.failed")?.fields).toMatchObject({ reason: "wrong token" });
  });

  it("does not start when no channel can", async () => {
    await expect(start([createFakeChannel({ startFails: true })])).rejects.toThrow("no channel could be started");
  });

  it("what was taken in before the end is answered after the next start, once", async () => {
    const before = createFakeChannel({ account: "tg-7" });
    const first = await start([before], (router) => ({
      handle(message) {
        if (message.text === "halo") return router.handle(message);
        throw new Error("not now");
      },
    }));
    before.hear("cara daftar?", { id: "late" });
    await until(() => lines.some(({ event }) => event === "inbox.retry"));
    await first.service.stop();
    service = undefined;
    skippedMs += 5_000;
    const after = createFakeChannel({ account: "tg-7" });
    await start([after]);
    await until(() => after.sent.length === 1);
    after.hear("cara daftar?", { id: "late" });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(texts(after)).toHaveLength(1);
    expect(before.sent).toHaveLength(0);
  });

  it("a stop lets what has come in go out first", async () => {
    const channel = createFakeChannel({ sendMs: 20 });
    const { service: running } = await start([channel]);
    for (let i = 0; i < 10; i++) channel.hear("halo", { chatId: `c${i}` });
    await running.stop();
    service = undefined;
    expect(channel.sent).toHaveLength(10);
  });

  it("tells how it is doing while a channel is still starting, and can be stopped then", async () => {
    const channel = createFakeChannel();
    let goOn = () => {};
    channel.start = () => new Promise((resolve) => (goOn = resolve));
    channel.state = () => ({ status: "starting", since: new Date(0) });
    const starting = start([channel]);
    await until(() => service !== undefined);
    expect(service?.health()).toMatchObject({ ready: false, channels: [{ status: "starting" }] });
    goOn();
    await starting;
  });

  it("tells how it is doing", async () => {
    const channel = createFakeChannel({ account: "tg-1" });
    const { service: running } = await start([channel]);
    expect(running.health()).toMatchObject({
      ready: true,
      channels: [{ name: "telegram", account: "tg-1", status: "up" }],
      inbox: { waiting: 0, aside: 0 },
      outbox: { queued: 0, unknown: 0, failed: 0 },
    });
  });
});

describe("sending", () => {
  it("a pause that the platform asks for holds the whole account, and no message is given up for it", async () => {
    const channel = createFakeChannel();
    await start([channel]);
    channel.outcomes.push(
      ...Array.from({ length: 8 }, () => ({
        ok: false as const,
        reason: "retry" as const,
        retryAfterMs: 20,
        wholeAccount: true,
        detail: "429",
      })),
    );
    channel.hear("halo", { chatId: "1" });
    channel.hear("makasih", { chatId: "2" });
    await until(() => channel.sent.length === 10);
    expect(channel.sent.slice(0, 9).every(({ message }) => message.to.chatId === "1")).toBe(true);
    expect(channel.sent[9]?.message.to.chatId).toBe("2");
  });

  it("a person who blocked us is marked, and left alone", async () => {
    const channel = createFakeChannel();
    const { stores } = await start([channel]);
    channel.outcomes.push({ ok: false, reason: "blocked", detail: "403" });
    channel.hear("halo", { chatId: "1" });
    await until(() => !stores.contacts.isReachable({ channel: "telegram", chatId: "1" }));
    channel.events().reachable({ channel: "telegram", chatId: "1" }, true);
    expect(stores.contacts.isReachable({ channel: "telegram", chatId: "1" })).toBe(true);
    expect(stores.outbox.depth()).toMatchObject({ queued: 0, failed: 1 });
  });

  it("a send whose end nobody knows is repeated with its id where that shows once", async () => {
    const channel = createFakeChannel({ name: "whatsapp", repeatsSafely: true });
    await start([channel]);
    channel.outcomes.push({ ok: false, reason: "unknown", detail: "no ack" });
    channel.hear("halo");
    await until(() => channel.sent.length === 1);
    skippedMs += 5_000;
    channel.hear("makasih", { chatId: "2" });
    await until(() => channel.sent.length === 3);
    const ids = channel.sent
      .filter(({ message }) => message.to.chatId === "chat-1")
      .map(({ platformId }) => platformId);
    expect(ids).toEqual(["wire-1", "wire-1"]);
  });

  it("where it would show twice it is named instead, not repeated, and the person is told", async () => {
    const channel = createFakeChannel();
    const { stores } = await start([channel]);
    channel.outcomes.push({ ok: false, reason: "unknown", detail: "time-out" }, new Error("broken pipe"));
    channel.hear("halo", { chatId: "1" });
    channel.hear("halo", { chatId: "2" });
    await until(() => channel.sent.length === 4);
    expect(stores.outbox.depth().unknown).toBe(2);
    for (const chatId of ["1", "2"]) {
      const [answer, notice] = channel.sent.filter(({ message }) => message.to.chatId === chatId);
      expect(answer?.message.text).toContain("Sapa");
      expect(notice?.message.text).toContain("sempat terputus");
    }
  });

  it("so is the one that a crash left on its way, at the next start and once", async () => {
    const left = openSqliteStores({ folder, clock });
    const to = { channel: "telegram", chatId: "1" } as const;
    const message = { to, text: "Iuran Rp16.800", choices: [] };
    left.outbox.add({ key: "reply:1", account: "tg", message, priority: "reply", answers: "7" }, clock());
    left.outbox.sending(left.outbox.next("tg", clock())?.seq ?? 0, undefined);
    left.close();
    const channel = createFakeChannel({ account: "tg" });
    await start([channel]);
    await until(() => channel.sent.length === 1);
    await service?.stop();
    const after = createFakeChannel({ account: "tg" });
    const { stores } = await start([after]);
    expect(channel.sent.map(({ message: { text } }) => text)).toEqual([expect.stringContaining("sempat terputus")]);
    expect(stores.outbox.depth()).toMatchObject({ queued: 0, unknown: 1 });
    expect(after.sent).toEqual([]);
  });

  it("a notice that may not have arrived has no notice of its own", async () => {
    const channel = createFakeChannel();
    const { stores } = await start([channel]);
    channel.outcomes.push(new Error("broken pipe"), new Error("broken pipe"));
    channel.hear("halo");
    await until(() => stores.outbox.depth().unknown === 2);
    expect(stores.outbox.depth().queued).toBe(0);
    expect(channel.sent).toHaveLength(2);
  });
});
