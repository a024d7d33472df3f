import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { TopicStore } from "../../../src/channels/channel.ts";
import { createTelegramChannel, type TelegramChannel } from "../../../src/channels/telegram/index.ts";
import { systemClock } from "../../../src/lib/clock.ts";
import type { OutboundMessage } from "../../../src/message.ts";
import { DESK_CHAT, startBotApi, TOKEN, type BotApi } from "../../support/telegram/bot-api.ts";
import { recordingEvents } from "../../support/telegram/events.ts";
import { broken, tooMany, type Fault } from "../../support/telegram/fault-proxy.ts";
import { createMemoryTopics } from "../../support/telegram/topic-store.ts";

const DESK = { channel: "telegram", chatId: DESK_CHAT } as const;
const TOPIC = { key: "ticket:3", title: "3 · Sari" };
const RINA = { fromId: 77, fromName: "Rina" };

let api: BotApi;
let seen: ReturnType<typeof recordingEvents>;
let topics: TopicStore;
let channel: TelegramChannel;

beforeEach(async () => {
  api = await startBotApi();
  seen = recordingEvents();
  topics = createMemoryTopics();
  channel = createTelegramChannel({
    token: TOKEN,
    apiRoot: api.apiRoot,
    desk: { chatId: DESK_CHAT, topics },
    texts: { commands: [], description: "-", shortDescription: "-" },
    log: seen.log,
    clock: systemClock,
    pollTimeoutSeconds: 5,
    sendTimeoutMs: 3_000,
  });
  await channel.start(seen.events);
});

afterEach(async () => {
  await channel.stop();
  await api.close();
  const leak = [...seen.logged, ...seen.alarms].find((line) => /loopback-secret|Rina|Sari/.test(line));
  if (leak) throw new Error(`the token, a name or what somebody wrote was logged: ${leak}`);
});

const soon = <T>(check: () => T) => vi.waitFor(check, { timeout: 8_000, interval: 10 });
const send = (text: string, rest: Partial<OutboundMessage> = {}) =>
  channel.send({ to: DESK, text, choices: [], ...rest });
const inTopic = (text: string, rest: Partial<OutboundMessage> = {}) => send(text, { topic: TOPIC, ...rest });
const refused = (why: string, status = 400): Fault => ({ status, description: `Bad Request: ${why}` });

async function idOf(sending: ReturnType<typeof send>): Promise<string> {
  const result = await sending;
  if (!result.ok || result.platformId === undefined) throw new Error(`not sent: ${JSON.stringify(result)}`);
  return result.platformId;
}

