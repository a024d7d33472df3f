import { describe, expect, it } from "vitest";
import { partId, toContents } from "../../../src/channels/whatsapp/outbound.ts";
import type { Attachment } from "../../../src/message.ts";
import { ackResult, failedSend } from "../../../src/channels/whatsapp/send-result.ts";

const to = { channel: "whatsapp", chatId: "1555@s.whatsapp.net" } as const;

describe("toContents", () => {
  it("sends the text as it is, and looks up no link", () => {
    const text = "*Iuran* https://example.org\n1. Ya\n2. Tidak";
    expect(toContents({ to, text, choices: ["Ya", "Tidak"] })).toEqual([{ text, linkPreview: null }]);
  });

  it("shows no buttons and knows no topics", () => {
    const desk = { topic: { key: "A1", title: "A1" }, buttons: [[{ label: "Ambil", data: "take:A1" }]] };
    expect(toContents({ to, text: "Baru", choices: [], ...desk })).toEqual([{ text: "Baru", linkPreview: null }]);
    for (const type of ["close-topic", "reopen-topic", "delete-topic"] as const)
      expect(toContents({ to, text: "", choices: [], ...desk, act: { type } })).toEqual([]);
  });

  it("changes and takes back a message of ours", () => {
    const key = { remoteJid: to.chatId, id: "OURS", fromMe: true };
    const acting = (type: "edit" | "delete") =>
      toContents({ to, text: "baru", choices: [], act: { type, id: "OURS" } });
    expect(acting("edit")).toEqual([{ text: "baru", linkPreview: null, edit: key }]);
    expect(acting("delete")).toEqual([{ delete: key }]);
  });

  it("sends a picture with its caption", () => {
    const picture = { path: "a.png", mimeType: "image/png" };
    expect(toContents({ to, text: "Grafik", choices: [], picture })).toEqual([
      { image: { url: "a.png" }, caption: "Grafik", mimetype: "image/png" },
    ]);
  });

  it("sends any other file of ours as a document under its name", () => {
    const about = { path: "/data/a1.bin", mimeType: "application/pdf" };
    const sent = (fileName?: string) =>
      toContents({ to, text: "Surat", choices: [], picture: { ...about, ...(fileName ? { fileName } : {}) } });
    const document = { document: { url: about.path }, caption: "Surat", mimetype: "application/pdf" };
    expect(sent("Surat.pdf")).toEqual([{ ...document, fileName: "Surat.pdf" }]);
    expect(sent()).toEqual([{ ...document, fileName: "a1.bin" }]);
    expect(sent("3404011234567890.pdf")).toEqual([{ ...document, fileName: "[nomor disembunyikan].pdf" }]);
  });

  const content = new Uint8Array([1, 2, 3]);
  const file = Buffer.from(content);
  const words = { text: "dari Ani", linkPreview: null };
  const opus = "audio/ogg; codecs=opus";
  it.each<[string, Omit<Attachment, "source">, object[]]>([
    ["image", { kind: "image", mimeType: "image/png" }, [{ image: file, mimetype: "image/png", caption: "dari Ani" }]],
    ["video", { kind: "video" }, [{ video: file, caption: "dari Ani" }]],
    [
      "voice note",
      { kind: "voice", mimeType: "audio/ogg" },
      [{ audio: file, mimetype: opus, ptt: true, seconds: 7 }, words],
    ],
    ["voice of no known kind", { kind: "voice" }, [{ audio: file, mimetype: opus, ptt: true }, words]],
    ["song", { kind: "voice", mimeType: "audio/mpeg" }, [{ audio: file, mimetype: "audio/mpeg", ptt: false }, words]],
    [
      "document",
      { kind: "document", mimeType: "application/pdf", fileName: "slip.pdf" },
      [{ document: file, mimetype: "application/pdf", fileName: "slip.pdf", caption: "dari Ani" }],
    ],
    ["bare document", { kind: "document" }, [{ document: file, mimetype: "application/octet-stream" }]],
    ["sticker", { kind: "sticker", mimeType: "image/webp" }, [{ sticker: file, mimetype: "image/webp" }, words]],
    ["sticker that is a picture", { kind: "sticker", mimeType: "image/png" }, [{ image: file, caption: "dari Ani" }]],
    ["sticker that is a film", { kind: "sticker", mimeType: "video/webm" }, [{ video: file, caption: "dari Ani" }]],
    [
      "sticker in a format of its own",
      { kind: "sticker", mimeType: "application/x-tgsticker" },
      [{ document: file, mimetype: "application/x-tgsticker" }],
    ],
  ])("sends a file: %s", (_, about, expected) => {
    const attachment: Attachment = { ...about, source: { channel: "telegram", ref: "r" } };
    const contents = toContents({ to, text: "dari Ani", choices: [], attachment }, { content, seconds: 7 });
    expect(contents).toMatchObject(expected);
    expect(contents).toHaveLength(expected.length);
    expect(toContents({ to, text: "", choices: [], attachment }, { content })).toHaveLength(1);
  });

  it("gives the same part the same id", () => {
    expect(partId("3EB0AA", 0)).toBe("3EB0AA");
    expect(partId("3EB0AA", 1)).toMatch(/^3EB0[0-9A-F]{18}$/);
    expect(partId("3EB0AA", 1)).toBe(partId("3EB0AA", 1));
    expect(partId("3EB0AA", 1)).not.toBe(partId("3EB0AB", 1));
  });
});

describe("what became of a message", () => {
  it.each([
    [{ said: "taken" } as const, "ok"],
    [{ said: "nothing", why: "no ack" } as const, "unknown"],
    [{ said: "refused", error: "463" } as const, "restricted"],
    [{ said: "refused", error: "403" } as const, "restricted"],
    [{ said: "refused", error: "479" } as const, "invalid"],
    [{ said: "refused", error: "400" } as const, "invalid"],
  ])("%j → %s", (ack, outcome) => {
    const result = ackResult(ack, "ID");
    expect(result.ok ? "ok" : result.reason).toBe(outcome);
  });

  it.each([
    [{ code: "ENOENT", name: "Error" }, "invalid"],
    [{ code: "EISDIR", name: "Error" }, "invalid"],
    [{ name: "Error", output: { statusCode: 408 } }, "unknown"],
    [{ name: "Error", output: { statusCode: 428 } }, "retry"],
    [{ name: "Error", output: { statusCode: 500 } }, "retry"],
    [{ name: "Error", output: { statusCode: 400 } }, "invalid"],
    [{ name: "TypeError" }, "retry"],
  ])("the error %j → %s", (error, reason) => {
    expect(failedSend(error)).toMatchObject({ ok: false, reason });
  });
});
