import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FileGoneError, LARGEST_FILE_BYTES } from "../../../src/channels/channel.ts";
import { createTelegramChannel, type TelegramChannel } from "../../../src/channels/telegram/index.ts";
import { systemClock } from "../../../src/lib/clock.ts";
import type { Attachment, OutboundMessage } from "../../../src/message.ts";
import { DESK_CHAT, startBotApi, TOKEN, type BotApi } from "../../support/telegram/bot-api.ts";
import { recordingEvents } from "../../support/telegram/events.ts";
import type { Fault } from "../../support/telegram/fault-proxy.ts";
import { createMemoryTopics } from "../../support/telegram/topic-store.ts";

const TOPIC = { key: "ticket:3", title: "3 · Sari" };
const SARI = { channel: "telegram", chatId: "1001" } as const;
const BYTES = Buffer.from([0, 13, 10, 45, 45, 255, 0, 1]); // a line's end and dashes, as between the parts of a call

let api: BotApi;
let seen: ReturnType<typeof recordingEvents>;
let channel: TelegramChannel;

beforeEach(async () => {
  api = await startBotApi();
  seen = recordingEvents();
  channel = createTelegramChannel({
    token: TOKEN,
    apiRoot: `${api.apiRoot}/`,
    desk: { chatId: DESK_CHAT, topics: createMemoryTopics() },
    texts: { commands: [], description: "-", shortDescription: "-" },
    log: seen.log,
    clock: systemClock,
    pollTimeoutSeconds: 5,
    sendTimeoutMs: 3_000,
    fileTimeoutMs: 3_000,
  });
  await channel.start(seen.events);
});

afterEach(async () => {
  await channel.stop();
  await api.close();
});

const soon = <T>(check: () => T) => vi.waitFor(check, { timeout: 8_000, interval: 10 });
const toDesk = (text: string, rest: Partial<OutboundMessage>) =>
  channel.send({ to: { channel: "telegram", chatId: DESK_CHAT }, text, choices: [], topic: TOPIC, ...rest });
const toSari = (text: string, rest: Partial<OutboundMessage>) => channel.send({ to: SARI, text, choices: [], ...rest });
const foreign = (kind: Attachment["kind"], rest: Partial<Attachment> = {}): Attachment => ({
  kind,
  source: { channel: "whatsapp", ref: "wa" },
  ...rest,
});
const refused = (why: string): Fault => ({ status: 400, description: `Bad Request: ${why}` });

async function received(fields: Record<string, unknown>): Promise<Attachment> {
  const before = seen.received.length;
  api.injectMessage(fields);
  await soon(() => expect(seen.received).toHaveLength(before + 1));
  const attachment = seen.received.at(-1)?.attachment;
  if (!attachment) throw new Error("came without its file");
  return attachment;
}