describe("what is said in the desk", () => {
  it("comes through, whoever says it, with the topic it was said in", async () => {
    await inTopic("Ada pertanyaan");
    const thread = api.topics()[0]?.thread ?? 0;
    api.deskSays({ ...RINA, lastName: "W", thread, text: "Selamat pagi" });
    api.deskSays({ fromId: 99, fromName: "Orang lain", text: "/tutup sudah" });
    api.deskSays({ ...RINA, thread: 4_711, text: "di topik lain" });
    await soon(() => expect(seen.received).toHaveLength(3));
    expect(seen.received).toMatchObject([
      { from: DESK, text: "Selamat pagi", desk: { topic: "ticket:3", by: { id: "77", name: "Rina W" } } },
      { text: "/tutup sudah", desk: { by: { id: "99", name: "Orang lain" } } },
      { text: "di topik lain", desk: { topic: "unknown:4711" } },
    ]);
    expect(seen.received[0]).not.toHaveProperty("quotedId"); // but the topic's first message is "answered"
    expect(seen.received[1]?.desk).not.toHaveProperty("topic");
  });

  it("keeps its order with what people write elsewhere, and loses nothing", async () => {
    const texts = Array.from({ length: 12 }, (_, index) => `pesan ${index}`);
    await Promise.all(
      texts.map((text, index) => (index % 2 === 0 ? api.injectText(text) : void api.deskSays({ ...RINA, text }))),
    );
    await soon(() => expect(seen.texts().toSorted()).toEqual(texts.toSorted()));
  });

  it("tells which of our messages was answered, changed or pressed under", async () => {
    const buttons = [[{ label: "Ambil", data: "claim:3" }]];
    const id = await idOf(inTopic("Tiket 3", { buttons }));
    const thread = api.topics()[0]?.thread ?? 0;
    const messageId = api.deskSays({ ...RINA, thread, text: "salah ketk", replyTo: Number(id) });
    api.deskEdits({ ...RINA, messageId, text: "salah ketik" });
    api.deskPresses({ ...RINA, label: "Ambil" });
    await soon(() => expect(seen.received).toHaveLength(3));
    expect(seen.received).toMatchObject([
      { id: String(messageId), quotedId: id, quoted: "Tiket 3" },
      { edits: String(messageId), text: "salah ketik", desk: { topic: "ticket:3" } },
      { text: "Ambil", quotedId: id, desk: { topic: "ticket:3", by: { id: "77" }, button: "claim:3" } },
    ]);
    await soon(() => expect(api.callsOf("answerCallbackQuery")).toHaveLength(1));
  });

  it("asks for no more kinds of update than before", async () => {
    await soon(() => expect(api.callsOf("getUpdates").length).toBeGreaterThan(0));
    const allowed = ["message", "edited_message", "callback_query", "my_chat_member"];
    expect(api.callsOf("getUpdates")[0]?.body["allowed_updates"]).toEqual(allowed);
  });

  it("is not shown that we are writing", async () => {
    await channel.attend(DESK, "1");
    expect(api.callsOf("sendChatAction")).toHaveLength(0);
  });
});

