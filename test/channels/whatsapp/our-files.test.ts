import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createUploadCache } from "../../../src/channels/whatsapp/our-files.ts";
import type { Picture } from "../../../src/message.ts";
import { reply, startBot } from "../../support/whatsapp/bot.ts";
import { selfSigned } from "../../support/whatsapp/certificate.ts";
import { startWhatsAppServer } from "../../support/whatsapp/server.ts";

const ANI = "15551111111@s.whatsapp.net";
const BUDI = "15552222222@s.whatsapp.net";
const tls = selfSigned();

let server: Awaited<ReturnType<typeof startWhatsAppServer>>;
let bot: Awaited<ReturnType<typeof startBot>>;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sapa-our-files-"));
  server = await startWhatsAppServer({ tls });
  bot = await startBot({ url: server.url(), ...(server.mediaTuning ? { tuning: server.mediaTuning } : {}) });
  await bot.channel.start(bot.events);
});
afterEach(async () => {
  await bot.stop();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, mimeType: string, content = "isi"): Picture {
  const path = join(folder, name);
  writeFileSync(path, content);
  return { path, mimeType, fileName: name };
}
const send = (picture: Picture, to: string, text: string) => bot.channel.send({ ...reply(to, text), picture });
const uploads = () => server.media?.files.size;

describe("a file of ours", () => {
  it.each([
    ["image", "image/png", (caption: string) => ({ imageMessage: { caption, mimetype: "image/png" } })],
    [
      "document",
      "application/pdf",
      (caption: string) => ({ documentMessage: { caption, fileName: "document", mimetype: "application/pdf" } }),
    ],
  ])("is uploaded once, and has the words of each message: %s", async (name, mimeType, message) => {
    const poster = file(name, mimeType);
    expect(await send(poster, ANI, "Halo Ani")).toMatchObject({ ok: true });
    expect(await send(poster, BUDI, "Halo Budi")).toMatchObject({ ok: true });
    expect(await send(poster, ANI, "")).toMatchObject({ ok: true });
    expect(server.sent).toMatchObject([
      { to: ANI, message: message("Halo Ani") },
      { to: BUDI, message: message("Halo Budi") },
      { to: ANI, message: message("") },
    ]);
    expect(uploads()).toBe(1);
    for (const sent of server.sent) expect((await server.uploaded(sent)).toString()).toBe("isi");
  });

  it("is uploaded again when it is another one", async () => {
    const letter = file("surat.pdf", "application/pdf");
    await send(letter, ANI, "lama");
    file("surat.pdf", "application/pdf", "isi baru");
    await send(letter, ANI, "baru");
    expect(uploads()).toBe(2);
    expect((await server.uploaded(server.sent[1])).toString()).toBe("isi baru");
  });

  it("goes out after a new connection without a new upload", async () => {
    const letter = file("surat.pdf", "application/pdf");
    await send(letter, ANI, "satu");
    server.drop();
    await expect.poll(() => bot.channel.state().status).not.toBe("up");
    await expect.poll(() => bot.channel.state().status).toBe("up");
    expect(await send(letter, ANI, "dua")).toMatchObject({ ok: true });
    expect(uploads()).toBe(1);
  });

  it("that is not there is never sent, also when it was uploaded before", async () => {
    const letter = file("surat.pdf", "application/pdf");
    await send(letter, ANI, "satu");
    rmSync(letter.path);
    const missing = { ok: false, reason: "invalid", detail: "no file" };
    expect(await send(letter, ANI, "dua")).toEqual(missing);
    expect(await send({ path: folder, mimeType: "application/pdf" }, ANI, "tiga")).toEqual(missing);
    expect(server.sent).toHaveLength(1);
  });
});

describe("what is remembered of uploads", () => {
  const noon = new Date("2026-11-24T05:00:00Z").getTime();
  let now = noon;
  const cache = () => createUploadCache(() => new Date(now));
  beforeEach(() => void (now = noon));

  async function upload(to: ReturnType<typeof cache>, key: string): Promise<void> {
    expect(await to.get(key)).toBeUndefined();
    await to.set(key, `carrier of ${key}`);
  }

  it("lasts an hour", async () => {
    const uploaded = cache();
    const key = `image:${file("poster.png", "image/png").path}`;
    await upload(uploaded, key);
    now += 3_599_000;
    expect(await uploaded.get(key)).toBe(`carrier of ${key}`);
    now += 1_000;
    await upload(uploaded, key);
  });

  it("is of the file as it was before it was read", async () => {
    const uploaded = cache();
    const { path } = file("surat.pdf", "application/pdf");
    expect(await uploaded.get(`document:${path}`)).toBeUndefined();
    utimesSync(path, new Date(noon), new Date(noon)); // changed while it was uploaded
    await uploaded.set(`document:${path}`, "of what was there before");
    expect(await uploaded.get(`document:${path}`)).toBeUndefined();
  });

  it("is bounded", async () => {
    const uploaded = cache();
    const keys = Array.from({ length: 51 }, (_, index) => `image:${file(`${index}.png`, "image/png").path}`);
    for (const key of keys) await upload(uploaded, key);
    expect(await uploaded.get(keys[0] ?? "")).toBeUndefined();
    expect(await uploaded.get(keys[1] ?? "")).toBeDefined();
  });

  it("is nothing of a file that is not there", async () => {
    const uploaded = cache();
    await upload(uploaded, `image:${join(folder, "gone.png")}`);
    expect(await uploaded.get(`image:${join(folder, "gone.png")}`)).toBeUndefined();
  });
});
