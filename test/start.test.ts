import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfig } from "../src/config.ts";
import { silentLog } from "../src/lib/log.ts";
import { startChannels, type Running } from "../src/start.ts";
import { startBotApi, TOKEN, type BotApi } from "./support/telegram/bot-api.ts";
import { until } from "./support/wait.ts";

let folder: string;
let api: BotApi;
let running: Running | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sapa-start-"));
  api = await startBotApi();
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  await api.close();
  rmSync(folder, { recursive: true });
});

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const TELEGRAM = () => ({ TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: api.apiRoot });

async function start(env: Record<string, string>, telegram = { pollTimeoutSeconds: 1 }) {
  const config = await readConfig({ STATE_DIR: folder, ...env });
  return startChannels(config, { clock: () => new Date(), log: silentLog, show: () => {}, telegram });
}

const answers = () => api.accepted("sendMessage");
const get = (port: number, path: string) => fetch(`http://127.0.0.1:${port}${path}`);

describe("all channels in one process", () => {
  it("answers on Telegram through the webhook, on the port that also tells how it is doing", async () => {
    const port = await freePort();
    running = await start({
      ...TELEGRAM(),
      TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}/telegram`,
      TELEGRAM_WEBHOOK_SECRET: "a-secret-of-some-length",
      HTTP_PORT: String(port),
    });
    await api.injectText("iuran tukang ojek berapa?", { chatId: 7, fromId: 7 });
    await until(() => answers().length > 0);
    expect(answers()[0]).toMatchObject({ text: expect.stringContaining("Rp") });
    expect(await (await get(port, "/health")).json()).toMatchObject({
      ready: true,
      channels: [{ name: "telegram", status: "up" }],
      inbox: { waiting: 0, aside: 0 },
      outbox: { queued: 0 },
    });
    expect((await get(port, "/ready")).status).toBe(200);
  });

  it("one channel that cannot start leaves the other alone, and is told at the port", async () => {
    const port = await freePort();
    running = await start({ ...TELEGRAM(), WHATSAPP: "on", WHATSAPP_QR: "off", HTTP_PORT: String(port) });
    await api.injectText("cara daftar gimana?", { chatId: 8, fromId: 8 });
    await until(() => answers().length > 0);
    expect((await get(port, "/ready")).status).toBe(503);
    const { channels } = (await (await get(port, "/health")).json()) as { channels: unknown[] };
    expect(channels).toMatchObject([
      { name: "telegram", status: "up" },
      { name: "whatsapp", status: "stopped", detail: "not linked" },
    ]);
  });

  it("a damaged WhatsApp login stays as it is and stops WhatsApp alone", async () => {
    const login = join(folder, "whatsapp.db");
    writeFileSync(login, "torn");
    await expect(start({ WHATSAPP: "on" })).rejects.toMatchObject({
      errors: [expect.objectContaining({ message: expect.stringContaining(login) })],
    });
    running = await start({ ...TELEGRAM(), WHATSAPP: "on" });
    await api.injectText("cara daftar gimana?", { chatId: 9, fromId: 9 });
    await until(() => answers().length > 0);
    expect(running.service.health()).toMatchObject({
      ready: false,
      channels: [{ status: "up" }, { name: "whatsapp", status: "stopped", detail: expect.stringContaining(login) }],
    });
    expect(readFileSync(login, "utf8")).toBe("torn");
  });

  it("a port that is taken stops the start, and leaves nothing held", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const { port } = taken.address() as AddressInfo;
    await expect(start({ ...TELEGRAM(), HTTP_PORT: String(port) })).rejects.toThrow(
      `HTTP_PORT: 127.0.0.1:${port} cannot be opened (EADDRINUSE)`,
    );
    await new Promise((resolve) => taken.close(resolve));
    running = await start(TELEGRAM());
    expect(running.service.health().ready).toBe(true);
  });

  it("a second process on the same state is refused", async () => {
    running = await start(TELEGRAM());
    await expect(start(TELEGRAM())).rejects.toThrow(/another process/);
  });
});