describe("a topic", () => {
  it("is opened when the first message needs it, once", async () => {
    expect(await inTopic("*satu*")).toMatchObject({ ok: true, platformId: expect.stringMatching(/^\d+$/) });
    await inTopic("dua");
    await send("tiga", { topic: { key: "ticket:4", title: "4 · Budi" } });
    await send("di luar");
    expect(api.topics()).toMatchObject([
      { title: "3 · Sari", texts: ["satu", "dua"] },
      { title: "4 · Budi", texts: ["tiga"] },
    ]);
    expect(api.general().texts).toEqual(["di luar"]);
    expect(topics.threadOf("ticket:3")).toBe(api.topics()[0]?.thread);
    expect(api.callsOf("sendMessage")[0]?.body["chat_id"]).toBe(Number(DESK_CHAT));
  });

  it("is not opened for nothing", async () => {
    expect(await inTopic("  ")).toMatchObject({ ok: false, reason: "invalid" });
    expect(api.topics()).toEqual([]);
  });

  it("has a title as long as Telegram allows", async () => {
    await inTopic("a", { topic: { key: "k1", title: `${"x".repeat(127)}😀y` } });
    await inTopic("a", { topic: { key: "k2", title: " " } });
    expect(api.topics().map(({ title }) => title)).toEqual(["x".repeat(127), "k2"]);
  });

  it.each([["message thread not found"], ["TOPIC_DELETED"]])("is opened anew when it is gone (%s)", async (why) => {
    await inTopic("satu");
    const thread = api.topics()[0]?.thread ?? 0;
    if (why === "message thread not found") api.deleteTopicByHand(thread);
    else api.fail("sendMessage", refused(why));
    expect(await inTopic("dua", { topic: { ...TOPIC, title: "3 · Sari (2)" } })).toMatchObject({ ok: true });
    expect(api.topics().map(({ title, texts }) => [title, texts])).toEqual([
      ["3 · Sari", ["satu"]],
      ["3 · Sari (2)", ["dua"]],
    ]);
    expect(topics.keyOf(thread)).toBeUndefined();
  });

  it("is opened anew once, not again and again; its message waits", async () => {
    await inTopic("satu");
    api.fail("sendMessage", refused("message thread not found"), { times: 2 });
    expect(await inTopic("dua")).toMatchObject({ ok: false, reason: "retry", retryAfterMs: 60_000 });
    expect(api.callsOf("createForumTopic")).toHaveLength(2);
  });

  it("is opened again when somebody closed it", async () => {
    await inTopic("satu");
    api.closeTopicByHand(api.topics()[0]?.thread ?? 0);
    expect(await inTopic("dua")).toMatchObject({ ok: true });
    expect(api.topics()).toMatchObject([{ texts: ["satu", "dua"], closed: false }]);
  });

  it("may be both closed and gone", async () => {
    await inTopic("satu");
    api.fail("sendMessage", refused("TOPIC_CLOSED"));
    api.deleteTopicByHand(api.topics()[0]?.thread ?? 0);
    expect(await inTopic("dua")).toMatchObject({ ok: true });
    expect(api.topics().map(({ texts }) => texts)).toEqual([["satu"], ["dua"]]);
  });

  it("that disappears in the middle of a long message gets the rest anew", async () => {
    api.fail("sendMessage", refused("message thread not found"), { passing: 1 });
    expect(await inTopic(`${"a".repeat(4_000)}\n\n${"b".repeat(200)}`)).toMatchObject({ ok: true });
    expect(api.topics().map(({ texts }) => texts.map((text) => text[0]))).toEqual([["a"], ["b"]]);
  });

  it.each<[string, Fault, object]>([
    ["the connection is cut", { drop: "after" }, { reason: "retry", retryAfterMs: 3_000, wholeAccount: false }],
    ["nothing works", broken, { reason: "retry" }],
    ["there was too much", tooMany(7), { reason: "retry", retryAfterMs: 7_000, wholeAccount: true }],
    ["the bot may not", refused("not enough rights to create a topic"), { reason: "retry", retryAfterMs: 60_000 }],
  ])("cannot be opened when %s: nothing was said, so all is tried again", async (_, fault, expected) => {
    api.fail("createForumTopic", fault);
    expect(await inTopic("satu")).toMatchObject({ ok: false, ...expected });
    expect(api.callsOf("sendMessage")).toHaveLength(0);
    expect(await inTopic("satu")).toMatchObject({ ok: true });
  });

  it("cannot be used in another chat", async () => {
    const to = { channel: "telegram", chatId: "1001" } as const;
    expect(await inTopic("satu", { to })).toMatchObject({ ok: false, reason: "invalid" });
    expect(await inTopic("", { to, act: { type: "close-topic" } })).toMatchObject({ ok: false, reason: "invalid" });
    expect(api.callsOf("sendMessage")).toHaveLength(0);
  });

  it("is closed, opened again and removed; done already is done", async () => {
    await inTopic("satu");
    const act = (type: "close-topic" | "reopen-topic" | "delete-topic") => inTopic("", { act: { type } });
    const topic = () => api.topics()[0];
    expect([await act("close-topic"), await act("close-topic")]).toEqual([{ ok: true }, { ok: true }]);
    expect(topic()).toMatchObject({ closed: true });
    expect([await act("reopen-topic"), await act("reopen-topic")]).toEqual([{ ok: true }, { ok: true }]);
    expect(topic()).toMatchObject({ closed: false });
    expect([await act("delete-topic"), await act("delete-topic")]).toEqual([{ ok: true }, { ok: true }]);
    expect(topic()).toMatchObject({ deleted: true });
    expect(topics.threadOf("ticket:3")).toBeUndefined();
    expect(api.callsOf("deleteForumTopic")).toHaveLength(1);
  });

  it("need not be closed when it never was, or is gone", async () => {
    expect(await inTopic("", { act: { type: "close-topic" } })).toEqual({ ok: true });
    expect(api.callsOf("closeForumTopic")).toHaveLength(0);
    await inTopic("satu");
    api.deleteTopicByHand(api.topics()[0]?.thread ?? 0);
    expect(await inTopic("", { act: { type: "close-topic" } })).toEqual({ ok: true });
    expect(topics.threadOf("ticket:3")).toBeUndefined();
    expect(await send("", { act: { type: "close-topic" } })).toMatchObject({ ok: false, reason: "invalid" });
  });
});

