import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FileGoneError, LARGEST_FILE_BYTES } from "../../../src/channels/channel.ts";
import { partId } from "../../../src/channels/whatsapp/outbound.ts";
import type { Attachment } from "../../../src/message.ts";
import { until } from "../../support/wait.ts";
import { reply, startBot } from "../../support/whatsapp/bot.ts";
import { selfSigned } from "../../support/whatsapp/certificate.ts";
import type { FileIn } from "../../support/whatsapp/media.ts";
import { startWhatsAppServer } from "../../support/whatsapp/server.ts";

const ANI = "15551111111@s.whatsapp.net";
const tls = selfSigned();
const bytes = randomBytes(70_000);

let server: Awaited<ReturnType<typeof startWhatsAppServer>>;
let bot: Awaited<ReturnType<typeof startBot>>;

beforeEach(async () => {
  server = await startWhatsAppServer({ tls });
  bot = await startBot({ url: server.url(), tuning: { ...server.mediaTuning, mediaTimeoutMs: 1_500 } });
  await bot.channel.start(bot.events);
});
afterEach(async () => {
  await bot.stop();
  await server.close();
});

/** The attachment of a file that somebody sends now. */
async function sent(file: Omit<FileIn, "bytes"> & { bytes?: Uint8Array }): Promise<Attachment> {
  const before = bot.received.length;
  await server.sendFile({ from: ANI, bytes, ...file });
  const inbound = await until(() => bot.received[before], "the file");
  if (!inbound.attachment) throw new Error("no attachment");
  return inbound.attachment;
}
const fetched = (attachment: Attachment) => bot.channel.fetch!(attachment);

describe("a file that comes in", () => {
  it.each<[Omit<FileIn, "bytes">, object]>([
    [
      { kind: "voice", mimeType: "audio/ogg; codecs=opus" },
      { kind: "voice", text: "" },
    ],
    [
      { kind: "image", mimeType: "image/jpeg", caption: "kartu saya" },
      { kind: "image", text: "kartu saya" },
    ],
    [{ kind: "video", mimeType: "video/mp4" }, { kind: "video" }],
    [{ kind: "sticker", mimeType: "image/webp" }, { kind: "sticker" }],
    [{ kind: "document", mimeType: "application/pdf", fileName: "slip.pdf", caption: "ini" }, { text: "ini" }],
  ])("can be fetched: %j", async (file, expected) => {
    const attachment = await sent(file);
    expect(bot.received).toMatchObject([expected]);
    expect(attachment).toMatchObject({ kind: file.kind, mimeType: file.mimeType, bytes: bytes.length });
    expect(attachment.fileName).toBe(file.fileName);
    expect(Buffer.from(await fetched(attachment)).equals(bytes)).toBe(true);
  });

  it("by its address alone, on a server that is not WhatsApp's", async () => {
    const { path } = await server.sendFile({ from: ANI, kind: "image", bytes });
    const { attachment } = await until(() => bot.received[0], "the file");
    const { type, mediaKey } = JSON.parse(attachment!.source.ref);
    const ref = JSON.stringify({ type, mediaKey, url: server.media!.plainUrl(path) });
    const moved: Attachment = { kind: "image", source: { channel: "whatsapp", ref } };
    expect(Buffer.from(await fetched(moved)).equals(bytes)).toBe(true);
  });

  it.each([403, 404, 410])("is gone: %i", async (status) => {
    const attachment = await sent({ kind: "image" });
    server.media!.knobs.status = status;
    await expect(fetched(attachment)).rejects.toThrow(FileGoneError);
  });

  it("is gone when nothing says where it is", async () => {
    const source = { channel: "whatsapp", ref: "{" } as const;
    await expect(fetched({ kind: "image", source })).rejects.toThrow(FileGoneError);
    await expect(fetched({ kind: "image", source: { channel: "telegram", ref: "AgAC" } })).rejects.toThrow(
      FileGoneError,
    );
  });

  it("is gone when it was changed on the way", async () => {
    const { path } = await server.sendFile({ from: ANI, kind: "image", bytes });
    const { attachment } = await until(() => bot.received[0], "the file");
    const file = server.media!.files.get(path)!;
    file[1_000] = (file[1_000]! + 1) % 256;
    await expect(fetched(attachment!)).rejects.toThrow(/damaged/);
    server.media!.files.set(path, Buffer.alloc(3));
    await expect(fetched(attachment!)).rejects.toThrow(/damaged/);
  });

  it("is gone when it says that it is too large, and nothing is asked for", async () => {
    const attachment = await sent({ kind: "video", says: { fileLength: LARGEST_FILE_BYTES + 1 } });
    server.media!.knobs.status = 500;
    await expect(fetched(attachment)).rejects.toThrow(FileGoneError);
  });

  it.each([true, false])("is gone when it turns out to be too large; its length hidden: %s", async (chunked) => {
    const attachment = await sent({
      kind: "document",
      bytes: Buffer.alloc(LARGEST_FILE_BYTES + 1_000),
      says: { fileLength: 10 },
    });
    server.media!.knobs.chunked = chunked;
    await expect(fetched(attachment)).rejects.toThrow(/too large/);
  });

  it("of just the largest size is fetched", async () => {
    const attachment = await sent({ kind: "document", bytes: Buffer.alloc(LARGEST_FILE_BYTES) });
    expect((await fetched(attachment)).length).toBe(LARGEST_FILE_BYTES);
  });

  it.each<[string, () => void, RegExp]>([
    ["the server has trouble", () => (server.media!.knobs.status = 503), /HTTP 503/],
    ["the connection breaks", () => (server.media!.knobs.breakAfter = 20_000), /ECONNRESET/],
    ["nothing comes", () => (server.media!.knobs.silent = true), /not within 1500 ms/],
  ])("is worth another try when %s, and no address is told", async (_, trouble, why) => {
    const attachment = await sent({ kind: "image" });
    trouble();
    const error: Error = await fetched(attachment).then(
      () => new Error("fetched"),
      (reason) => reason,
    );
    expect(error).not.toBeInstanceOf(FileGoneError);
    expect(error.message).toMatch(why);
    expect(`${error.message} ${error.cause}`).not.toMatch(/t62|127\.0\.0\.1/);
  });
});

