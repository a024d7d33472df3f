import { describe, expect, it } from "vitest";
import { readConfig } from "../src/config.ts";

const TOKEN = "123456:AAAAAAAAAAAAAAAAAAAAAAAA";

describe("settings", () => {
  it("without any: the terminal, in Jakarta's time", async () => {
    expect(await readConfig({ HOME: "/home/x" })).toEqual({
      timeZone: "Asia/Jakarta",
      stateDir: "state",
      logLevel: "info",
    });
  });

  it("with all of them", async () => {
    expect(
      await readConfig({
        OFFICE_TIME_ZONE: "Asia/Makassar",
        TELEGRAM_BOT_TOKEN: TOKEN,
        TELEGRAM_API_ROOT: "http://127.0.0.1:8081",
        TELEGRAM_WEBHOOK_URL: "https://bot.example.org/telegram",
        TELEGRAM_WEBHOOK_SECRET: "a-secret-of-enough-letters",
        WHATSAPP: "on",
        WHATSAPP_SOCKET_URL: "ws://127.0.0.1:9/ws",
        WHATSAPP_QR: "text",
        WHATSAPP_PAIRING_PHONE: "6281234567890",
        STATE_DIR: "/var/lib/sapa",
        HTTP_PORT: "8080",
        HTTP_HOST: "0.0.0.0",
        LOG_LEVEL: "warn",
      }),
    ).toEqual({
      timeZone: "Asia/Makassar",
      stateDir: "/var/lib/sapa",
      logLevel: "warn",
      http: { host: "0.0.0.0", port: 8080 },
      telegram: {
        token: TOKEN,
        apiRoot: "http://127.0.0.1:8081",
        webhook: { url: "https://bot.example.org/telegram", secret: "a-secret-of-enough-letters" },
      },
      whatsapp: { socketUrl: "ws://127.0.0.1:9/ws", qr: "text", pairingPhone: "6281234567890" },
    });
  });

  it.each([
    ["TELEGRAM_API_ROOT", "ftp://x"],
    ["TELEGRAM_WEBHOOK_URL", "bot.example.org"],
    ["TELEGRAM_WEBHOOK_SECRET", "short"],
    ["WHATSAPP_SOCKET_URL", "http://x"],
    ["WHATSAPP_QR", "picture"],
    ["WHATSAPP_PAIRING_PHONE", "0812 345"],
    ["HTTP_PORT", "eighty"],
    ["HTTP_PORT", "70000"],
    ["LOG_LEVEL", "loud"],
  ])("%s=%s is refused by name", async (name, value) => {
    await expect(readConfig({ [name]: value })).rejects.toThrow(new RegExp(`^${name}: must`, "m"));
  });

  it("a webhook needs its secret and a port to arrive at", async () => {
    await expect(
      readConfig({ TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_WEBHOOK_URL: "https://bot.example.org/t" }),
    ).rejects.toThrow(/TELEGRAM_WEBHOOK_SECRET: must[\s\S]*HTTP_PORT: must/);
  });
});
