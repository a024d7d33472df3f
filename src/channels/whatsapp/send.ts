import type { AnyMessageContent, WASocket } from "@whiskeysockets/baileys";
import type { Log } from "../../lib/log.ts";
import type { Attachment, OutboundMessage } from "../../message.ts";
import { FileGoneError, type ChannelEvents, type SendResult } from "../channel.ts";
import type { createAcks } from "./acks.ts";
import type { createForgetting } from "./forgetting.ts";
import { loadBaileys } from "./load.ts";
import { partId, toContents, type FileToSend } from "./outbound.ts";
import { ackResult, failedSend } from "./send-result.ts";
import { beginSending } from "./sending.ts";
import type { Tuning } from "./tuning.ts";

/** What sending needs of the channel. */
export type SendParts = {
  connection: { socket(): WASocket | undefined };
  acks: ReturnType<typeof createAcks>;
  events: ChannelEvents;
  forgetting: ReturnType<typeof createForgetting>;
  tellRestriction(result: SendResult, events: ChannelEvents): void;
  tuning: Tuning;
  log: Log;
};

export const NOT_CONNECTED = {
  ok: false,
  reason: "retry",
  retryAfterMs: 2_000,
  wholeAccount: true,
  detail: "not connected",
} as const satisfies SendResult;

/** Sends one of our messages, which may take several of WhatsApp's; the first has its id. */
export async function sendMessage(message: OutboundMessage, platformId: string, parts: SendParts): Promise<SendResult> {
  if (!parts.connection.socket()) return NOT_CONNECTED;
  const { attachment, to } = message;
  let contents: AnyMessageContent[];
  try {
    contents = toContents(message, attachment && (await fileToSend(attachment, parts.events)));
  } catch (error) {
    parts.log.warn("whatsapp.no-file", { id: platformId, error: (error as Error).name });
    return noFile(error);
  }
  for (const [part, content] of contents.entries()) {
    const result = await sendPart(to.chatId, content, partId(platformId, part), parts);
    if (!result.ok) return result;
  }
  return contents.length > 0 ? { ok: true, platformId } : { ok: true };
}

async function sendPart(
  chatId: string,
  content: AnyMessageContent,
  id: string,
  { connection, acks, events, forgetting, tellRestriction, tuning, log }: SendParts,
): Promise<SendResult> {
  const socket = connection.socket();
  if (!socket) return NOT_CONNECTED;
  forgetting.inContact([chatId], socket);
  const ack = acks.expect(id);
  const { written, mayBeOut } = beginSending(() =>
    socket.sendMessage(chatId, content, { messageId: id, mediaUploadTimeoutMs: tuning.mediaTimeoutMs }),
  );
  let result: SendResult;
  try {
    // the answer may come before Baileys is done; and when the connection ends, Baileys goes on waiting for a while
    result = ackResult(await Promise.race([written.then(ack.within), ack.answer]), id);
  } catch (error) {
    log.warn("whatsapp.send-failed", { id, error: (error as Error).name });
    result = failedSend(error);
  }
  ack.forget();
  if (!result.ok && result.reason === "unknown" && !mayBeOut()) {
    // while the connection goes on it is this recipient's keys that the server does not give, and others need not wait
    const wholeAccount = connection.socket() !== socket;
    result = { ...NOT_CONNECTED, wholeAccount, detail: result.detail };
  }
  log.info("whatsapp.sent", { id, outcome: result.ok ? "ok" : result.reason });
  tellRestriction(result, events);
  return result;
}

async function fileToSend(attachment: Attachment, events: ChannelEvents): Promise<FileToSend> {
  const content = await events.fetch(attachment);
  if (attachment.kind !== "voice") return { content };
  const { getAudioDuration } = await loadBaileys();
  const seconds = await getAudioDuration(Buffer.from(content)).catch(() => undefined);
  return { content, seconds: Math.round(seconds ?? 0) };
}

function noFile(error: unknown): SendResult {
  return error instanceof FileGoneError
    ? { ok: false, reason: "invalid", detail: "the file cannot be had any more" }
    : { ok: false, reason: "retry", retryAfterMs: 5_000, wholeAccount: false, detail: "the file could not be fetched" };
}
