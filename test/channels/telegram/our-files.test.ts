import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { createTelegramChannel, type TelegramChannel } from "../../../src/channels/telegram/index.ts";
import { systemClock } from "../../../src/lib/clock.ts";
import type { Picture } from "../../../src/message.ts";
import { recordingEvents } from "../../support/telegram/events.ts";
import { startFreeServer, type FreeServer } from "../../support/telegram/free-server.ts";

let server: FreeServer;
let channel: TelegramChannel;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sapa-our-files-"));
  server = await startFreeServer();
  channel = await started();
  onTestFinished(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });
});

async function started(): Promise<TelegramChannel> {
  const { events, log } = recordingEvents();
  const made = createTelegramChannel({
    token: "424242:T",
    apiRoot: server.apiRoot,
    texts: { commands: [], description: "-", shortDescription: "-" },
    log,
    clock: systemClock,
  });
  await made.start(events);
  onTestFinished(() => made.stop());
  return made;
}

function file(name: string, mimeType: string, content = "isi"): Picture {
  const path = join(folder, name);
  writeFileSync(path, content);
  return { path, mimeType };
}

const send = (picture: Picture, chat = 1, on = channel) =>
  on.send({ to: { channel: "telegram", chatId: String(chat) }, text: `Halo *${chat}*`, choices: [], picture });
const methods = () => server.sends.map(({ method }) => method);
const contents = () => server.uploads.map(({ content }) => content.toString());

describe("a file of ours", () => {
  it.each([
    ["poster.png", "image/png", "sendPhoto", "photo"],
    ["surat.pdf", "application/pdf", "sendDocument", "document"],
    ["daftar.csv", "text/csv", "sendDocument", "document"],
  ])("goes as what it is, with its words: %s", async (name, mimeType, method, field) => {
    expect(await send(file(name, mimeType), 7)).toMatchObject({ ok: true });
    expect(server.sends).toMatchObject([{ method, chatId: "7", text: "Halo <b>7</b>", body: { [field]: { name } } }]);
  });

  it("goes under its own name", async () => {
    await send({ ...file("a1b2.bin", "application/pdf"), fileName: "Cara daftar\r\n.pdf" });
    await send({ ...file("c3.bin", "application/pdf"), fileName: "3404011234567890.pdf" });
    expect(server.uploads.map(({ name }) => name)).toEqual(["Cara daftar__.pdf", "[nomor disembunyikan].pdf"]);
  });

  it("is uploaded once, whoever gets it", async () => {
    const poster = file("poster.png", "image/png");
    for (let chat = 1; chat <= 50; chat++) expect(await send(poster, chat)).toMatchObject({ ok: true });
    expect(contents()).toEqual(["isi"]);
    expect(server.sends.slice(1).every(({ body }) => body["photo"] === "file-1")).toBe(true);
    expect(server.sends.at(-1)?.text).toBe("Halo <b>50</b>");
  });

  it("is uploaded again when it is another one, or has another name", async () => {
    const letter = file("surat.pdf", "application/pdf");
    await send(letter);
    file("surat.pdf", "application/pdf", "isi baru");
    await send(letter);
    await send({ ...letter, fileName: "Surat.pdf" });
    await send({ ...letter, fileName: "Surat.pdf" });
    expect(contents()).toEqual(["isi", "isi baru", "isi baru"]);
  });

  it("is uploaded by each bot for itself", async () => {
    const poster = file("poster.png", "image/png");
    await send(poster);
    await send(poster, 1, await started());
    expect(server.uploads).toHaveLength(2);
  });

  it("is uploaded again when Telegram does not know its id any more, and arrives once", async () => {
    const letter = file("surat.pdf", "application/pdf");
    await send(letter, 1);
    server.forgetFiles();
    expect(await send(letter, 2)).toMatchObject({ ok: true });
    expect(await send(letter, 3)).toMatchObject({ ok: true });
    expect(server.uploads).toHaveLength(2);
    expect([...server.arrived.values()]).toEqual([1, 1, 1]);
  });

  it("that cannot be shown as a picture goes as a document, and the next time at once", async () => {
    server.setFault((chatId, attempt) =>
      chatId === "1" && attempt === 1 ? { code: 400, description: "Bad Request: IMAGE_PROCESS_FAILED" } : undefined,
    );
    const drawing = file("peta.svg", "image/svg+xml");
    expect(await send(drawing, 1)).toMatchObject({ ok: true });
    expect(await send(drawing, 2)).toMatchObject({ ok: true });
    expect(methods()).toEqual(["sendDocument", "sendDocument"]);
    expect(server.uploads).toHaveLength(1);
  });

  it("is not taken for sent when nobody knows", async () => {
    server.setFault(() => "drop-after");
    const poster = file("poster.png", "image/png");
    expect(await send(poster)).toMatchObject({ ok: false, reason: "unknown" });
    server.setFault(undefined);
    expect(await send(poster)).toMatchObject({ ok: true });
    expect(server.uploads).toHaveLength(2);
  });

  it("that is not there is never sent, also when Telegram has it", async () => {
    const poster = file("poster.png", "image/png");
    await send(poster);
    rmSync(poster.path);
    const missing = { ok: false, reason: "invalid", detail: "no file" };
    expect(await send(poster)).toEqual(missing);
    expect(await send({ path: folder, mimeType: "application/pdf" })).toEqual(missing);
    expect(server.sends).toHaveLength(1);
  });
});
