import type { OutboundMessage, Picture } from "../../message.ts";

type Shared = {
  chat_id: number;
  parse_mode: "HTML";
  reply_markup?: { inline_keyboard: { text: string; callback_data: string }[][] };
};

/** One call of the Bot API. The picture is a file yet to be read. */
export type TelegramRequest =
  | { method: "sendMessage"; payload: Shared & { text: string; link_preview_options: { is_disabled: true } } }
  | { method: "sendPhoto"; picture: Picture; payload: Shared & { caption: string } };

/** Characters after entities are parsed. https://core.telegram.org/bots/api#sendmessage */
const MAX_TEXT = 4096;
/** https://core.telegram.org/bots/api#sendphoto */
const MAX_CAPTION = 1024;

/**
 * One message → the calls that send it, in order. Choices are buttons under the last part and leave the text. Empty
 * when there is nothing to send.
 */
export function toRequests(message: OutboundMessage): TelegramRequest[] {
  const { shown, bold } = parse(withoutChoices(message.text.trimEnd(), message.choices));
  const { picture } = message;
  const pieces = split(shown, picture ? MAX_CAPTION : MAX_TEXT);
  if (picture && pieces.length === 0) pieces.push([0, 0]);
  return pieces.map((piece, index): TelegramRequest => {
    const html = render(shown, bold, piece);
    const shared: Shared = {
      chat_id: Number(message.to.chatId),
      parse_mode: "HTML",
      ...(index === pieces.length - 1 && message.choices.length > 0 ? { reply_markup: keyboard(message.choices) } : {}),
    };
    return picture && index === 0
      ? { method: "sendPhoto", picture, payload: { ...shared, caption: html } }
      : { method: "sendMessage", payload: { ...shared, text: html, link_preview_options: { is_disabled: true } } };
  });
}

function keyboard(choices: readonly string[]): NonNullable<Shared["reply_markup"]> {
  return { inline_keyboard: choices.map((text, index) => [{ text, callback_data: `c:${index}` }]) };
}

/** Takes the numbered choices off the end, when they are exactly the buttons' labels and something is left to say. */
function withoutChoices(text: string, choices: readonly string[]): string {
  const numbered = choices.map((label, index) => `${index + 1}. ${label}`).join("\n");
  if (numbered === "" || !text.endsWith(`\n${numbered}`)) return text;
  return text.slice(0, -numbered.length).trimEnd() || text;
}

/** From and up to, in characters of the shown text. */
type Span = readonly [from: number, to: number];

/** What a person sees of a text, and which of it is bold. "2 * 3 * 4" holds no bold: words touch their marks. */
function parse(text: string): { shown: string; bold: Span[] } {
  const bold: Span[] = [];
  let shown = "";
  let read = 0;
  for (const { 0: marked, 1: words = "", index } of text.matchAll(/\*(?!\s)([^*\n]+)(?<!\s)\*/g)) {
    shown += text.slice(read, index);
    bold.push([shown.length, shown.length + words.length]);
    shown += words;
    read = index + marked.length;
  }
  return { shown: shown + text.slice(read), bold };
}

/** Cuts at paragraph ends, else line ends, else between words. The first piece may be held to a smaller limit. */
function split(shown: string, firstLimit: number): Span[] {
  const pieces: Span[] = [];
  let from = afterSpace(shown, 0);
  while (from < shown.length) {
    const limit = pieces.length === 0 ? firstLimit : MAX_TEXT;
    const to = shown.length - from <= limit ? shown.length : from + cut(shown.slice(from, from + limit + 1), limit);
    pieces.push([from, to]);
    from = afterSpace(shown, to);
  }
  return pieces;
}

function cut(text: string, limit: number): number {
  for (const end of ["\n\n", "\n", " "]) {
    const at = text.lastIndexOf(end, limit);
    if (at > 0) return at;
  }
  const halvesOnePicture = /[\uD800-\uDBFF]/.test(text[limit - 1] ?? "");
  return halvesOnePicture ? limit - 1 : limit;
}

function afterSpace(text: string, from: number): number {
  return from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);
}

function render(shown: string, bold: readonly Span[], [from, to]: Span): string {
  let html = "";
  let at = from;
  for (const [start, end] of bold) {
    if (end <= from || start >= to) continue;
    const [opens, closes] = [Math.max(start, from), Math.min(end, to)];
    html += `${escape(shown.slice(at, opens))}<b>${escape(shown.slice(opens, closes))}</b>`;
    at = closes;
  }
  return html + escape(shown.slice(at, to));
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
