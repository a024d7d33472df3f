import type { Message } from "grammy/types";
import { describe, expect, it } from "vitest";
import { attachmentOf, fieldOf, methodFor, refOf, uploadName } from "../../../src/channels/telegram/files.ts";
import type { Attachment } from "../../../src/message.ts";

const FILE = { file_id: "id1", file_unique_id: "u", file_size: 2_000 };

type Case = [what: string, fields: Record<string, unknown>, expected: Partial<Attachment>, method: string];

describe("a file that came in", () => {
  it.each<Case>([
    ["a voice note", { voice: FILE }, { kind: "voice", mimeType: "audio/ogg" }, "sendVoice"],
    [
      "music",
      { audio: { ...FILE, mime_type: "audio/mpeg", file_name: "lagu.mp3" } },
      { kind: "voice", mimeType: "audio/mpeg", fileName: "lagu.mp3" },
      "sendAudio",
    ],
    [
      "a photo, the largest of its sizes",
      { photo: [{ ...FILE, file_id: "small", file_size: 9 }, FILE] },
      { kind: "image", mimeType: "image/jpeg" },
      "sendPhoto",
    ],
    ["a video", { video: FILE }, { kind: "video" }, "sendVideo"],
    ["a round video", { video_note: FILE }, { kind: "video", mimeType: "video/mp4" }, "sendVideoNote"],
    ["a GIF", { animation: FILE, document: { ...FILE, file_id: "copy" } }, { kind: "video" }, "sendAnimation"],
    [
      "a document",
      { document: { ...FILE, mime_type: "application/pdf", file_name: "F1.pdf" } },
      { kind: "document", mimeType: "application/pdf", fileName: "F1.pdf" },
      "sendDocument",
    ],
    ["a sticker", { sticker: FILE }, { kind: "sticker", mimeType: "image/webp" }, "sendSticker"],
    [
      "a sticker that moves",
      { sticker: { ...FILE, is_video: true } },
      { kind: "sticker", mimeType: "video/webm" },
      "sendSticker",
    ],
  ])("%s", (_, fields, expected, method) => {
    const attachment = attachmentOf(fields as unknown as Message);
    expect(attachment).toMatchObject({ bytes: 2_000, source: { channel: "telegram" }, ...expected });
    expect(attachment && refOf(attachment)?.fileId).toBe("id1");
    expect(attachment && methodFor(attachment)).toBe(method);
  });

  it("hides the number of a card in its name", () => {
    const document = { ...FILE, file_name: "KTP 3404011234567890.jpg" };
    expect(attachmentOf({ document } as unknown as Message)?.fileName).toBe("KTP [nomor disembunyikan].jpg");
  });

  it.each([{ text: "halo" }, { location: {} }, { contact: {} }, { photo: [] }])("is none in %j", (fields) => {
    expect(attachmentOf(fields as unknown as Message)).toBeUndefined();
  });
});

const foreign = (kind: Attachment["kind"], mimeType?: string, fileName?: string): Attachment => ({
  kind,
  ...(mimeType === undefined ? {} : { mimeType }),
  ...(fileName === undefined ? {} : { fileName }),
  source: { channel: "whatsapp", ref: "{}" },
});

it.each([
  [foreign("image"), "sendPhoto", "image.jpg"],
  [foreign("image", "image/png"), "sendPhoto", "image.png"],
  [foreign("voice"), "sendVoice", "voice.ogg"],
  [foreign("voice", "audio/ogg; codecs=opus"), "sendVoice", "voice.ogg"],
  [foreign("voice", "audio/mpeg"), "sendAudio", "voice.mp3"],
  [foreign("voice", "audio/amr"), "sendDocument", "voice.amr"],
  [foreign("video", "video/mp4"), "sendVideo", "video.mp4"],
  [foreign("sticker", "image/webp"), "sendSticker", "sticker.webp"],
  [foreign("sticker", "application/was"), "sendDocument", "sticker.was"],
  [foreign("document", "application/pdf", "Formulir F1.pdf"), "sendDocument", "Formulir F1.pdf"],
  [foreign("document", "text/plain", 'a"b;\r\n/c.txt'), "sendDocument", "a_b____c.txt"],
  [foreign("document", "application/x", `${"x".repeat(200)}.pdf`), "sendDocument", `${"x".repeat(116)}.pdf`],
  [foreign("document", undefined, " "), "sendDocument", "document.bin"],
])("a file from elsewhere: %j → %s, %s", (attachment, method, name) => {
  expect(methodFor(attachment)).toBe(method);
  expect(uploadName(attachment)).toBe(name);
});

it.each(["", "{", "null", "[]", '{"fileId":1,"type":"photo"}', '{"fileId":"a","type":"toString"}'])(
  "reads no file out of %j",
  (ref) => {
    expect(refOf({ kind: "image", source: { channel: "telegram", ref } })).toBeUndefined();
  },
);

it("names the field of every method", () => {
  expect([fieldOf("sendPhoto"), fieldOf("sendVideoNote"), fieldOf("sendDocument")]).toEqual([
    "photo",
    "video_note",
    "document",
  ]);
});
