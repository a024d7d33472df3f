import type { BotApi } from "../telegram/bot-api.ts";
import { seen } from "../telegram/desk.ts";
import type { startWhatsAppServer } from "../whatsapp/server.ts";
import { until } from "../wait.ts";
import type { RINA } from "./scene.ts";

/** What somebody writes on WhatsApp. */
export type Post = { id: string; from: string; text: string; pushName: string };

/** Somebody of a town, on one of the channels. */
export type Person = ReturnType<ReturnType<typeof townPeople>>;

/** Makes people, each with a name and a number of their own. `post` takes what they write on WhatsApp. */
export function townPeople({
  api,
  whatsapp,
  post,
}: {
  api: BotApi;
  whatsapp: Awaited<ReturnType<typeof startWhatsAppServer>>;
  post(message: Post): Promise<void>;
}) {
  let people = 0;

  return function person(channel: "whatsapp" | "telegram") {
    const number = ++people;
    const name = `Warga${number}`;
    const jid = `62812${90_000_000 + number}@s.whatsapp.net`;
    const chatId = 7000 + number;
    const ours = () =>
      channel === "whatsapp"
        ? whatsapp.sent
            .filter(({ to }) => to === jid)
            .map(({ id, message }) => ({ id, text: message?.conversation ?? message?.extendedTextMessage?.text ?? "" }))
        : api
            .accepted("sendMessage")
            .filter(({ chat_id }) => Number(chat_id) === chatId)
            .map(({ text }, index) => ({ id: String(index), text: seen(text) }));
    const heard = () => [...new Map(ours().map(({ id, text }) => [id, text])).values()];
    const topics = () => api.topics().filter(({ title }) => title.startsWith(`#`) && title.split(" ")[1] === name);
    const topic = () => topics().find(({ texts }) => texts.length > 0);
    return {
      name,
      channel,
      async says(text: string): Promise<void> {
        if (channel === "telegram") return api.injectText(text, { chatId, fromId: chatId, fromName: name });
        const message = {
          id: `ASK${number}X${whatsapp.stanzas.length}X${Math.random()}`,
          from: jid,
          text,
          pushName: name,
        };
        await post(message);
      },
      /** What reached them, each message once: a phone shows one id once. */
      heard,
      count: (words: RegExp) => heard().filter((text) => words.test(text)).length,
      /** All topics of theirs, also those in which nothing was ever said. */
      topics,
      topic,
      shown: () => topic()?.texts ?? [],
      staffSay(who: typeof RINA, text: string): number {
        const thread = topic()?.thread;
        if (thread === undefined) throw new Error(`${name} has no topic`);
        return api.deskSays({ ...who, thread, text });
      },
      /** Asks for a person, and is answered by one. */
      async isHelped(who: typeof RINA): Promise<void> {
        await this.says("petugas");
        const holder = await until(() => topic()?.messages.find(({ buttons }) => buttons.length > 0), "a card", 20_000);
        api.deskPresses({ ...who, label: "Ambil", messageId: holder.id });
        await until(() => this.heard().find((text) => text.includes("sekarang membaca")), "a claim");
        await until(() => topic()?.texts.find((text) => text.includes("mengambil tiket")), "the claim in the topic");
      },
    };
  };
}
