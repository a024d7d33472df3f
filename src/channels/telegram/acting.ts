import type { Api } from "grammy";
import type { Act, OutboundMessage } from "../../message.ts";
import type { SendResult } from "../channel.ts";
import { isBadRequest, toFailure } from "./failure.ts";
import { MAX_CAPTION, MAX_TEXT, toHtmlWithin } from "./markup.ts";
import { toKeyboard } from "./outbound.ts";
import type { Topics } from "./topics.ts";

/**
 * Does what is to be done instead of sending. Done twice it shows once, so a call of which nobody knows what became is
 * simply repeated by the outbox.
 */
export async function act(
  message: OutboundMessage & { act: Act },
  { api, topics, failed }: { api: Api; topics: Topics | undefined; failed: (error: unknown) => void },
): Promise<SendResult> {
  const wrong = whatIsWrong(message);
  if (wrong !== undefined) return { ok: false, reason: "invalid", detail: wrong };
  try {
    await perform(message, api, topics);
    return { ok: true };
  } catch (error) {
    failed(error);
    const failure = toFailure(error, { toDesk: topics !== undefined });
    if (failure.reason !== "unknown") return failure;
    return { ...failure, reason: "retry", retryAfterMs: REPEAT_MS, wholeAccount: false };
  }
}

const REPEAT_MS = 3_000;

function whatIsWrong({ act: { type, ...rest }, text, topic }: OutboundMessage & { act: Act }): string | undefined {
  if (!("id" in rest)) return topic ? undefined : "no topic is named";
  if (!/^[1-9]\d*$/.test(rest.id)) return "no message id of Telegram";
  return type === "edit" && text.trim() === "" ? "nothing to send" : undefined;
}

async function perform(message: OutboundMessage & { act: Act }, api: Api, topics?: Topics): Promise<void> {
  const chat = Number(message.to.chatId);
  const { act: what, topic: { key } = { key: "" } } = message;
  switch (what.type) {
    case "edit":
      return edit(message, Number(what.id), api);
    case "delete":
      await api.raw
        .deleteMessage({ chat_id: chat, message_id: Number(what.id) })
        .catch(unless(/message to delete not found/i));
      return undefined;
    case "close-topic":
      return topics?.close(chat, key);
    case "reopen-topic":
      return topics?.reopen(chat, key);
    case "delete-topic":
      return topics?.remove(chat, key);
  }
}

async function edit(message: OutboundMessage, id: number, api: Api): Promise<void> {
  const keyboard = toKeyboard(message);
  const shared = {
    chat_id: Number(message.to.chatId),
    message_id: id,
    parse_mode: "HTML",
    ...(keyboard ? { reply_markup: keyboard } : {}),
  } as const;
  const same = unless(/message is not modified/i);
  try {
    const text = toHtmlWithin(message.text, MAX_TEXT);
    await api.raw.editMessageText({ ...shared, text, link_preview_options: { is_disabled: true } }).catch(same);
  } catch (error) {
    if (!isBadRequest(error, /there is no text in the message/i)) throw error;
    await api.raw.editMessageCaption({ ...shared, caption: toHtmlWithin(message.text, MAX_CAPTION) }).catch(same);
  }
}

/** Lets a refusal pass that says it is done already. */
function unless(reason: RegExp): (error: unknown) => void {
  return (error) => {
    if (!isBadRequest(error, reason)) throw error;
  };
}
