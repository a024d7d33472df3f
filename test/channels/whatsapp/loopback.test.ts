import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { reply, scratch, startBot } from "../../support/whatsapp/bot.ts";
import { selfSigned } from "../../support/whatsapp/certificate.ts";
import { startWhatsAppServer } from "../../support/whatsapp/server.ts";
import { until } from "../../support/wait.ts";

const ANI = "15551111111@s.whatsapp.net";
const GROUP = "120363000000000000@g.us";
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let server: Awaited<ReturnType<typeof startWhatsAppServer>>;
let bots: Bot[] = [];
const everLogged: string[] = [];
const printed: unknown[][] = [];

beforeAll(() => {
  for (const method of ["debug", "error", "info", "log", "warn"] as const)
    vi.spyOn(console, method).mockImplementation((...values) => void printed.push(values));
});
type Bot = Awaited<ReturnType<typeof startBot>>;
type Setup = Omit<Parameters<typeof startBot>[0], "url"> & { url?: string };

beforeEach(async () => {
  server = await startWhatsAppServer();
});
afterEach(async () => {
  for (const bot of bots) await bot.stop();
  await server.close();
  everLogged.push(...bots.flatMap(({ logged }) => logged));
  bots = [];
});

async function bot(setup: Setup = {}): Promise<Bot> {
  const made = await startBot({ url: server.url(), ...setup });
  bots.push(made);
  return made;
}
async function running(setup: Setup = {}): Promise<Bot> {
  const made = await bot(setup);
  await made.channel.start(made.events);
  expect(made.channel.state().status).toBe("up");
  return made;
}
const arrived = (made: Bot, count = 1) => until(() => made.received.length >= count && made.received, `${count} in`);
/** Whether the network was told that a message has arrived, or that it will not be taken. */
const isConfirmed = (of: string) =>
  server.stanzas.some(({ tag, attrs }) => (tag === "receipt" || tag === "ack") && attrs["id"] === of);
const isUp = (made: Bot) => until(() => made.channel.state().status === "up", "up");
const goesDown = (made: Bot, ms?: number) => until(() => made.channel.state().status !== "up", "down", ms);

describe("linking", () => {
  it("by QR, then 515, then login; a restart is still logged in and shows nothing", async () => {
    server.knobs.pairing = true;
    const first = await bot({ loggedIn: false });
    await first.channel.start(first.events);
    expect(first.channel.state()).toMatchObject({ status: "starting", detail: "waiting to be linked to a phone" });
    const lines = first.shown[0]?.split("\n") ?? [];
    expect(lines[0]).toContain("Valid for 60 s");
    expect(lines[1]).toMatch(/^\S*2@\S+,\S+,\S+,\S+$/);
    await server.scanQr(lines[1] ?? "");
    await isUp(first);
    expect(first.auth.state.creds.me?.id).toBe("15550000000:1@s.whatsapp.net");
    expect(first.logged.join()).not.toContain("2@");
    expect(first.shown.at(-1)).toContain("linked");
    await first.stop();

    const again = await running({ directory: first.directory, loggedIn: false });
    expect(again.shown).toEqual([]);
    expect(again.alarms).toEqual([]);
  });

  it("draws the code in a terminal", async () => {
    server.knobs.pairing = true;
    const made = await bot({ loggedIn: false, options: { qr: "terminal" } });
    await made.channel.start(made.events);
    expect(made.shown[0]).toMatch(/[▀▄█]{5}/);
    expect(made.shown[0]).not.toContain("2@");
  });

  it("says when the codes are used up, and shows new ones", async () => {
    server.knobs.pairing = true;
    const made = await bot({ loggedIn: false, tuning: { qrTimeoutMs: 60 } });
    await made.channel.start(made.events);
    const expired = await until(() => made.shown.findIndex((text) => text.includes("expired")) + 1, "expired");
    await until(() => made.shown.slice(expired).some((text) => text.includes("2@")), "a new code");
    expect(made.alarms).toEqual([]);
  });

  it("by a number that is typed on the phone, which a restart does not take for a login", async () => {
    server.knobs.pairing = true;
    const asked = () =>
      server.stanzas.filter(({ content }) => JSON.stringify(content ?? "").includes("link_code")).length;
    const phone = { loggedIn: false, options: { qr: "off", pairingPhone: "+1 555 000 0000" } } as const;
    const first = await bot(phone);
    await first.channel.start(first.events);
    expect(first.shown[0]).toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}/);
    await until(() => asked() === 1, "asked for a number");
    await first.stop();
    const again = await bot({ ...phone, directory: first.directory });
    await again.channel.start(again.events);
    expect(again.shown[0]).toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}/);
  });

  it("is never asked for by an account that is logged in", async () => {
    const made = await running({ options: { pairingPhone: "15550000000" } });
    expect(made.shown).toEqual([]);
    expect(made.auth.state.creds.me?.name).toBe("Bot");
  });

  it("is impossible with no way to do it, which stops the start", async () => {
    const made = await bot({ loggedIn: false, options: { qr: "off" } });
    await expect(made.channel.start(made.events)).rejects.toThrow(/not linked/);
    expect(made.channel.state().status).toBe("stopped");
  });
});

