import type { Message, Update } from "grammy/types";
import { describe, expect, it } from "vitest";
import { toInbound } from "../../../src/channels/telegram/inbound.ts";

const ME = { id: 42, username: "Sapa_Bot" };
const NOW = new Date("2026-11-24T03:00:00Z");
const SENT = 1_795_000_000;
const RINA = { id: 77, is_bot: false, first_name: "Rina", last_name: "Wulandari" };
const US = { id: 42, is_bot: true, first_name: "Sapa", username: "Sapa_Bot" };
const GROUP = { id: -100_500, type: "supergroup", title: "Petugas", is_forum: true };
const DESK = { chatId: "-100500", topics: { keyOf: (thread: number) => (thread === 12 ? "ticket:3" : undefined) } };
const TOPIC = { is_topic_message: true, message_thread_id: 12 };
const FILE = { file_id: "f", file_unique_id: "u" };

type Fields = Record<string, unknown>;

const message = (fields: Fields) =>
  ({ message_id: 30, date: SENT, chat: GROUP, from: RINA, ...fields }) as unknown as Message;
const take = (fields: Fields, kind: "message" | "edited_message" = "message") =>
  toInbound({ update_id: 1, [kind]: message(fields) } as unknown as Update, ME, NOW, DESK);

describe("what is said in the desk", () => {
  it("comes through although it is not said to us, with who said it and where", () => {
    expect(take({ ...TOPIC, text: "Selamat pagi, Bu" })).toEqual({
      id: "30",
      from: { channel: "telegram", chatId: "-100500" },
      senderName: "Rina",
      text: "Selamat pagi, Bu",
      kind: "text",
      sentAt: new Date(SENT * 1000),
      desk: { topic: "ticket:3", by: { id: "77", name: "Rina Wulandari" } },
    });
  });

  it.each<[string, Fields, string | undefined]>([
    ["the general part", {}, undefined],
    ["a chain of answers in the general part", { message_thread_id: 12 }, undefined],
    ["a topic of ours", TOPIC, "ticket:3"],
    ["a topic that somebody else opened", { ...TOPIC, message_thread_id: 13 }, "unknown:13"],
  ])("is said in %s", (_, fields, topic) => {
    const desk = take({ text: "ya", ...fields })?.desk;
    expect(desk?.topic).toBe(topic);
    expect(desk?.by.id).toBe("77");
  });

  it.each([
    ["/tutup sudah selesai", "/tutup sudah selesai"],
    ["/tutup@sapa_bot sudah\nselesai", "/tutup sudah\nselesai"],
    ["/TUTUP@Sapa_Bot", "/TUTUP"],
    ["/menu@bot_lain", "/menu@bot_lain"],
    ["/menu@sapa_bot2", "/menu@sapa_bot2"],
    ["/menu", "/menu"],
    ["/hapus", "/hapus"],
    ["@sapa_bot tolong", "@sapa_bot tolong"],
    ["surat ke a/b@sapa_bot", "surat ke a/b@sapa_bot"],
  ])("%j stays %j", (text, expected) => {
    expect(take({ text })?.text).toBe(expected);
  });

  it("tells what it answers, but not that a topic begins with the message that opened it", () => {
    const ours = message({ ...TOPIC, message_id: 21, from: US, text: "Iuran berapa?" });
    expect(take({ ...TOPIC, text: "ini", reply_to_message: ours })).toMatchObject({
      quotedId: "21",
      quoted: "Iuran berapa?",
    });
    for (const root of [{ forum_topic_created: { name: "A" }, message_id: 12 }, { message_id: 12 }])
      expect(take({ ...TOPIC, text: "ini", reply_to_message: message({ from: US, ...root }) })).not.toHaveProperty(
        "quotedId",
      );
  });

  it("carries its file", () => {
    expect(take({ ...TOPIC, voice: { ...FILE, duration: 2 } })).toMatchObject({
      kind: "voice",
      text: "",
      attachment: { kind: "voice", mimeType: "audio/ogg" },
    });
    expect(take({ photo: [FILE], caption: "formulir" })).toMatchObject({ text: "formulir", attachment: {} });
  });

  it.each<[string, Fields]>([
    ["a bot", { from: { id: 9, is_bot: true, first_name: "B" }, text: "a" }],
    ["ourselves", { from: US, text: "a" }],
    [
      "an administrator who hides",
      { from: { id: 1_087_968_824, is_bot: true, first_name: "Group" }, sender_chat: GROUP, text: "a" },
    ],
    ["somebody in a channel's name", { sender_chat: { id: -1, type: "channel", title: "K" }, text: "a" }],
    ["nobody", { from: undefined, text: "a" }],
    ["the linked channel", { is_automatic_forward: true, text: "a" }],
  ])("is nothing when %s says it", (_, fields) => {
    expect(take(fields)).toBeUndefined();
  });

  it.each<[string, Fields]>([
    ["opened", { forum_topic_created: { name: "A", icon_color: 1 } }],
    ["closed", { forum_topic_closed: {} }],
    ["opened again", { forum_topic_reopened: {} }],
    ["named anew", { forum_topic_edited: { name: "B" } }],
    ["pinned in", { pinned_message: message({ text: "a" }) }],
  ])("is nothing that a topic was %s", (_, fields) => {
    expect(take({ ...TOPIC, ...fields })).toBeUndefined();
  });

  it("is heard in no other group", () => {
    expect(take({ chat: { ...GROUP, id: -100_501 }, text: "ya" })).toBeUndefined();
    expect(take({ chat: { ...GROUP, id: -100_501 }, text: "/menu" })).not.toHaveProperty("desk");
  });
});

