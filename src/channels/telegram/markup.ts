/** Characters after entities are parsed. https://core.telegram.org/bots/api#sendmessage */
export const MAX_TEXT = 4096;
/** https://core.telegram.org/bots/api#sendphoto */
export const MAX_CAPTION = 1024;

/** A text as Telegram's HTML, in parts that each fit. The first part may be held to a smaller limit. */
export function toHtmlParts(text: string, firstLimit = MAX_TEXT): string[] {
  const { shown, bold } = parse(text);
  return split(shown, firstLimit).map((piece) => render(shown, bold, piece));
}

/** A text as Telegram's HTML that must stay one part: what does not fit is left off, and shown to be. */
export function toHtmlWithin(text: string, limit: number): string {
  const { shown, bold } = parse(text.trim());
  if (shown.length <= limit) return render(shown, bold, [0, shown.length]);
  return `${render(shown, bold, [0, cut(shown, limit - 1)])}…`;
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

/** Cuts at paragraph ends, else line ends, else between words. */
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