describe("messages that come in", () => {
  it("a text, and the answer with the id we gave it", async () => {
    const made = await running();
    const id = await server.message({ from: ANI, text: "rahasia" });
    const [inbound] = await arrived(made);
    expect(inbound).toMatchObject({
      id,
      text: "rahasia",
      senderName: "Ani",
      from: { channel: "whatsapp", chatId: ANI },
    });
    const platformId = made.channel.newMessageId!();
    expect(await made.channel.send(reply(ANI, "rahasia juga"), platformId)).toEqual({ ok: true, platformId });
    expect(server.sent).toMatchObject([
      { id: platformId, to: ANI, message: { extendedTextMessage: { text: "rahasia juga" } } },
    ]);
    await made.channel.attend({ channel: "whatsapp", chatId: ANI }, id);
    await until(() => server.stanzas.some(({ tag, attrs }) => tag === "receipt" && attrs["type"] === "read"), "read");
    await until(() => server.stanzas.some(({ tag }) => tag === "chatstate"), "composing");
    expect(made.received).toHaveLength(1); // our own answer came back as an echo
  });

  it("an edit is read as what it says now", async () => {
    const made = await running();
    const protocolMessage = { type: 14, key: { id: "OLD", remoteJid: ANI }, editedMessage: { conversation: "iuran" } };
    await server.message({ from: ANI, message: { editedMessage: { message: { protocolMessage } } } });
    expect(await arrived(made)).toMatchObject([{ text: "iuran", kind: "text", edits: "OLD" }]);
  });

  it("one person under a LID and a phone number", async () => {
    const made = await running();
    const attrs = { addressing_mode: "lid", sender_pn: ANI };
    await server.message({ from: "4242@lid", text: "halo", attrs });
    await arrived(made);
    expect(made.received[0]).toMatchObject({ from: { chatId: "4242@lid" }, aliases: [ANI] });
    expect(made.samePerson).toContainEqual({ chatId: "4242@lid", alias: ANI });
  });

  it("what was sent while we were away", async () => {
    const first = await running();
    await first.stop();
    await server.message({ from: ANI, text: "dari tadi", attrs: { offline: "1" } });
    await server.message({ from: ANI, text: "masih di sini", attrs: { offline: "0" } });
    const again = await running({ directory: first.directory });
    expect((await arrived(again, 2)).map(({ text }) => text)).toEqual(["dari tadi", "masih di sini"]);
  });

  it("nothing that is days old", async () => {
    const made = await running({ tuning: { maxAgeMs: 3_600_000 } });
    const t = String(Math.floor(Date.now() / 1000) - 7_200);
    await server.message({ from: ANI, text: "lama", attrs: { t, offline: "1" } });
    await server.message({ from: ANI, text: "baru" });
    expect((await arrived(made)).map(({ text }) => text)).toEqual(["baru"]);
  });

  it("the same id twice, as it came: the inbox drops the second", async () => {
    const made = await running();
    await server.message({ from: ANI, text: "halo", id: "SAME" });
    await server.message({ from: ANI, text: "halo", id: "SAME" });
    expect((await arrived(made, 2)).map(({ id }) => id)).toEqual(["SAME", "SAME"]);
  });

  it("a placeholder is not passed on, its content is", async () => {
    const made = await running();
    await server.message({ from: ANI, id: "LATE", content: [{ tag: "unavailable", attrs: {} }] });
    await pause(100);
    expect(made.received).toEqual([]);
    await server.message({ from: ANI, id: "LATE", text: "isinya" });
    expect(await arrived(made)).toMatchObject([{ id: "LATE", text: "isinya" }]);
  });

  it("a voice note, a picture, a quoted menu", async () => {
    const made = await running();
    await server.message({ from: ANI, message: { audioMessage: { ptt: true, seconds: 3 } } });
    await server.message({ from: ANI, message: { imageMessage: { caption: "kartu saya" } } });
    const contextInfo = {
      participant: "15550000000@s.whatsapp.net",
      quotedMessage: { conversation: "1. Iuran\n2. Klaim" },
    };
    await server.message({ from: ANI, message: { extendedTextMessage: { text: "2", contextInfo } } });
    expect(await arrived(made, 3)).toMatchObject([
      { kind: "voice", text: "" },
      { kind: "image", text: "kartu saya" },
      { kind: "text", text: "2", quoted: "1. Iuran\n2. Klaim" },
    ]);
  });

  it("in a group only what is said to us, and an answer there", async () => {
    const made = await running();
    const contextInfo = { mentionedJid: ["15550000000@s.whatsapp.net"] };
    await server.message({ from: GROUP, participant: ANI, text: "kalian sudah makan?" });
    await server.message({
      from: GROUP,
      participant: ANI,
      message: { extendedTextMessage: { text: "@15550000000 iuran?", contextInfo } },
    });
    expect(await arrived(made)).toMatchObject([{ from: { chatId: GROUP }, text: "iuran?" }]);
    expect(made.samePerson).toEqual([]);
    expect(await made.channel.send(reply(GROUP, "Rp16.800"))).toMatchObject({ ok: true });
    expect(server.sent).toMatchObject([{ to: GROUP }]);
  });

  it("from a hundred people at once", async () => {
    const made = await running();
    const senders = Array.from(
      { length: 100 },
      (_, index) => `1555222${String(index).padStart(4, "0")}@s.whatsapp.net`,
    );
    await Promise.all(senders.map((from) => server.message({ from, text: "halo" })));
    await arrived(made, 100);
    expect(new Set(made.received.map(({ from }) => from.chatId))).toEqual(new Set(senders));
  });

  it("is written down before the network is told that it has arrived, and comes again when that failed", async () => {
    const made = await bot();
    let full = true;
    const told: boolean[] = [];
    await made.channel.start({
      ...made.events,
      received(message) {
        told.push(isConfirmed(message.id));
        if (full) throw new Error("disk full: rahasia");
        made.events.received(message);
      },
    });
    await server.message({ from: ANI, text: "rahasia", id: "KEEP" });
    await goesDown(made);
    await isUp(made);
    expect(isConfirmed("KEEP")).toBe(false);
    expect(made.alarms).toMatchObject([{ what: "whatsapp.not-written" }]);
    full = false;
    await server.message({ from: ANI, text: "rahasia", id: "KEEP", attrs: { offline: "1" } }); // so does the network
    expect(await arrived(made)).toMatchObject([{ id: "KEEP", text: "rahasia" }]);
    await until(() => isConfirmed("KEEP"), "the confirmation");
    expect(told).toEqual([false, false]);
    expect(made.received).toHaveLength(1);
  });

  it("one that can never be stored is given up with an alarm, and the next goes on", async () => {
    const made = await bot();
    await made.channel.start({
      ...made.events,
      received(message) {
        if (message.text === "rahasia") throw new Error("cannot be written: rahasia");
        made.events.received(message);
      },
    });
    for (let tries = 0; tries < 10 && !isConfirmed("LOST"); tries++) {
      await isUp(made);
      await server.message({ from: ANI, text: "rahasia", id: "LOST" });
      await pause(100);
    }
    await server.message({ from: ANI, text: "halo" });
    expect(await arrived(made)).toMatchObject([{ text: "halo" }]);
    expect(made.alarms.map(({ what }) => what)).toEqual(["whatsapp.not-written", "whatsapp.given-up"]);
    expect(made.alarms[1]?.detail).toContain("LOST");
  });
});

