import { Refusal, type Reply } from "./fault-proxy.ts";
import type { AnyUpdate } from "./bot-api.ts";
import type { UploadedFile } from "./multipart.ts";

/** The staff's group of these tests: the default everywhere below. */
export const DESK_CHAT = "-1001234567890";

type Body = Record<string, unknown>;
type Keys = { label: string; data: string }[][];
type DeskMessage = {
  id: number;
  thread: number | undefined;
  /** As it is seen: without marks. */
  text: string;
  buttons: Keys;
  /** The id of the file on Telegram, or what was uploaded, and by which method. */
  file?: { method: string; file: string | UploadedFile };
  byBot: boolean;
};
type Topic = { title: string; thread: number; closed: boolean; deleted: boolean };
type Person = { fromId: number; fromName: string; lastName?: string };

const SENDS = ["Message", "Photo", "Voice", "Audio", "Video", "VideoNote", "Animation", "Document", "Sticker"];

/** The staff's forum group on the fake Bot API: takes what the bot sends there, and lets people write and press. */
export function createDesk({
  chatId,
  reply,
  pushUpdate,
}: {
  chatId: string;
  reply: (method: string, reply: Reply) => void;
  pushUpdate: (update: AnyUpdate) => void;
}) {
  const topics: Topic[] = [];
  let messages: DeskMessage[] = [];
  let nextId = 2;
  let nextQuery = 1;
  const there = (method: string, answer: Reply) =>
    reply(method, (body) => (Number(body["chat_id"]) === Number(chatId) ? answer(body) : undefined));
  const topicOf = ({ message_thread_id: thread }: Body) =>
    topics.find((topic) => topic.thread === Number(thread) && !topic.deleted);
  const messageOf = ({ message_id: id }: Body) => messages.find((message) => message.id === Number(id));
  const badRequest = (why: string) => new Refusal(400, `Bad Request: ${why}`);

  there("createForumTopic", ({ name }) => {
    if (typeof name !== "string" || name === "" || name.length > 128) return badRequest("TOPIC_TITLE_EMPTY");
    topics.push({ title: name, thread: nextId, closed: false, deleted: false });
    return { message_thread_id: nextId++, name, icon_color: 7322096 };
  });

  for (const [method, closed] of [
    ["closeForumTopic", true],
    ["reopenForumTopic", false],
  ] as const)
    there(method, (body) => {
      const topic = topicOf(body);
      if (!topic) return badRequest("TOPIC_ID_INVALID");
      if (topic.closed === closed) return badRequest("TOPIC_NOT_MODIFIED");
      topic.closed = closed;
      return true;
    });

  there("deleteForumTopic", (body) => {
    const topic = topicOf(body);
    if (!topic) return badRequest("TOPIC_ID_INVALID");
    topic.deleted = true;
    return true;
  });

  for (const what of SENDS)
    there(`send${what}`, (body) => {
      const method = `send${what}`;
      const text = seen(body["text"] ?? body["caption"]);
      const wrong = wrongWith(body, text, what);
      if (wrong !== undefined) return badRequest(wrong);
      const thread = body["message_thread_id"] === undefined ? undefined : Number(body["message_thread_id"]);
      const topic = topicOf(body);
      if (thread !== undefined && !topic) return badRequest("message thread not found");
      if (topic?.closed) return badRequest("TOPIC_CLOSED");
      const file = body[fieldOf(what)] as string | UploadedFile;
      const sent = { id: nextId++, thread, text, buttons: keysOf(body), byBot: true };
      messages.push(what === "Message" ? sent : { ...sent, file: { method, file } });
      return { message_id: sent.id, date: now(), chat: chatOf(chatId), message_thread_id: thread };
    });

  for (const method of ["editMessageText", "editMessageCaption"])
    there(method, (body) => {
      const message = messageOf(body);
      const ofText = method === "editMessageText";
      if (!message?.byBot) return badRequest("message to edit not found");
      if (ofText === (message.file !== undefined))
        return badRequest(`there is no ${ofText ? "text" : "caption"} in the message to edit`);
      const text = seen(body["text"] ?? body["caption"]);
      const wrong = wrongWith(body, text, ofText ? "Message" : "Caption");
      if (wrong !== undefined) return badRequest(wrong);
      const buttons = keysOf(body);
      if (text === message.text && JSON.stringify(buttons) === JSON.stringify(message.buttons))
        return badRequest("message is not modified: specified new message content is exactly the same");
      Object.assign(message, { text, buttons });
      return { message_id: message.id };
    });

  there("deleteMessage", (body) => {
    const message = messageOf(body);
    if (!message) return badRequest("message to delete not found");
    messages = messages.filter((each) => each !== message);
    return true;
  });

  there("sendChatAction", () => true);

  const personOf = ({ fromId, fromName, lastName }: Person) => ({
    id: fromId,
    is_bot: false,
    first_name: fromName,
    ...(lastName === undefined ? {} : { last_name: lastName }),
  });
  const inTopic = (thread: number | undefined) =>
    thread === undefined ? {} : { is_topic_message: true, message_thread_id: thread };
  const said = (message: DeskMessage) => ({
    message_id: message.id,
    date: now(),
    chat: chatOf(chatId),
    ...inTopic(message.thread),
    ...(message.file ? { caption: message.text } : { text: message.text }),
    reply_markup: {
      inline_keyboard: message.buttons.map((row) =>
        row.map(({ label, data }) => ({ text: label, callback_data: data })),
      ),
    },
  });
  const answered = (id: number | undefined, thread: number | undefined) => {
    const message = messages.find((each) => each.id === id);
    if (message) return { reply_to_message: said(message) };
    if (id !== undefined) return { reply_to_message: { message_id: id, date: now(), chat: chatOf(chatId) } };
    const title = topics.find((topic) => topic.thread === thread)?.title ?? "?";
    return thread === undefined
      ? {}
      : {
          reply_to_message: {
            message_id: thread,
            date: now(),
            chat: chatOf(chatId),
            forum_topic_created: { name: title },
          },
        };
  };
  const listOf = (thread: number | undefined) => {
    const ours = messages.filter((message) => message.byBot && message.thread === thread);
    return { texts: ours.map(({ text }) => text), messages: ours };
  };

  return {
    chatId,
    /** Somebody writes in the group; in the general part without a thread. Returns the message's id. */
    says(words: Person & { thread?: number; text?: string; replyTo?: number; fields?: Body }): number {
      const { thread, text = "", replyTo, fields = {} } = words;
      const id = nextId++;
      messages.push({ id, thread, text, buttons: [], byBot: false });
      pushUpdate({
        message: {
          message_id: id,
          date: now(),
          chat: chatOf(chatId),
          from: personOf(words),
          ...inTopic(thread),
          ...answered(replyTo, thread),
          ...(text === "" ? {} : { text }),
          ...fields,
        },
      } as unknown as AnyUpdate);
      return id;
    },
    /** Somebody changes what they wrote. */
    edits(words: Person & { messageId: number; text: string }): void {
      const message = messages.find(({ id }) => id === words.messageId);
      if (!message) throw new Error(`nobody wrote message ${words.messageId} in the desk`);
      message.text = words.text;
      pushUpdate({
        edited_message: {
          message_id: message.id,
          date: now(),
          edit_date: now(),
          chat: chatOf(chatId),
          from: personOf(words),
          ...inTopic(message.thread),
          text: words.text,
        },
      } as unknown as AnyUpdate);
    },
    /**
     * Somebody presses a button of the bot, named by its data or its label: under that message, else under the newest
     * that has it.
     */
    presses(press: Person & { data?: string; label?: string; messageId?: number }): void {
      const wanted = messages.filter(({ id, byBot }) => byBot && (press.messageId ?? id) === id).toReversed();
      const fits = ({ label, data }: Keys[number][number]) =>
        press.data === undefined ? label === press.label : data === press.data;
      const message = wanted.find(({ buttons }) => buttons.flat().some(fits));
      const button = message?.buttons.flat().find(fits);
      if (!message || !button) throw new Error(`no button ${press.data ?? press.label} in the desk`);
      pushUpdate({
        callback_query: {
          id: `9${nextQuery++}`,
          from: personOf(press),
          chat_instance: "1",
          data: button.data,
          message: said(message),
        },
      } as unknown as AnyUpdate);
    },
    /** What the bot said, topic by topic, in the order they were opened; what it took back is not there. */
    topics: () => topics.map((topic) => ({ ...topic, ...listOf(topic.thread) })),
    /** What the bot said outside of topics. */
    general: () => listOf(undefined),
    /** Somebody removes a topic: what is sent into it later is refused. */
    deleteTopicByHand(thread: number): void {
      const topic = topics.find((each) => each.thread === thread);
      if (!topic) throw new Error(`no topic ${thread} in the desk`);
      topic.deleted = true;
    },
    closeTopicByHand(thread: number): void {
      const topic = topics.find((each) => each.thread === thread);
      if (!topic) throw new Error(`no topic ${thread} in the desk`);
      topic.closed = true;
    },
  };
}

