import type { Attachment, OutboundMessage, Picture } from "../../message.ts";
import { CAPTIONED, methodFor, type FileMethod } from "./files.ts";
import { MAX_CAPTION, MAX_TEXT, toHtmlParts } from "./markup.ts";

export type Keyboard = { inline_keyboard: { text: string; callback_data: string }[][] };

type Shared = { chat_id: number; message_thread_id?: number; reply_markup?: Keyboard };

/** One call of the Bot API. The file is yet to be read, or to be named by its id. */
export type TelegramRequest =
  | {
      method: "sendMessage";
      payload: Shared & { text: string; parse_mode: "HTML"; link_preview_options: { is_disabled: true } };
    }
  | { method: FileMethod; file: Picture | Attachment; payload: Shared & { caption?: string; parse_mode?: "HTML" } };

/**
 * One message → the calls that send it, in order. Choices are buttons under the last part and leave the text. Empty
 * when there is nothing to send. `thread` is the topic's number in the chat.
 */
export function toRequests(message: OutboundMessage, thread?: number): TelegramRequest[] {
  const file = message.attachment ?? message.picture;
  const method = file && methodFor(file);
  const captioned = method !== undefined && CAPTIONED.has(method);
  const text = withoutChoices(message.text.trimEnd(), message.choices);
  const parts = toHtmlParts(text, captioned ? MAX_CAPTION : MAX_TEXT);
  const target = {
    chat_id: Number(message.to.chatId),
    ...(thread === undefined ? {} : { message_thread_id: thread }),
  };

  const requests: TelegramRequest[] = [];
  if (file && method && captioned)
    requests.push({ method, file, payload: { ...target, caption: parts.shift() ?? "", parse_mode: "HTML" } });
  for (const html of parts)
    requests.push({
      method: "sendMessage",
      payload: { ...target, text: html, parse_mode: "HTML", link_preview_options: { is_disabled: true } },
    });
  if (file && method && !captioned) requests.push({ method, file, payload: target });

  const keyboard = toKeyboard(message);
  const last = requests.at(-1);
  if (keyboard && last) last.payload.reply_markup = keyboard;
  return requests;
}

/** Choices one a row, then the rows of buttons; `undefined` when there are neither. */
export function toKeyboard({ choices, buttons = [] }: OutboundMessage): Keyboard | undefined {
  const rows = [
    ...choices.map((text, index) => [{ text, callback_data: `c:${index}` }]),
    ...buttons.map((row) => row.map(({ label, data }) => ({ text: label, callback_data: data }))),
  ];
  return rows.length > 0 ? { inline_keyboard: rows } : undefined;
}

/** Takes the numbered choices off the end, when they are exactly the buttons' labels and something is left to say. */
function withoutChoices(text: string, choices: readonly string[]): string {
  const numbered = choices.map((label, index) => `${index + 1}. ${label}`).join("\n");
  if (numbered === "" || !text.endsWith(`\n${numbered}`)) return text;
  return text.slice(0, -numbered.length).trimEnd() || text;
}
