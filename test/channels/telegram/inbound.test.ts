import type { Message, Update } from "grammy/types";
import { describe, expect, it } from "vitest";
import { toInbound } from "../../../src/channels/telegram/inbound.ts";

const ME = { id: 42, username: "Sapa_Bot" };
const NOW = new Date("2026-11-24T03:00:00Z");
const SENT = 1_795_000_000;
const SARI = { id: 1001, is_bot: false, first_name: "Sari", username: "sari" };
const US = { id: 42, is_bot: true, first_name: "Sapa", username: "Sapa_Bot" };
const CHAT = { id: 1001, type: "private", first_name: "Sari" };
const GROUP = { id: -100200, type: "supergroup", title: "RT 05" };
const FILE = { file_id: "f", file_unique_id: "u" };

type Fields = Record<string, unknown>;

function message(fields: Fields): Message {
  return { message_id: 7, date: SENT, chat: CHAT, from: SARI, ...fields } as unknown as Message;
}

function take(fields: Fields) {
  return toInbound({ update_id: 1, message: message(fields) } as Update, ME, NOW);
}

describe("a message in a private chat", () => {
  it("is turned over with all we know of it", () => {
    expect(take({ text: "iurannya berapa?" })).toEqual({
      id: "7",
      from: { channel: "telegram", chatId: "1001" },
      senderName: "Sari",
      text: "iurannya berapa?",
      kind: "text",
      sentAt: new Date(SENT * 1000),
    });
  });

  it.each<[string, Fields, string, string]>([
    ["a voice note", { voice: { ...FILE, duration: 3 } }, "voice", ""],
    ["music", { audio: { ...FILE, duration: 3 }, caption: "dengar" }, "voice", "dengar"],
    ["a photo", { photo: [FILE], caption: "kartu saya" }, "image", "kartu saya"],
    ["a photo without words", { photo: [FILE] }, "image", ""],
    ["a video", { video: FILE, caption: "lihat" }, "video", "lihat"],
    ["a round video", { video_note: FILE }, "video", ""],
    ["a sticker", { sticker: FILE }, "sticker", ""],
    ["a place", { location: { latitude: -7.8, longitude: 110.4 } }, "location", ""],
    ["a named place", { venue: { title: "Kantor" }, location: { latitude: -7.8, longitude: 110.4 } }, "location", ""],
    ["a file", { document: FILE, caption: "ini" }, "document", "ini"],
    ["a contact", { contact: { phone_number: "1", first_name: "A" } }, "contact", ""],
    ["a GIF, which is also a file", { animation: FILE, document: FILE }, "other", ""],
    ["a poll", { poll: { id: "1" } }, "other", ""],
    ["dice", { dice: { value: 3, emoji: "🎲" } }, "other", ""],
  ])("%s", (_, fields, kind, text) => {
    expect(take(fields)).toMatchObject({ kind, text });
  });

  it.each([
    ["/start", "menu"],
    ["/start dari_poster", "menu"],
    ["/menu", "menu"],
    ["/MENU", "menu"],
    ["/menu@sapa_bot", "menu"],
    ["/bantuan", "bantuan"],
    ["/help", "bantuan"],
    ["/berhenti", "berhenti"],
    ["/stop", "berhenti"],
    ["/hapus", "hapus data saya"],
    ["/petugas", "petugas"],
    ["/privasi", "privasi"],
    ["/iuran", "iuran"],
    ["/iuran 2 juta", "iuran 2 juta"],
    ["/iuran\n2 juta", "iuran 2 juta"],
    ["/constructor", "constructor"],
    ["/", "/"],
    ["1/2 bulan", "1/2 bulan"],
    ["@sapa_bot halo", "@sapa_bot halo"],
  ])("%s → %s", (text, expected) => {
    expect(take({ text })?.text).toBe(expected);
  });

  it.each([
    ["/start K7F2", "K7F2"],
    ["/START@sapa_bot  abc123 ", "abc123"],
    [`/start ${"x".repeat(32)}`, "x".repeat(32)],
    ["/start", undefined],
    ["/start abc", undefined],
    [`/start ${"x".repeat(33)}`, undefined],
    ["/start dari_poster", undefined],
    ["/start K7F2 lagi", undefined],
    ["/start 3404011234567890", undefined],
  ])("%s shows the menu, and was opened by a link: %s", (text, invite) => {
    const taken = take({ text });
    expect(taken?.text).toBe("menu");
    expect(taken?.invite).toBe(invite);
  });

  it.each(["/menu K7F2", "start K7F2"])("%s was opened by no link", (text) => {
    expect(take({ text })).not.toHaveProperty("invite");
  });

  it("is opened by a link only once, and in private", () => {
    const changed = { ...message({ text: "/start K7F2" }), edit_date: SENT + 5 };
    const edit = toInbound({ update_id: 1, edited_message: changed } as unknown as Update, ME, NOW);
    expect(edit).toMatchObject({ text: "menu", edits: "7" });
    expect(edit).not.toHaveProperty("invite");
    const inGroup = take({ text: "/start@sapa_bot K7F2", chat: GROUP });
    expect(inGroup).toMatchObject({ text: "menu" });
    expect(inGroup).not.toHaveProperty("invite");
  });

  it("knows what it answers", () => {
    expect(take({ text: "2", reply_to_message: message({ from: US, text: "1. A\n2. B" }) })?.quoted).toBe("1. A\n2. B");
    expect(take({ text: "ini", reply_to_message: message({ photo: [FILE], caption: "Poster" }) })?.quoted).toBe(
      "Poster",
    );
    expect(take({ text: "ini", reply_to_message: message({ photo: [FILE] }) })).not.toHaveProperty("quoted");
    expect(take({ text: "ini", reply_to_message: message({ message_id: 5, from: US, text: "a" }) })?.quotedId).toBe(
      "5",
    );
    expect(take({ text: "ini" })).not.toHaveProperty("quotedId");
  });

  it("names its file", () => {
    expect(take({ photo: [FILE], caption: "kartu" })?.attachment).toEqual({
      kind: "image",
      mimeType: "image/jpeg",
      source: { channel: "telegram", ref: '{"fileId":"f","type":"photo"}' },
    });
    expect(take({ text: "a" })).not.toHaveProperty("attachment");
  });

  it.each<[string, Fields]>([
    ["our own words", { from: US, text: "halo" }],
    ["another bot's words", { from: { id: 9, is_bot: true, first_name: "B" }, text: "halo" }],
    ["nobody's words", { from: undefined, text: "halo" }],
    ["a pinned message", { pinned_message: message({ text: "a" }) }],
    ["a timer that was set", { message_auto_delete_timer_changed: { message_auto_delete_time: 1 } }],
  ])("%s: nothing", (_, fields) => {
    expect(take(fields)).toBeUndefined();
  });
});

