import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Update } from "grammy/types";
import { readMultipart, type UploadedFile } from "./multipart.ts";

/** What happens to a send instead of going well; "drop-after": it has arrived, and nobody is told. */
export type FreeFault =
  | { code: 429; retryAfter: number }
  | { code: 403 }
  | { code: 500 }
  /** It has arrived, and what stands in between says that it got no answer. */
  | { code: 502 | 504 }
  | { code: 400; description: string }
  | "drop-before"
  | "drop-after";

/** Something that arrived in a chat. */
export type FreeSend = {
  chatId: string;
  /** The text or the caption, as HTML. */
  text: string;
  /** Milliseconds since 1970, with fractions. */
  at: number;
  method: string;
  messageId: number;
  /** The whole call. */
  body: Record<string, unknown>;
};

type AnyUpdate = Omit<Update, "update_id">;

/**
 * A Bot API server on the loopback that does as little as it can and keeps everything in memory, for many thousand
 * messages. Takes any token. `fault` is asked about each attempt to send something to a chat, counted from 1;
 * `answerAfterMs` about each that arrives, for how long its answer takes.
 */
export async function startFreeServer({
  fault: firstFault,
  answerAfterMs = () => 0,
  username = "sapa_test_bot",
}: {
  fault?: (chatId: string, attempt: number) => FreeFault | undefined;
  answerAfterMs?: () => number;
  username?: string;
} = {}) {
  let fault = firstFault;
  let heard: (send: FreeSend) => void = () => {};
  const sends: FreeSend[] = [];
  const edits: Omit<FreeSend, "method">[] = [];
  const attempts = new Map<string, number>();
  const arrived = new Map<string, number>();
  const calls = new Map<string, number>();
  const uploads: UploadedFile[] = [];
  const files = new Set<string>();
  const updates: Update[] = [];
  let poll: { answer(): void; conflict(): void } | undefined;
  let lastUpdateId = 0;
  let lastMessageId = 0;
  let lastThread = 0;

  function send(method: string, body: Record<string, unknown>, answer: Answer): void {
    const chatId = String(body["chat_id"]);
    const attempt = (attempts.get(chatId) ?? 0) + 1;
    attempts.set(chatId, attempt);
    const trouble = fault?.(chatId, attempt);
    if (trouble === "drop-before") return answer.drop();
    const isBetween = typeof trouble === "object" && (trouble.code === 502 || trouble.code === 504);
    if (typeof trouble === "object" && !isBetween) return refuse(trouble, answer);
    const field = FILE_FIELDS[method];
    const file = field === undefined ? undefined : body[field];
    if (typeof file === "string" && !files.has(file))
      return answer.error(400, "Bad Request: wrong file identifier/HTTP URL specified");
    const messageId = ++lastMessageId;
    const text = String(body["text"] ?? body["caption"] ?? "");
    const sent = { chatId, text, at: now(), method, messageId, body };
    sends.push(sent);
    heard(sent);
    arrived.set(chatId, (arrived.get(chatId) ?? 0) + 1);
    const content = field ? { [field]: kept(field, file) } : { text };
    if (trouble === "drop-after") return answer.drop();
    if (isBetween) return refuse(trouble, answer);
    const waitMs = answerAfterMs();
    const ok = () => answer.ok({ ...messageOf(chatId, messageId), ...content });
    if (waitMs > 0) setTimeout(ok, waitMs);
    else ok();
  }

  function kept(field: string, file: unknown): object {
    if (typeof file === "string") return inAnswer(field, file);
    uploads.push(file as UploadedFile);
    const id = `file-${uploads.length}`;
    files.add(id);
    return inAnswer(field, id);
  }

  function getUpdates({ offset = 0, timeout = 0 }: { offset?: number; timeout?: number }, answer: Answer): void {
    updates.splice(0, updates.length, ...updates.filter(({ update_id }) => update_id >= offset));
    poll?.conflict();
    const end = () => {
      clearTimeout(timer);
      poll = undefined;
    };
    const mine = {
      answer() {
        end();
        answer.ok(updates.slice(0, 100));
      },
      conflict() {
        end();
        answer.error(409, "Conflict: terminated by other getUpdates request");
      },
    };
    const timer = setTimeout(mine.answer, timeout * 1000);
    if (updates.length > 0 || timeout === 0) return mine.answer();
    poll = mine;
    answer.response.on("close", () => {
      if (poll === mine) end();
    });
  }

  function call(method: string, token: string, body: Record<string, unknown>, answer: Answer): void {
    calls.set(method, (calls.get(method) ?? 0) + 1);
    if (/^send(?!ChatAction)/.test(method)) return send(method, body, answer);
    switch (method) {
      case "getMe":
        return answer.ok({ id: Number(token.split(":")[0]), is_bot: true, first_name: "Sapa", username });
      case "getUpdates":
        return getUpdates(body, answer);
      case "editMessageText":
      case "editMessageCaption": {
        const [chatId, messageId] = [String(body["chat_id"]), Number(body["message_id"])];
        edits.push({ chatId, messageId, text: String(body["text"] ?? body["caption"]), at: now(), body });
        return answer.ok(messageOf(chatId, messageId));
      }
      case "createForumTopic":
        return answer.ok({ message_thread_id: ++lastThread, name: body["name"] });
      default:
        return answer.ok(true);
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const raw = Buffer.concat(chunks);
    const [, token = "", method = ""] = /^\/bot([^/]+)\/(\w+)/.exec(request.url ?? "") ?? [];
    const type = request.headers["content-type"] ?? "";
    const multipart = type.includes("multipart");
    const body = multipart ? readMultipart(raw, type) : raw.length > 0 ? (JSON.parse(raw.toString()) as object) : {};
    call(method, token, body as Record<string, unknown>, answering(request, response));
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  /** Something happens to the bot. Returns the id of the update. */
  function inject(update: AnyUpdate): number {
    updates.push({ update_id: ++lastUpdateId, ...update });
    poll?.answer();
    return lastUpdateId;
  }

  return {
    apiRoot: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What arrived, in order. */
    sends,
    /** Told of each that arrives. */
    onSend: (tell: typeof heard) => void (heard = tell),
    /** What was changed afterwards, in order. */
    edits,
    /** The files that came with their content. */
    uploads,
    /** How often a method was called. */
    calls: (method: string) => calls.get(method) ?? 0,
    /** How many messages arrived in each chat, and how many attempts were made, those that failed too. */
    arrived,
    attempts,
    setFault: (next: typeof fault) => void (fault = next),
    /** No id of a file is known any more. */
    forgetFiles: () => files.clear(),
    inject,
    /** A person writes. Returns the id of the message. */
    injectText(chatId: number, text: string): number {
      const messageId = ++lastMessageId;
      const person = { id: chatId, first_name: `Orang ${chatId}` };
      const message = { message_id: messageId, date: Math.floor(Date.now() / 1000), text };
      inject({
        message: { ...message, chat: { ...person, type: "private" }, from: { ...person, is_bot: false } },
      } as AnyUpdate);
      return messageId;
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type FreeServer = Awaited<ReturnType<typeof startFreeServer>>;

type Answer = ReturnType<typeof answering>;

function answering(request: IncomingMessage, response: ServerResponse) {
  const write = (status: number, value: object) => {
    const content = JSON.stringify(value);
    response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(content) });
    response.end(content);
  };
  return {
    response,
    ok: (result: unknown) => write(200, { ok: true, result }),
    error: (error_code: number, description: string, parameters?: object) =>
      write(error_code, { ok: false, error_code, description, ...(parameters ? { parameters } : {}) }),
    /** Of a server in between, which speaks no JSON. */
    page(status: number, html: string) {
      response.writeHead(status, { "content-type": "text/html", "content-length": Buffer.byteLength(html) });
      response.end(html);
    },
    drop: () => void request.socket.destroy(),
  };
}

function refuse(fault: Exclude<FreeFault, string>, answer: Answer): void {
  switch (fault.code) {
    case 429:
      return answer.error(429, `Too Many Requests: retry after ${fault.retryAfter}`, { retry_after: fault.retryAfter });
    case 403:
      return answer.error(403, "Forbidden: bot was blocked by the user");
    case 500:
      return answer.error(500, "Internal Server Error");
    case 502:
      return answer.error(502, "Bad Gateway");
    case 504:
      return answer.page(504, "<html><body>504 Gateway Time-out</body></html>");
    case 400:
      return answer.error(400, fault.description);
  }
}

const FILE_FIELDS: Readonly<Record<string, string>> = {
  sendPhoto: "photo",
  sendDocument: "document",
  sendVoice: "voice",
  sendAudio: "audio",
  sendVideo: "video",
  sendVideoNote: "video_note",
  sendAnimation: "animation",
  sendSticker: "sticker",
};

function inAnswer(field: string, file_id: string): object {
  return field === "photo" ? [{ file_id: `${file_id}-small` }, { file_id }] : { file_id };
}

function messageOf(chatId: string, message_id: number): object {
  const chat = { id: Number(chatId), type: Number(chatId) < 0 ? "supergroup" : "private" };
  return { message_id, date: Math.floor(Date.now() / 1000), chat };
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
