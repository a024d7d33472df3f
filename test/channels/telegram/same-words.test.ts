import { describe, expect, it, onTestFinished } from "vitest";
import { createTelegramChannel } from "../../../src/channels/telegram/index.ts";
import { systemClock } from "../../../src/lib/clock.ts";
import { silentLog } from "../../../src/lib/log.ts";
import { CHATS, inTerminal, plain, serve } from "../../support/same-words.ts";
import { startBotApi, TOKEN } from "../../support/telegram/bot-api.ts";
import { until } from "../../support/wait.ts";

describe("the same dialogues over every channel", () => {
  it("Telegram says the same words, with buttons for the numbers", { timeout: 60_000 }, async () => {
    const api = await startBotApi();
    onTestFinished(() => api.close());
    const texts = { commands: [{ command: "menu", description: "Menu" }], description: "-", shortDescription: "-" };
    await serve(
      createTelegramChannel({
        token: TOKEN,
        apiRoot: api.apiRoot,
        texts,
        log: silentLog,
        clock: systemClock,
        pollTimeoutSeconds: 5,
      }),
    );
    type Sent = { chat_id: number; text: string; reply_markup?: { inline_keyboard: { text: string }[][] } };
    const repliesTo = (chatId: number) =>
      (api.callsOf("sendMessage").map(({ body }) => body) as Sent[]).filter(
        ({ chat_id }) => Number(chat_id) === chatId,
      );
    for (const [index, chat] of CHATS.entries()) {
      const chatId = 7000 + index;
      const said: string[] = [];
      for (const [turn, { said: text }] of chat.turns.entries()) {
        await api.injectText(text, { chatId, fromId: chatId });
        await until(() => repliesTo(chatId).length > turn, `a reply to "${text}"`, 10_000);
        const { text: html = "", reply_markup } = repliesTo(chatId)[turn] ?? {};
        const words = html
          .replace(/<\/?b>/g, "")
          .replaceAll("&lt;", "<")
          .replaceAll("&gt;", ">")
          .replaceAll("&amp;", "&");
        const buttons = reply_markup?.inline_keyboard.flat().map((button, at) => `${at + 1}. ${button.text}`) ?? [];
        said.push(plain([words, ...buttons].join("\n")));
      }
      expect({ chat: chat.name, said }).toEqual({ chat: chat.name, said: await inTerminal(chat) });
    }
  });
});