describe("a message in a group", () => {
  it.each<[string, Fields, string]>([
    ["a command", { text: "/menu" }, "menu"],
    ["a command for us", { text: "/iuran@sapa_bot 2 juta" }, "iuran 2 juta"],
    ["a mention", { text: "@Sapa_Bot iuran berapa?" }, "iuran berapa?"],
    ["a mention in the middle", { text: "tolong @sapa_bot iuran berapa?" }, "tolong iuran berapa?"],
    ["a mention alone", { text: "@sapa_bot" }, "menu"],
    ["a mention under a picture", { photo: [FILE], caption: "@sapa_bot ini apa" }, "ini apa"],
    ["an answer to us", { text: "2", reply_to_message: message({ from: US, chat: GROUP, text: "1. A" }) }, "2"],
  ])("%s is for us", (_, fields, text) => {
    expect(take({ chat: GROUP, ...fields })).toMatchObject({ text, from: { chatId: "-100200" } });
  });

  it.each<[string, Fields]>([
    ["talk", { text: "iuran berapa?" }],
    ["a command for another bot", { text: "/menu@bot_lain" }],
    ["another's name that begins like ours", { text: "@sapa_bot2 halo" }],
    ["an address that ends like our name", { text: "surat ke a@sapa_bot ya" }],
    ["an answer to another", { text: "ya", reply_to_message: message({ chat: GROUP, text: "a" }) }],
    [
      "a topic that we opened",
      { text: "ya", reply_to_message: message({ chat: GROUP, from: US, forum_topic_created: { name: "A" } }) },
    ],
    ["somebody who joined", { new_chat_members: [SARI] }],
    ["a channel's post", { text: "@sapa_bot", is_automatic_forward: true }],
    ["a picture without words", { photo: [FILE] }],
  ])("%s is not", (_, fields) => {
    expect(take({ chat: GROUP, ...fields })).toBeUndefined();
  });

  it("is nothing in a channel", () => {
    expect(take({ chat: { id: -1, type: "channel", title: "K" }, text: "/menu" })).toBeUndefined();
  });
});