describe("words that were changed in the desk", () => {
  it("name what they replace", () => {
    expect(take({ ...TOPIC, text: "Rp16.800", edit_date: SENT + 60 }, "edited_message")).toMatchObject({
      id: `30.e${SENT + 60}`,
      edits: "30",
      text: "Rp16.800",
      sentAt: new Date((SENT + 60) * 1000),
      desk: { topic: "ticket:3", by: { id: "77" } },
    });
  });

  it("may be those under a picture, which is not handed on again", () => {
    const edit = take({ photo: [FILE], caption: "baru", edit_date: SENT + 1 }, "edited_message");
    expect(edit).toMatchObject({ text: "baru", edits: "30" });
    expect(edit).not.toHaveProperty("attachment");
  });

  it("are nothing without words, or from nobody", () => {
    expect(take({ location: { latitude: 1, longitude: 1 }, edit_date: SENT + 1 }, "edited_message")).toBeUndefined();
    expect(take({ text: "a", sender_chat: GROUP, edit_date: SENT + 1 }, "edited_message")).toBeUndefined();
  });
});

describe("a button pressed in the desk", () => {
  const reply_markup = { inline_keyboard: [[{ text: "Ambil", callback_data: "claim:3" }]] };
  const card = message({ ...TOPIC, message_id: 21, from: US, text: "Tiket 3", reply_markup });
  const press = (fields: Fields) =>
    toInbound(
      { update_id: 1, callback_query: { id: "99", from: RINA, ...fields } } as unknown as Update,
      ME,
      NOW,
      DESK,
    );

  it("says what it stands for, who pressed it and under what", () => {
    expect(press({ data: "claim:3", message: card })).toEqual({
      id: "cb99",
      from: { channel: "telegram", chatId: "-100500" },
      senderName: "Rina",
      text: "Ambil",
      kind: "text",
      sentAt: NOW,
      quotedId: "21",
      desk: { topic: "ticket:3", by: { id: "77", name: "Rina Wulandari" }, button: "claim:3" },
    });
  });

  it("is not in the general part when its message is too old to be seen", () => {
    expect(press({ data: "claim:3", message: { message_id: 21, date: 0, chat: GROUP } })).toMatchObject({
      text: "claim:3",
      desk: { topic: "unknown:0", button: "claim:3" },
    });
  });

  it("is nothing without data, or when a bot presses it", () => {
    expect(press({ message: card })).toBeUndefined();
    expect(press({ data: "claim:3", from: US, message: card })).toBeUndefined();
  });
});