describe("a message of ours", () => {
  const buttons = [[{ label: "Ambil", data: "claim:3" }]];

  it("is changed, with its buttons or without", async () => {
    const id = await idOf(inTopic("Tiket 3", { buttons }));
    expect(await inTopic("Tiket 3 · *Rina*", { buttons, act: { type: "edit", id } })).toEqual({ ok: true });
    const shown = () => api.topics()[0]?.messages;
    expect(shown()).toMatchObject([{ id: Number(id), text: "Tiket 3 · Rina", buttons }]);
    expect(await inTopic("Tiket 3 · *Rina*", { buttons, act: { type: "edit", id } })).toEqual({ ok: true }); // the same
    expect(await inTopic("Tiket 3 selesai", { act: { type: "edit", id } })).toEqual({ ok: true });
    expect(shown()).toMatchObject([{ text: "Tiket 3 selesai", buttons: [] }]);
    const long = await inTopic(`${"kata ".repeat(1_000)}`, { act: { type: "edit", id } });
    expect(long).toEqual({ ok: true });
    expect(shown()?.[0]?.text).toMatch(/kata…$/);
  });

  it("is changed below its picture", async () => {
    const ref = JSON.stringify({ fileId: "f1", type: "photo" });
    const attachment = { kind: "image", source: { channel: "telegram", ref } } as const;
    const id = await idOf(inTopic("kartu", { attachment }));
    expect(await inTopic("kartu peserta", { act: { type: "edit", id } })).toEqual({ ok: true });
    expect(api.topics()[0]?.texts).toEqual(["kartu peserta"]);
  });

  it("cannot be changed when it is not there, or not named, or into nothing", async () => {
    for (const [text, id] of [
      ["a", "999"],
      ["a", "7.e5"],
      ["a", ""],
      [" ", "999"],
    ] as const)
      expect(await send(text, { act: { type: "edit", id } })).toMatchObject({ ok: false, reason: "invalid" });
    expect(api.callsOf("editMessageText")).toHaveLength(1);
  });

  it("is taken back; gone already is gone", async () => {
    const id = await idOf(inTopic("salah kirim"));
    expect(await send("", { act: { type: "delete", id } })).toEqual({ ok: true });
    expect(await send("", { act: { type: "delete", id } })).toEqual({ ok: true });
    expect(api.topics()[0]?.texts).toEqual([]);
  });

  it("is changed and taken back in a private chat too", async () => {
    const to = { channel: "telegram", chatId: "1001" } as const;
    const id = await idOf(send("Rp16.800", { to }));
    expect(await send("*Rp16.801*", { to, act: { type: "edit", id } })).toEqual({ ok: true });
    expect(api.callsOf("editMessageText")[0]?.body).toMatchObject({
      chat_id: 1001,
      message_id: Number(id),
      text: "<b>Rp16.801</b>",
      parse_mode: "HTML",
    });
    expect(await send("", { to, act: { type: "delete", id } })).toEqual({ ok: true });
    expect(api.callsOf("deleteMessage")[0]?.body).toEqual({ chat_id: 1001, message_id: Number(id) });
  });

  it("may be changed again when nobody knows whether it was", async () => {
    const id = await idOf(send("a"));
    api.fail("editMessageText", { drop: "after" });
    expect(await send("b", { act: { type: "edit", id } })).toMatchObject({ reason: "retry", wholeAccount: false });
    expect(await send("b", { act: { type: "edit", id } })).toEqual({ ok: true });
    api.fail("deleteMessage", tooMany(9));
    expect(await send("", { act: { type: "delete", id } })).toMatchObject({ reason: "retry", retryAfterMs: 9_000 });
  });
});