describe("an edited message", () => {
  const edit = (fields: Fields) =>
    toInbound(
      { update_id: 1, edited_message: message({ edit_date: SENT + 60, ...fields }) } as unknown as Update,
      ME,
      NOW,
    );

  it("is a new message", () => {
    expect(edit({ text: "iuran 2 juta" })).toMatchObject({
      id: `7.e${SENT + 60}`,
      edits: "7",
      text: "iuran 2 juta",
      sentAt: new Date((SENT + 60) * 1000),
    });
  });

  it("is nothing when it has no text, or is not for us", () => {
    expect(edit({ location: { latitude: 1, longitude: 1, live_period: 60 } })).toBeUndefined();
    expect(edit({ photo: [FILE], caption: "baru" })).toBeUndefined();
    expect(edit({ chat: GROUP, text: "salah ketik" })).toBeUndefined();
  });
});

describe("a pressed button", () => {
  const inline_keyboard = [
    [{ text: "Cara daftar", callback_data: "c:0" }],
    [{ text: "Situs", url: "https://example.org" }],
    [{ text: "Iuran", callback_data: "c:1" }],
  ];
  const press = (fields: Fields) =>
    toInbound({ update_id: 1, callback_query: { id: "99", from: SARI, ...fields } } as unknown as Update, ME, NOW);
  const menu = message({ from: US, text: "Mau apa?", reply_markup: { inline_keyboard } });

  it("says its label, now", () => {
    expect(press({ data: "c:1", message: menu })).toEqual({
      id: "cb99",
      from: { channel: "telegram", chatId: "1001" },
      senderName: "Sari",
      text: "Iuran",
      kind: "text",
      sentAt: NOW,
    });
  });

  it.each<[string, Fields]>([
    ["of a menu too old to be seen", { data: "c:1", message: { message_id: 7, date: 0, chat: CHAT } }],
    ["that the menu does not have any more", { data: "c:9", message: menu }],
    ["of a menu without buttons", { data: "c:0", message: message({ from: US, text: "Mau apa?" }) }],
    ["without data", { message: menu }],
  ])("%s: the menu", (_, fields) => {
    expect(press(fields)).toMatchObject({ text: "menu", from: { chatId: "1001" } });
  });

  it("is for us in a group too", () => {
    expect(press({ data: "c:0", message: { ...menu, chat: GROUP } })).toMatchObject({
      text: "Cara daftar",
      from: { chatId: "-100200" },
    });
  });

  it("is nothing outside a chat, or when a bot presses it", () => {
    expect(press({ data: "c:0", inline_message_id: "1" })).toBeUndefined();
    expect(press({ data: "c:0", from: US, message: menu })).toBeUndefined();
  });
});

it("takes nothing else", () => {
  expect(toInbound({ update_id: 1 }, ME, NOW)).toBeUndefined();
  expect(toInbound({ update_id: 1, channel_post: message({ text: "a" }) } as Update, ME, NOW)).toBeUndefined();
});