describe("a file of Telegram", () => {
  const file = (file_id: string) => ({ file_id, file_unique_id: "u" });

  it.each([
    ["sendPhoto", "photo", { photo: [file("small"), file("f1")] }],
    ["sendVoice", "voice", { voice: { ...file("f1"), duration: 1 } }],
    ["sendAudio", "audio", { audio: { ...file("f1"), duration: 1, mime_type: "audio/mpeg" } }],
    ["sendVideo", "video", { video: file("f1") }],
    ["sendAnimation", "animation", { animation: file("f1"), document: file("copy") }],
    ["sendDocument", "document", { document: file("f1") }],
  ])("is handed on by its id: %s", async (method, field, fields) => {
    const attachment = await received(fields);
    expect(await toDesk("*Sari*", { attachment })).toMatchObject({ ok: true });
    const [call] = api.callsOf(method);
    expect(call).toMatchObject({ multipart: false, body: { [field]: "f1", caption: "<b>Sari</b>" } });
    expect(api.topics()).toMatchObject([{ title: "3 · Sari", texts: ["Sari"] }]);
    expect(api.callsOf("getFile")).toHaveLength(0);
  });

  it.each([
    ["sendSticker", "sticker", { sticker: file("f1") }],
    ["sendVideoNote", "video_note", { video_note: file("f1") }],
  ])("follows its text when it takes none: %s", async (method, field, fields) => {
    const attachment = await received(fields);
    expect(await toDesk("Sari", { attachment })).toMatchObject({ ok: true });
    expect(api.topics()[0]?.messages).toMatchObject([{ text: "Sari" }, { text: "", file: { method, file: "f1" } }]);
    expect(api.callsOf(method)[0]?.body).not.toHaveProperty("caption");
    expect(await toSari("", { attachment })).toMatchObject({ ok: true });
    expect(api.callsOf(method)[1]?.body).toEqual({ chat_id: 1001, [field]: "f1" });
  });

  it("cannot be handed on when its id is not valid", async () => {
    const attachment = await received({ document: file("f1") });
    api.fail("sendDocument", refused("wrong file identifier/HTTP URL specified"));
    expect(await toDesk("Sari", { attachment })).toMatchObject({ ok: false, reason: "invalid" });
    const broken = { kind: "image", source: { channel: "telegram", ref: "{" } } as const;
    expect(await toDesk("Sari", { attachment: broken })).toMatchObject({ ok: false, reason: "invalid" });
  });

  it("is followed by the rest of a long caption, of which only the rest is tried again", async () => {
    const attachment = await received({ photo: [file("f1")] });
    api.fail("sendMessage", { status: 429, description: "Too Many Requests", parameters: { retry_after: 1 } });
    expect(await toDesk(`${"a".repeat(1_000)}\n\n${"b".repeat(900)}`, { attachment })).toMatchObject({ ok: true });
    expect(api.topics()[0]?.texts.map((text) => text[0])).toEqual(["a", "b"]);
    expect(api.callsOf("sendPhoto")).toHaveLength(1);
  });
});

describe("a file from elsewhere", () => {
  it.each([
    ["sendPhoto", "photo", foreign("image"), "image.jpg"],
    ["sendVoice", "voice", foreign("voice", { mimeType: "audio/ogg; codecs=opus" }), "voice.ogg"],
    ["sendVideo", "video", foreign("video"), "video.mp4"],
    ["sendDocument", "document", foreign("document", { fileName: "Formulir F1 ü.pdf" }), "Formulir F1 ü.pdf"],
  ])("is uploaded: %s", async (method, field, attachment, name) => {
    seen.files.set("wa", BYTES);
    const buttons = [[{ label: "Ambil", data: "claim:3" }]];
    expect(await toDesk("*Sari* & ibu", { attachment, buttons })).toMatchObject({ ok: true });
    const [call] = api.callsOf(method);
    expect(call).toMatchObject({
      multipart: true,
      body: {
        chat_id: Number(DESK_CHAT),
        caption: "<b>Sari</b> &amp; ibu",
        [field]: { name, bytes: BYTES.length, content: BYTES },
      },
    });
    expect(api.topics()[0]?.messages).toMatchObject([{ text: "Sari & ibu", buttons, file: { method } }]);
  });

  it("is uploaded after its text when it is a sticker", async () => {
    seen.files.set("wa", BYTES);
    expect(await toDesk("Sari", { attachment: foreign("sticker") })).toMatchObject({ ok: true });
    expect(api.topics()[0]?.messages).toMatchObject([
      { text: "Sari" },
      { file: { method: "sendSticker", file: { name: "sticker.webp" } } },
    ]);
  });

  it("goes as a document when Telegram cannot show it", async () => {
    seen.files.set("wa", BYTES);
    api.fail("sendPhoto", refused("PHOTO_INVALID_DIMENSIONS"));
    expect(await toDesk("Sari", { attachment: foreign("image") })).toMatchObject({ ok: true });
    expect(api.topics()[0]?.messages).toMatchObject([
      { text: "Sari", file: { method: "sendDocument", file: { name: "image.jpg", bytes: BYTES.length } } },
    ]);
  });

  it("is uploaded again into the topic that was opened anew", async () => {
    seen.files.set("wa", BYTES);
    await toDesk("satu", {});
    api.deleteTopicByHand(api.topics()[0]?.thread ?? 0);
    expect(await toDesk("dua", { attachment: foreign("document") })).toMatchObject({ ok: true });
    expect(api.topics()[1]?.messages).toMatchObject([{ text: "dua", file: { file: { content: BYTES } } }]);
  });

  it("that is gone is not tried again; that cannot be had now is", async () => {
    expect(await toDesk("Sari", { attachment: foreign("sticker") })).toEqual({
      ok: false,
      reason: "invalid",
      detail: "the file cannot be had any more",
    });
    seen.files.set("wa", new Error("https://secret RAHASIA"));
    expect(await toDesk("Sari", { attachment: foreign("sticker") })).toEqual({
      ok: false,
      reason: "retry",
      retryAfterMs: 5_000,
      wholeAccount: false,
      detail: "the file could not be fetched",
    });
    expect(api.topics()).toEqual([]); // nothing was said, not even its text
  });
});

