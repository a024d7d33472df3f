import type { proto } from "@whiskeysockets/baileys";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until } from "../../support/wait.ts";
import { reply, startBot } from "../../support/whatsapp/bot.ts";
import { startWhatsAppServer } from "../../support/whatsapp/server.ts";

const ANI = "15551111111@s.whatsapp.net";
const GROUP = "120363000000000000@g.us";
const BOT = "15550000000@s.whatsapp.net";
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let server: Awaited<ReturnType<typeof startWhatsAppServer>>;
let bot: Awaited<ReturnType<typeof startBot>>;

beforeEach(async () => {
  server = await startWhatsAppServer();
  bot = await startBot({ url: server.url() });
  await bot.channel.start(bot.events);
});
afterEach(async () => {
  await bot.stop();
  await server.close();
});

const arrived = async (count: number) => {
  await until(() => bot.received.length >= count, `${count} in`);
  await pause(150); // what comes twice would come by now
  return bot.received;
};
const key = (id: string): proto.IMessageKey => ({ id, remoteJid: BOT, fromMe: true });
const edit = (id: string, text: string): proto.IMessage => ({
  editedMessage: {
    message: { protocolMessage: { type: 14, key: key(id), editedMessage: { conversation: text }, timestampMs: 1 } },
  },
});
const revoke = (id: string): proto.IMessage => ({ protocolMessage: { type: 0, key: key(id) } });
const isConfirmed = (id: string) =>
  server.stanzas.some(({ tag, attrs }) => tag === "receipt" && attrs["id"] === id && attrs["type"] !== "read");

describe.each([
  ["now", {}],
  ["while we were away", { offline: "1" }],
])("what a person changes %s", (_, attrs) => {
  it("an edit comes once, under an id of its own, and before it is confirmed", async () => {
    const told: boolean[] = [];
    const received = bot.events.received;
    bot.events.received = (message) => {
      told.push(isConfirmed(message.id));
      received(message);
    };
    const id = await server.message({ from: ANI, text: "satu juta", attrs });
    const changed = await server.message({ from: ANI, message: edit(id, "dua juta"), attrs: { ...attrs, edit: "1" } });
    expect(await arrived(2)).toMatchObject([
      { id, text: "satu juta" },
      { id: changed, text: "dua juta", edits: id, from: { chatId: ANI } },
    ]);
    expect(bot.received).toHaveLength(2);
    await until(() => isConfirmed(changed), "confirmed");
    expect(told).toEqual([false, false]);
  });

  it("an edit that comes under the same id is told apart", async () => {
    const id = await server.message({ from: ANI, text: "satu juta", attrs });
    await server.message({ from: ANI, id, message: edit(id, "dua juta"), attrs: { ...attrs, edit: "1" } });
    expect(await arrived(2)).toMatchObject([{ id }, { id: `${id}.e1`, edits: id, text: "dua juta" }]);
    expect(bot.received).toHaveLength(2);
  });

  it("a message taken back comes once", async () => {
    const id = await server.message({ from: ANI, text: "salah kirim", attrs });
    const gone = await server.message({ from: ANI, message: revoke(id), attrs: { ...attrs, edit: "7" } });
    expect(await arrived(2)).toMatchObject([{ id }, { id: gone, deletes: id, text: "", kind: "text" }]);
    expect(bot.received).toHaveLength(2);
  });
});

it("what was changed while the process was down comes once when it is back", async () => {
  const first = await server.message({ from: ANI, text: "satu juta" });
  const second = await server.message({ from: ANI, text: "salah kirim" });
  await arrived(2);
  await bot.stop();
  await server.message({ from: ANI, message: edit(first, "dua juta"), attrs: { offline: "1", edit: "1" } });
  await server.message({ from: ANI, message: revoke(second), attrs: { offline: "1", edit: "7" } });
  bot = await startBot({ url: server.url(), directory: bot.directory });
  await bot.channel.start(bot.events);
  expect(await arrived(2)).toMatchObject([{ edits: first, text: "dua juta" }, { deletes: second }]);
  expect(bot.received).toHaveLength(2);
});

it("what is changed in a group, and by our own phone, is not ours to hear", async () => {
  await server.message({ from: GROUP, participant: ANI, message: edit("OLD", "@15550000000 iuran?") });
  await server.message({ from: GROUP, participant: ANI, message: revoke("OLD") });
  await server.message({ from: BOT, message: edit("OLD", "halo"), attrs: { recipient: ANI } });
  await server.message({ from: ANI, text: "halo" });
  expect(await arrived(1)).toMatchObject([{ text: "halo", from: { chatId: ANI } }]);
  expect(bot.received).toHaveLength(1);
});

describe("what a person says about an earlier message", () => {
  it("thumbs on a message of ours, once; nothing else", async () => {
    const id = bot.channel.newMessageId!();
    await bot.channel.send(reply(ANI, "Rp16.800"), id);
    const react = (text: string, to: proto.IMessageKey) =>
      server.message({ from: ANI, message: { reactionMessage: { key: to, text, senderTimestampMs: 1 } } });
    const ours = { id, remoteJid: BOT, fromMe: false };
    await react("❤️", ours);
    await react("👍", { ...ours, id: "THEIRS", fromMe: true });
    const up = await react("👍🏽", ours);
    await react("", ours);
    const down = await react("👎", ours);
    expect(await arrived(2)).toMatchObject([
      { id: up, text: "👍", kind: "text", quotedId: id },
      { id: down, text: "👎", quotedId: id },
    ]);
    expect(bot.received).toHaveLength(2);
  });

  it("an answer names what it answers", async () => {
    const contextInfo = { stanzaId: "MENU", participant: BOT, quotedMessage: { conversation: "1. Iuran" } };
    await server.message({ from: ANI, message: { extendedTextMessage: { text: "1", contextInfo } } });
    expect(await arrived(1)).toMatchObject([{ text: "1", quoted: "1. Iuran", quotedId: "MENU" }]);
  });
});

describe("what we change ourselves", () => {
  it("an edit and a deletion name our message; a topic is nothing here", async () => {
    const id = bot.channel.newMessageId!();
    const [changed, gone] = [bot.channel.newMessageId!(), bot.channel.newMessageId!()];
    await bot.channel.send(reply(ANI, "Rp16.800"), id);
    const acting = (type: "edit" | "delete", text: string) => ({ ...reply(ANI, text), act: { type, id } });
    expect(await bot.channel.send(acting("edit", "Rp36.800"), changed)).toEqual({ ok: true, platformId: changed });
    expect(await bot.channel.send(acting("delete", ""), gone)).toEqual({ ok: true, platformId: gone });
    expect(await bot.channel.send({ ...reply(ANI, ""), act: { type: "close-topic" } })).toEqual({ ok: true });
    const about = { id, remoteJid: ANI, fromMe: true };
    expect(server.sent).toMatchObject([
      { id },
      {
        id: changed,
        message: {
          protocolMessage: { type: 14, key: about, editedMessage: { extendedTextMessage: { text: "Rp36.800" } } },
        },
      },
      { id: gone, message: { protocolMessage: { type: 0, key: about } } },
    ]);
    expect(server.sent).toHaveLength(3);
    const edits = server.stanzas.filter(({ tag }) => tag === "message").map(({ attrs }) => attrs["edit"]);
    expect(edits).toEqual([undefined, "1", "7"]);
    await pause(150);
    expect(bot.received).toEqual([]);
  });
});