/** Telegram's HTML as a person sees it. */
export function seen(html: unknown): string {
  return (typeof html === "string" ? html : "")
    .replace(/<\/?b>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

function wrongWith(body: Body, text: string, what: string): string | undefined {
  const html = String(body["text"] ?? body["caption"] ?? "").replace(/<b>[^<>]*<\/b>/g, "");
  if (/[<>]/.test(html)) return "can't parse entities";
  if (what === "Message" && text.trim() === "") return "message text is empty";
  if (text.length > (what === "Message" ? 4096 : 1024)) return "message is too long";
  if (text !== "" && (what === "Sticker" || what === "VideoNote")) return "there is no caption";
  if (SENDS.includes(what) && what !== "Message" && body[fieldOf(what)] === undefined)
    return "there is no file in the request";
  const tooLong = keysOf(body)
    .flat()
    .some(({ data }) => Buffer.byteLength(data) > 64 || data === "");
  return tooLong ? "BUTTON_DATA_INVALID" : undefined;
}

function keysOf(body: Body): Keys {
  const markup = body["reply_markup"] as { inline_keyboard?: { text: string; callback_data: string }[][] } | undefined;
  return (markup?.inline_keyboard ?? []).map((row) =>
    row.map(({ text: label, callback_data: data }) => ({ label, data })),
  );
}

/** "VideoNote" → "video_note". */
function fieldOf(what: string): string {
  return what.replace(/(?<=.)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

function chatOf(chatId: string) {
  return { id: Number(chatId), type: "supergroup", is_forum: true, title: "Petugas" } as const;
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}