describe("fetching a file of Telegram", () => {
  const attachment: Attachment = {
    kind: "document",
    source: { channel: "telegram", ref: JSON.stringify({ fileId: "f1", type: "document" }) },
  };
  const fetching = (file = attachment) => channel.fetch?.(file) ?? Promise.reject(new Error("no fetch"));

  it("brings its content", async () => {
    api.addFile("f1", BYTES);
    expect(Buffer.from(await fetching())).toEqual(BYTES);
    expect(api.callsOf("getFile")[0]?.body).toEqual({ file_id: "f1" });
    expect(api.downloads).toEqual(["files/f1.bin"]);
  });

  it.each<[string, Attachment]>([
    ["by what the sender told", { ...attachment, bytes: LARGEST_FILE_BYTES + 1 }],
    ["by what Telegram tells", attachment],
  ])("leaves one that is too large, %s", async (_, file) => {
    api.addFile("f1", BYTES, LARGEST_FILE_BYTES + 1);
    await expect(fetching(file)).rejects.toBeInstanceOf(FileGoneError);
    expect(api.downloads).toEqual([]);
  });

  it("leaves one that turns out too large, whatever was told", async () => {
    api.addFile("f1", Buffer.alloc(LARGEST_FILE_BYTES + 1), 5);
    await expect(fetching()).rejects.toBeInstanceOf(FileGoneError);
    api.addFile("f1", Buffer.alloc(LARGEST_FILE_BYTES));
    expect((await fetching()).length).toBe(LARGEST_FILE_BYTES);
  });

  it.each([
    "file is too big",
    "wrong file_id or the file is temporarily unavailable",
    "invalid file_id",
    "wrong file identifier",
  ])("knows that it is gone: %s", async (why) => {
    api.addFile("f1", BYTES);
    api.fail("getFile", refused(why));
    await expect(fetching()).rejects.toBeInstanceOf(FileGoneError);
  });

  it("knows that it is gone when there is no way to it, or nothing is known of it", async () => {
    api.reply("getFile", () => ({ file_id: "f1", file_unique_id: "u" }));
    await expect(fetching()).rejects.toBeInstanceOf(FileGoneError);
    for (const source of [
      { channel: "telegram", ref: "" },
      { channel: "whatsapp", ref: "{}" },
    ] as const)
      await expect(fetching({ kind: "image", source })).rejects.toBeInstanceOf(FileGoneError);
  });

  it.each<[string, "getFile" | "file", Fault, RegExp]>([
    ["no connection to ask", "getFile", { drop: "before" }, /not found: ECONNRESET|not found: connection/],
    ["too many questions", "getFile", { status: 429, description: "Too Many Requests" }, /getFile 429/],
    ["no connection to download", "file", { drop: "before" }, /connection lost/],
    ["a server in trouble", "file", { status: 502, description: "" }, /502/],
  ])("is worth another try after %s, and never tells the token", async (_, method, fault, why) => {
    api.addFile("f1", BYTES);
    api.fail(method, fault);
    const error = await fetching().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(FileGoneError);
    const { message, stack, cause } = error as Error;
    expect(message).toMatch(why);
    expect(`${stack} ${String(cause)}`).not.toMatch(/loopback-secret/);
    expect(await fetching()).toHaveLength(BYTES.length);
  });
});
