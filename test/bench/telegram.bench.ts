import { Bot } from "grammy";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createTelegramChannel } from "../../src/channels/telegram/index.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { silentLog } from "../../src/lib/log.ts";
import { openSqliteStores } from "../../src/storage/sqlite/index.ts";
import { serveOn } from "../support/serve.ts";
import { BOT, startBotApi, TOKEN } from "../support/telegram/bot-api.ts";
import { printTrips, trip } from "./measure.ts";

const MESSAGES = 300;

async function trips(start: (apiRoot: string) => Promise<() => Promise<void>>): Promise<number[]> {
  const api = await startBotApi();
  const stop = await start(api.apiRoot);
  const ms: number[] = [];
  for (let i = 0; i < MESSAGES; i++) {
    const chatId = 9000 + i;
    const before = api.accepted("sendMessage").length;
    ms.push(
      await trip(
        () => api.injectText("iuran petani berapa?", { chatId, fromId: chatId }),
        () => api.accepted("sendMessage").length > before,
      ),
    );
  }
  await stop();
  await api.close();
  return ms.slice(20);
}

it("Telegram: a message in, its reply out", async () => {
  const sapa = await trips(async (apiRoot) => {
    const folder = mkdtempSync(join(tmpdir(), "sapa-bench-"));
    const stores = openSqliteStores({ folder, clock: systemClock });
    const texts = { commands: [{ command: "menu", description: "Menu" }], description: "-", shortDescription: "-" };
    const channel = createTelegramChannel({ token: TOKEN, apiRoot, texts, log: silentLog, clock: systemClock });
    const stop = await serveOn(channel, stores);
    return async () => {
      await stop();
      rmSync(folder, { recursive: true });
    };
  });
  const echo = await trips(async (apiRoot) => {
    const bot = new Bot(TOKEN, {
      client: { apiRoot },
      botInfo: { id: BOT.id, is_bot: true, first_name: "Echo", username: BOT.username } as never,
    });
    bot.on("message:text", (context) => context.reply(context.message.text));
    const running = bot.start();
    return async () => {
      await bot.stop();
      await running;
    };
  });
  printTrips("Telegram, on the loopback", [
    { name: "sapa (understands, answers, keeps)", ms: sapa },
    { name: "bare grammY echo", ms: echo },
  ]);
  expect(sapa).toHaveLength(echo.length);
});