describe("messages that go out", () => {
  it("wait for a connection", async () => {
    const made = await bot();
    expect(await made.channel.send(reply(ANI, "hai"))).toMatchObject({
      reason: "retry",
      retryAfterMs: 2000,
      wholeAccount: true,
    });
  });

  it("are unknown without an ack; repeated with the same id; a late ack is told", async () => {
    const made = await running({ tuning: { ackTimeoutMs: 150 } });
    server.knobs.muteAcks = true;
    const id = made.channel.newMessageId!();
    expect(await made.channel.send(reply(ANI, "hai"), id)).toMatchObject({ ok: false, reason: "unknown" });
    await server.raw({ tag: "ack", attrs: { class: "message", id, from: ANI, t: "1" } });
    await until(() => made.receipts.some((receipt) => receipt.id === id && receipt.status === "sent"), "the late ack");
    server.knobs.muteAcks = false;
    const again = made.channel.newMessageId!();
    expect(await made.channel.send(reply(ANI, "hai lagi"), again)).toEqual({ ok: true, platformId: again });
  });

  it("are unknown when the connection ends before the ack, without waiting for the time to pass", async () => {
    const made = await running();
    server.knobs.muteAcks = true;
    const sending = made.channel.send(reply(ANI, "hai"));
    await until(() => server.sent.length > 0, "on the wire");
    const before = performance.now();
    server.drop();
    expect(await sending).toMatchObject({ reason: "unknown" });
    expect(performance.now() - before).toBeLessThan(1_000);
  });

  it("are sent again without doubt when the connection ended before they were encrypted", async () => {
    const made = await running();
    server.knobs.muteQueries = "usync";
    const sending = made.channel.send(reply(ANI, "hai"));
    await until(() => server.stanzas.some(({ attrs }) => attrs["xmlns"] === "usync"), "asked for devices");
    server.drop();
    expect(await sending).toMatchObject({ ok: false, reason: "retry", wholeAccount: true });
    expect(server.sent).toEqual([]);
  });

  it("to somebody whose keys the server does not give keep nobody else waiting", async () => {
    const made = await running({ tuning: { queryTimeoutMs: 200 } });
    server.knobs.muteQueries = "encrypt";
    expect(await made.channel.send(reply(ANI, "hai"))).toMatchObject({ reason: "retry", wholeAccount: false });
    expect(server.sent).toEqual([]);
  });

  it("463 restricts the account: one attempt, and it is told", async () => {
    const made = await running();
    server.knobs.ackError = () => "463";
    expect(await made.channel.send(reply(ANI, "hai"))).toMatchObject({ ok: false, reason: "restricted" });
    await pause(200);
    expect(server.sent).toHaveLength(1);
    expect(made.restrictions).toEqual(["WhatsApp refused with 463; nothing more may be sent to new chats"]);
    expect(made.alarms).toEqual([]);
    expect(made.receipts.filter(({ status }) => status === "failed")).toEqual([]);
  });

  it("463 for one of many restricts the account at that message", async () => {
    const made = await running();
    const people = Array.from({ length: 6 }, (_, index) => `1555333000${index}@s.whatsapp.net`);
    server.knobs.ackError = (_, { to, nth }) => (nth === 4 || to === people[5] ? "463" : undefined);
    const outcomes: string[] = [];
    for (const person of people) {
      const result = await made.channel.send(reply(person, "hai"));
      outcomes.push(result.ok ? "ok" : result.reason);
    }
    expect(outcomes).toEqual(["ok", "ok", "ok", "restricted", "ok", "restricted"]);
    expect(server.sent).toHaveLength(6);
    expect(server.arrived().map(({ to }) => to)).toEqual([0, 1, 2, 4].map((index) => people[index]));
  });

  it("463 that comes late restricts the account too: that is told first, then what became of the message", async () => {
    const made = await bot({ tuning: { ackTimeoutMs: 150 } });
    const told: string[] = [];
    await made.channel.start({
      ...made.events,
      restricted: (detail) => void told.push(`restricted: ${detail}`),
      receipt: (id, status, detail) => void told.push(`${id} ${status} ${detail}`),
    });
    server.knobs.muteAcks = (_, { to }) => to === ANI;
    const id = made.channel.newMessageId!();
    expect(await made.channel.send(reply(ANI, "hai"), id)).toMatchObject({ ok: false, reason: "unknown" });
    told.length = 0;
    await server.refuseLate(ANI, id, "463");
    await until(() => told.length >= 2, "told");
    expect(told.slice(0, 2)).toEqual([
      "restricted: WhatsApp refused with 463; nothing more may be sent to new chats",
      `${id} failed 463`,
    ]);
    expect(server.arrived()).toEqual([]);
  });

  it("show that somebody is writing, for a while", async () => {
    const made = await running();
    const shown = () =>
      server.stanzas
        .filter(({ tag }) => tag === "chatstate")
        .map(({ attrs, content }) => `${attrs["to"]} ${(content as { tag: string }[])[0]?.tag}`);
    await made.channel.compose!({ channel: "whatsapp", chatId: ANI }, 50);
    await until(() => shown().length === 2, "both");
    expect(shown()).toEqual([`${ANI} composing`, `${ANI} paused`]);
    const long = made.channel.compose!({ channel: "whatsapp", chatId: ANI }, 60_000);
    await until(() => shown().length === 3, "the next one");
    await made.channel.stop();
    await long; // ends with the channel
    await made.channel.compose!({ channel: "whatsapp", chatId: ANI }, 60_000);
    expect(shown()).toHaveLength(3);
  });

  it("show nothing without a connection, and do not fail", async () => {
    const made = await bot();
    await expect(made.channel.compose!({ channel: "whatsapp", chatId: ANI }, 1)).resolves.toBeUndefined();
    await made.channel.start(made.events);
    await expect(made.channel.compose!({ channel: "whatsapp", chatId: "no address" }, 1)).resolves.toBeUndefined();
    expect(server.stanzas.filter(({ tag }) => tag === "chatstate")).toEqual([]);
  });

  it("can be begun by a link with our number, once it is known", async () => {
    const inviteText = (code: string) => `Halo Sapa, kode ${code} & salam`;
    const made = await bot({ loggedIn: false, options: { inviteText } });
    expect(made.channel.invite?.("K7F2")).toBeUndefined();
    made.auth.state.creds.me = { id: "15550000000:1@s.whatsapp.net", name: "~" }; // asked for a code, not linked yet
    expect(made.channel.invite?.("K7F2")).toBeUndefined();
    made.auth.state.creds.me.name = "Bot";
    expect(made.channel.invite?.("K7F2")).toBe(
      "https://wa.me/15550000000?text=Halo%20Sapa%2C%20kode%20K7F2%20%26%20salam",
    );
    const silent = await bot();
    expect(silent.channel.invite?.("K7F2")).toBeUndefined();
  });

  it("479 is an invalid message", async () => {
    const made = await running();
    server.knobs.ackError = () => "479";
    expect(await made.channel.send(reply(ANI, "hai"))).toMatchObject({ ok: false, reason: "invalid" });
    expect(made.alarms).toEqual([]);
  });

  it("hear of their receipts, at once and later, under the LID too, and in groups", async () => {
    const made = await running();
    const id = made.channel.newMessageId!();
    const sending = made.channel.send(reply(ANI, "hai"), id);
    await until(() => server.sent.length > 0, "on the wire");
    await server.receipt(ANI, id);
    await sending;
    const said = (status: string, of = id) =>
      until(() => made.receipts.some((r) => r.id === of && r.status === status), status);
    await said("delivered");
    await pause(150);
    await server.receipt("4242@lid", id, "read");
    await said("read");
    await server.receipt(GROUP, "GROUP1", "read", ANI);
    await said("read", "GROUP1");
    expect(made.receipts.filter(({ status }) => status === "failed")).toEqual([]);
  });

  it("are given again to a phone that could not read them", async () => {
    const asked: string[] = [];
    const made = await running({ options: { getMessage: (id) => (asked.push(id), "rahasia") } });
    const id = made.channel.newMessageId!();
    await server.raw({
      tag: "receipt",
      attrs: { from: ANI, id, t: "1", type: "retry" },
      content: [{ tag: "retry", attrs: { v: "1", count: "1", id, t: "1" } }],
    });
    await until(() => asked.length > 0, "asked for the text");
    expect(asked).toEqual([id]);
  });

  it("can be pictures with a caption", async () => {
    await server.close();
    server = await startWhatsAppServer({ tls: selfSigned() });
    const made = await running({ tuning: server.mediaTuning });
    const path = join(scratch(), "chart.png");
    writeFileSync(
      path,
      Buffer.from(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
        "base64",
      ),
    );
    const picture = { path, mimeType: "image/png" };
    expect(await made.channel.send({ ...reply(ANI, "Grafik"), picture })).toMatchObject({ ok: true });
    expect(server.sent).toMatchObject([{ message: { imageMessage: { caption: "Grafik", mimetype: "image/png" } } }]);
    expect(server.media?.files.size).toBe(1);
    expect(
      await made.channel.send({ ...reply(ANI, "x"), picture: { ...picture, path: `${path}.gone` } }),
    ).toMatchObject({
      reason: "invalid",
    });
  });
});

