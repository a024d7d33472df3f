import { register } from "node:module";
import type { Update } from "grammy/types";
import { createDesk, DESK_CHAT, seen } from "./desk.ts";
import { Refusal, startFaultProxy } from "./fault-proxy.ts";

export { DESK_CHAT };

register("./recorder-hooks.mjs", import.meta.url);

/** The bot of these tests. The part after the colon must never be seen in a log. */
export const TOKEN = "424242:loopback-secret-of-the-bot";
export const BOT = { id: 424242, username: "sapa_test_bot" };

type Recorded = { type: string; path: string; body?: unknown; accepted?: boolean };

/** `Update` without its id: ids are given out in one row, whichever way an update comes in. */
export type AnyUpdate = Omit<Update, "update_id">;

/** A Bot API server on the loopback: crabline's, behind the fault proxy, which also plays the staff's group. */
export async function startBotApi({ deskChat = DESK_CHAT }: { deskChat?: string } = {}) {
  const recorded: Recorded[] = [];
  const { startTelegramServer } = await import("@openclaw/crabline"); // after the hook
  const server = await startTelegramServer({
    botToken: TOKEN,
    botId: BOT.id,
    botUsername: BOT.username,
    recorderPath: "/nonexistent/recorded-in-memory.jsonl", // fails when the hook did not work
    onEvent: (event) => void recorded.push(event as Recorded),
  });
  const { adminInboundUrl, apiRoot } = server.manifest.endpoints;
  const proxy = await startFaultProxy(apiRoot);
  let nextUpdateId = 1;
  let nextMessageId = 500_000; // far from those that crabline gives
  let waiting = 0;
  let lastInjection: Promise<unknown> = Promise.resolve();
  const knownFiles = new Map<string, { file_path?: string; file_size?: number }>();

  // what crabline does not know, done as if it worked
  for (const method of ["sendVoice", "sendSticker", "sendVideoNote", "editMessageCaption"])
    proxy.reply(method, () => ({ message_id: nextMessageId++ }));
  proxy.reply("getFile", ({ file_id: id }) => {
    const file = knownFiles.get(String(id));
    return file ? { file_id: id, file_unique_id: "u", ...file } : new Refusal(400, "Bad Request: invalid file_id");
  });

  /** One after the other: taking an update confirms all that have a smaller id. */
  const inTurn = async <T>(work: () => T | Promise<T>): Promise<T> => {
    waiting += 1;
    const mine = lastInjection.then(work).finally(() => (waiting -= 1));
    lastInjection = mine.catch(() => {});
    return mine;
  };
  const pushUpdate = (update: AnyUpdate): void => {
    const push = () => proxy.pushUpdate({ update_id: nextUpdateId++, ...update });
    if (waiting === 0) push();
    else void inTurn(push);
  };
  const desk = createDesk({ chatId: deskChat, reply: proxy.reply, pushUpdate });

  const inject = async (text: string, fields: Record<string, unknown>) => {
    const response = await fetch(adminInboundUrl, {
      method: "POST",
      headers: { "content-type": "application/json", "x-crabline-admin-token": server.manifest.adminToken },
      body: JSON.stringify({
        chatId: 1001,
        fromId: 1001,
        fromName: "Sari",
        text,
        updateId: nextUpdateId++,
        ...fields,
      }),
    });
    if (!response.ok && response.status !== 502)
      throw new Error(`not injected: ${response.status} ${await response.text()}`);
  };

  return {
    apiRoot: proxy.url,
    calls: proxy.calls,
    callsOf: proxy.callsOf,
    downloads: proxy.downloads,
    fail: proxy.fail,
    reply: proxy.reply,
    /** What the server itself accepted, in order. */
    accepted: (method: string) =>
      recorded
        .filter((event) => event.type === "api" && event.accepted && event.path.endsWith(`/${method}`))
        .map((event) => event.body as Record<string, unknown>),
    /** The words that the bot sent to a chat, captions too, as they are seen; also what the server refused. */
    saidTo: (chatId: number) =>
      proxy.calls
        .filter(({ method, body }) => /^send(?!ChatAction)/.test(method) && Number(body["chat_id"]) === chatId)
        .map(({ body }) => seen(body["text"] ?? body["caption"])),
    /** Somebody writes to the bot. */
    injectText: (text: string, fields: Record<string, unknown> = {}) => inTurn(() => inject(text, fields)),
    /** An update of a kind that crabline cannot make; for polling only. */
    pushUpdate,
    /** Somebody sends the bot something that is no text: `{ photo: [...], caption }`; for polling only. Returns its id. */
    injectMessage(fields: Record<string, unknown>, { chatId = 1001, fromName = "Sari" } = {}): number {
      const message_id = nextMessageId++;
      const person = { id: chatId, first_name: fromName };
      const chat = { ...person, type: "private" };
      const date = Math.floor(Date.now() / 1000);
      pushUpdate({
        message: { message_id, date, chat, from: { ...person, is_bot: false }, ...fields },
      } as unknown as AnyUpdate);
      return message_id;
    },
    /** A file that the bot may fetch; `bytes` is what Telegram says of its size. */
    addFile(fileId: string, content: Buffer, bytes = content.length) {
      const file_path = `files/${fileId}.bin`;
      knownFiles.set(fileId, { file_path, file_size: bytes });
      proxy.serveFile(file_path, content);
    },
    desk,
    deskSays: desk.says,
    deskEdits: desk.edits,
    deskPresses: desk.presses,
    topics: desk.topics,
    general: desk.general,
    deleteTopicByHand: desk.deleteTopicByHand,
    closeTopicByHand: desk.closeTopicByHand,
    async close() {
      await proxy.close();
      await server.close();
    },
  };
}

export type BotApi = Awaited<ReturnType<typeof startBotApi>>;