describe("a file that goes out", () => {
  const handedOn = (about: Omit<Attachment, "source">, text = "dari Ani") => ({
    ...reply(ANI, text),
    attachment: { ...about, source: { channel: "telegram", ref: "F1" } } as Attachment,
  });
  beforeEach(() => {
    bot.foreign.set("F1", bytes);
  });

  it.each<[Omit<Attachment, "source">, object]>([
    [{ kind: "image", mimeType: "image/png" }, { imageMessage: { caption: "dari Ani", mimetype: "image/png" } }],
    [{ kind: "video", mimeType: "video/mp4" }, { videoMessage: { caption: "dari Ani", mimetype: "video/mp4" } }],
    [
      { kind: "document", mimeType: "application/pdf", fileName: "slip.pdf" },
      { documentMessage: { caption: "dari Ani", fileName: "slip.pdf", mimetype: "application/pdf" } },
    ],
  ])("arrives whole, with its words: %j", async (about, message) => {
    const id = bot.channel.newMessageId!();
    expect(await bot.channel.send(handedOn(about), id)).toEqual({ ok: true, platformId: id });
    expect(server.sent).toMatchObject([{ id, to: ANI, message }]);
    expect((await server.uploaded(server.sent[0])).equals(bytes)).toBe(true);
  });

  it.each<[Omit<Attachment, "source">, object]>([
    [{ kind: "voice", mimeType: "audio/ogg" }, { audioMessage: { ptt: true, mimetype: "audio/ogg; codecs=opus" } }],
    [{ kind: "sticker", mimeType: "image/webp" }, { stickerMessage: { mimetype: "image/webp" } }],
  ])("that carries no words has them in a second message, whose id stays the same: %j", async (about, message) => {
    const id = bot.channel.newMessageId!();
    expect(await bot.channel.send(handedOn(about), id)).toEqual({ ok: true, platformId: id });
    expect(await bot.channel.send(handedOn(about), id)).toEqual({ ok: true, platformId: id });
    const stanzas = server.stanzas.filter(({ tag }) => tag === "message").map(({ attrs }) => attrs["id"]);
    expect(stanzas).toEqual([id, partId(id, 1), id, partId(id, 1)]);
    expect(server.sent).toMatchObject([
      { id, message },
      { id: partId(id, 1), message: { extendedTextMessage: { text: "dari Ani" } } },
    ]);
    expect((await server.uploaded(server.sent[0])).equals(bytes)).toBe(true);
    expect(await bot.channel.send(handedOn(about, ""), bot.channel.newMessageId!())).toMatchObject({ ok: true });
    expect(server.sent).toHaveLength(3);
  });

  it("is never written out as it is", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sapa-files-"));
    vi.stubEnv("TMPDIR", folder);
    const seen = new Set<string>();
    const watch = setInterval(() => readdirSync(folder).forEach((name) => seen.add(name)), 1);
    for (const kind of ["image", "video", "voice", "document", "sticker"] as const)
      expect(await bot.channel.send(handedOn({ kind }))).toMatchObject({ ok: true });
    clearInterval(watch);
    vi.unstubAllEnvs();
    expect(seen.size).toBeGreaterThan(0);
    expect([...seen].filter((name) => !name.endsWith("-enc"))).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("that is gone can never be sent, and one that could not be fetched may be later", async () => {
    bot.foreign.delete("F1");
    expect(await bot.channel.send(handedOn({ kind: "image" }))).toMatchObject({ ok: false, reason: "invalid" });
    bot.foreign.set("F1", new Error("https://secret/bot123:ABC failed"));
    const result = await bot.channel.send(handedOn({ kind: "image" }));
    expect(result).toMatchObject({ ok: false, reason: "retry", retryAfterMs: 5_000, wholeAccount: false });
    expect(JSON.stringify([result, bot.logged])).not.toContain("secret");
    expect(server.sent).toEqual([]);
  });
});