describe("the connection", () => {
  const works = async (made: Bot) => {
    await isUp(made);
    await until(() => made.channel.state().status === "up" && server.open() === 1, "one socket");
    expect((await made.channel.send(reply(ANI, "masih ada"))).ok).toBe(true);
  };
  const pauses = ({ logged }: Bot) =>
    logged.map((line) => JSON.parse(line)).flatMap(({ event, inMs }) => (event === "whatsapp.reconnect" ? [inMs] : []));

  it.each<[string, () => unknown, from: number, to: number]>([
    ["515", () => server.streamError(515), 0, 0],
    ["428, dropped", () => server.drop(), 20, 60],
    ["428, ended", () => server.raw({ tag: "xmlstreamend", attrs: {} }), 20, 60],
    ["500", () => server.raw({ tag: "stream:error", attrs: {}, content: [{ tag: "odd", attrs: {} }] }), 20, 60],
    ["503", () => server.failure(503), 300, 400],
    ["503 of the stream", () => server.streamError(503), 300, 400],
  ])("comes back after %s", async (_, trouble, from, to) => {
    const made = await running();
    void trouble();
    await until(() => pauses(made).length > 0, "reconnect");
    await works(made);
    expect(pauses(made)).toHaveLength(1);
    expect(pauses(made)[0]).toBeGreaterThanOrEqual(from);
    expect(pauses(made)[0]).toBeLessThanOrEqual(to);
    expect(made.alarms).toEqual([]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ["connection-replaced", () => server.conflict()],
    ["logged-out", () => server.failure(401)],
    ["forbidden", () => server.failure(403)],
    ["client-refused", () => server.failure(405)],
    [
      "multi-device-missing",
      () => server.raw({ tag: "ib", attrs: {}, content: [{ tag: "downgrade_webclient", attrs: {} }] }),
    ],
  ])("stops for good: %s", async (why, trouble) => {
    const made = await running();
    await trouble();
    await until(() => made.channel.state().status === "stopped", "stopped");
    await pause(500);
    expect(made.channel.state()).toMatchObject({ status: "stopped", detail: why });
    expect(made.alarms).toMatchObject([{ what: `whatsapp.${why}` }]);
    expect(made.restrictions).toEqual(why === "forbidden" ? ["forbidden"] : []);
    expect(server.connections()).toBe(1);
    expect(made.auth.state.creds.me?.id).toBeDefined(); // kept for looking into it
    expect(await made.channel.send(reply(ANI, "hai"))).toMatchObject({ reason: "retry", wholeAccount: true });
  });

  it("tries again when there is no server, and the start does not wait for it", async () => {
    const made = await bot({ url: "ws://127.0.0.1:9/ws/chat" });
    await made.channel.start(made.events);
    expect(made.channel.state().status).toBe("down");
    await until(() => pauses(made).length > 2, "more attempts");
  });

  it("a hopeless first attempt makes the start fail", async () => {
    const made = await bot();
    void server.failure(403);
    await expect(made.channel.start(made.events)).rejects.toThrow(/forbidden/);
  });

  it("ends up with one socket after ten quick drops", async () => {
    const made = await running();
    for (let round = 0; round < 10; round++) {
      server.drop();
      await pause(60);
    }
    await works(made);
    await pause(500);
    expect(server.open()).toBe(1);
  });

  it("pauses grow while it does not last, and are forgotten once it does", async () => {
    const made = await running({ options: { random: () => 0.5 }, tuning: { stableAfterMs: 400 } });
    for (const round of [1, 2, 3]) {
      server.drop();
      await until(() => pauses(made).length === round, "reconnect");
      await isUp(made);
    }
    expect(pauses(made)).toEqual([40, 80, 160]);
    await pause(500);
    server.drop();
    await until(() => pauses(made).length === 4, "reconnect");
    expect(pauses(made)[3]).toBe(40);
  });

  it("a stalled link is noticed within two keep-alive periods", async () => {
    const { startProxy } = await import("../../support/whatsapp/proxy.ts");
    const proxy = await startProxy(server.port);
    const made = await running({ url: server.url(proxy.port), tuning: { keepAliveIntervalMs: 500 } });
    await pause(700); // a ping or two went well
    expect(made.channel.state().status).toBe("up");
    proxy.stall();
    const before = performance.now();
    await goesDown(made, 3_000);
    expect(performance.now() - before).toBeLessThan(1_150);
    proxy.stall(false);
    await works(made);
    await made.stop();
    await proxy.close();
  });

  it("is ended when the server never says that it has handed everything over", async () => {
    server.knobs.muteHandover = true;
    const made = await running({ tuning: { watchdogMs: 150 } });
    await until(() => made.logged.some((line) => line.includes("handover-missing")), "ended");
    server.knobs.muteHandover = false;
    await works(made);
    await pause(300);
    expect(made.channel.state().status).toBe("up");
  });

  it("is left alone while a long backlog is being handed over", async () => {
    server.knobs.muteHandover = true;
    const made = await running({ tuning: { watchdogMs: 300 } });
    for (let round = 1; round <= 6; round++) {
      await server.message({ from: ANI, text: "halo", attrs: { offline: "1" } });
      await pause(100);
    }
    await arrived(made, 6);
    expect(made.channel.state().status).toBe("up");
    expect(server.connections()).toBe(1);
  });

  it("is ended when keys cannot be written, and comes back when they can", async () => {
    const made = await running();
    const { keys } = made.auth.state;
    const set = keys.set;
    keys.set = () => {
      throw new Error("disk full");
    };
    const before = performance.now();
    expect(await made.channel.send(reply(ANI, "hai"))).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/retry|unknown/),
    });
    expect(performance.now() - before).toBeLessThan(2_000);
    await pause(500); // comes back, fails again, and raises no second alarm
    expect(made.alarms).toMatchObject([{ what: "whatsapp.keys-not-written" }]);
    expect(server.sent).toEqual([]);
    keys.set = set;
    await works(made);
  });

  it("stops quickly, without logging out, and stays stopped", async () => {
    const made = await running();
    const before = performance.now();
    await made.stop();
    expect(performance.now() - before).toBeLessThan(500);
    await until(() => server.open() === 0, "closed");
    expect(made.channel.state().status).toBe("stopped");
    expect(JSON.stringify(server.stanzas)).not.toContain("remove-companion-device");
    await pause(300);
    expect(server.connections()).toBe(1);
  });
});

describe("after all this", () => {
  it("no log line holds an address, a number or a text", () => {
    expect(everLogged.length).toBeGreaterThan(50);
    expect(everLogged.filter((line) => /1555\d{7}|4242|@lid|whatsapp\.net|rahasia|hai|halo/.test(line))).toEqual([]);
  });

  it("nothing was printed", () => {
    expect(printed).toEqual([]);
  });
});