describe("a desk that does not let us in", () => {
  it("keeps its messages waiting, and is told of once until it works again", async () => {
    const kicked: Fault = { status: 403, description: "Forbidden: bot was kicked from the supergroup chat" };
    const waits = { ok: false, reason: "retry", retryAfterMs: 60_000, wholeAccount: false };
    api.fail("sendMessage", kicked);
    expect(await send("satu")).toMatchObject(waits);
    api.fail("sendMessage", refused("chat not found"));
    expect(await send("satu")).toMatchObject(waits);
    api.fail("deleteMessage", refused("not enough rights"));
    expect(await send("", { act: { type: "delete", id: "5" } })).toMatchObject(waits);
    expect(seen.alarms).toEqual(["telegram desk: sendMessage 403: Forbidden: bot was kicked from the supergroup chat"]);

    expect(await inTopic("", { act: { type: "close-topic" } })).toEqual({ ok: true }); // had nothing to do
    api.fail("sendMessage", kicked);
    await send("satu");
    expect(seen.alarms).toHaveLength(1);

    expect(await send("satu")).toMatchObject({ ok: true });
    api.fail("sendMessage", kicked);
    await send("dua");
    expect(seen.alarms).toHaveLength(2);
    expect(channel.state().status).toBe("up");
  });

  it("is followed to its new id, which is told once, and heard there", async () => {
    const moved: Fault = { ...refused("group chat was upgraded"), parameters: { migrate_to_chat_id: -1007 } };
    api.fail("sendMessage", moved);
    api.fail("sendMessage", moved, { passing: 1 });
    const plain = { choices: [], to: DESK };
    expect(await channel.send({ ...plain, text: "satu" })).toMatchObject({ ok: true });
    expect(await channel.send({ ...plain, text: "dua" })).toMatchObject({ ok: true });
    expect(seen.alarms).toEqual(["telegram desk: the group has another id now: STAFF_TELEGRAM_CHAT has to be -1007"]);
    await soon(() => expect(api.callsOf("getUpdates").length).toBeGreaterThan(1));
    await api.injectText("halo", { chatId: -1007, chatType: "supergroup" });
    await soon(() => expect(seen.received).toMatchObject([{ text: "halo", desk: { by: { id: "1001" } } }]));
  });

  it("says nothing about the people of other chats", async () => {
    const to = { channel: "telegram", chatId: "1001" } as const;
    api.fail("sendMessage", { status: 403, description: "Forbidden: bot was blocked by the user" });
    expect(await send("a", { to })).toMatchObject({ ok: false, reason: "blocked" });
    expect(seen.alarms).toEqual([]);
  });
});

it("hears the desk over a webhook too", async () => {
  const hooked = createTelegramChannel({
    token: TOKEN,
    apiRoot: api.apiRoot,
    webhook: { url: "https://bot.example/telegram", secret: "a" },
    desk: { chatId: DESK_CHAT, topics },
    texts: { commands: [], description: "-", shortDescription: "-" },
    log: seen.log,
    clock: systemClock,
  });
  onTestFinished(() => hooked.stop());
  api.reply("setWebhook", () => true);
  const other = recordingEvents();
  await hooked.start(other.events);
  const { createServer } = await import("node:http");
  const server = createServer((request, response) => void hooked.webhookHandler?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const message = {
    message_id: 8,
    date: 1_795_000_000,
    chat: { id: Number(DESK_CHAT), type: "supergroup" },
    from: { id: 77, is_bot: false, first_name: "Rina" },
    text: "halo",
  };
  const response = await fetch(`http://127.0.0.1:${port}/telegram`, {
    method: "POST",
    headers: { "x-telegram-bot-api-secret-token": "a" },
    body: JSON.stringify({ update_id: 5, message }),
  });
  expect(response.status).toBe(200);
  expect(other.received).toMatchObject([{ text: "halo", desk: { by: { id: "77" } } }]);
});
