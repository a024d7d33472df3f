import { array, assert, boolean, constantFrom, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { toHtmlWithin } from "../../../src/channels/telegram/markup.ts";
import { toRequests } from "../../../src/channels/telegram/outbound.ts";
import type { OutboundMessage } from "../../../src/message.ts";

const PICTURE = { path: "/charts/diy.png", mimeType: "image/png" };

function requestsFor(text: string, rest: Partial<OutboundMessage> = {}) {
  return toRequests({ to: { channel: "telegram", chatId: "1001" }, text, choices: [], ...rest });
}

function wordsOf(request: ReturnType<typeof requestsFor>[number]): string {
  return "text" in request.payload ? request.payload.text : (request.payload.caption ?? "");
}

function textsFor(text: string, rest: Partial<OutboundMessage> = {}) {
  return requestsFor(text, rest).map(wordsOf);
}

/** What a person sees of it. */
function shown(html: string): string {
  return html
    .replace(/<\/?b>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

describe("a text", () => {
  it("is one call, without a preview of links", () => {
    expect(requestsFor("Halo")).toEqual([
      {
        method: "sendMessage",
        payload: { chat_id: 1001, text: "Halo", parse_mode: "HTML", link_preview_options: { is_disabled: true } },
      },
    ]);
  });

  it.each([
    ["*Rp16.800* sebulan", "<b>Rp16.800</b> sebulan"],
    ["*JKK* dan *JKM*", "<b>JKK</b> dan <b>JKM</b>"],
    ["*a*b*", "<b>a</b>b*"],
    ["2 * 3 * 4", "2 * 3 * 4"],
    ["2*3", "2*3"],
    ["*dua\nbaris*", "*dua\nbaris*"],
    ["* butir\n* butir", "* butir\n* butir"],
    ["**", "**"],
    ["*tanya <apa> & siapa*", "<b>tanya &lt;apa&gt; &amp; siapa</b>"],
    ["<b>bukan</b> &lt;", "&lt;b&gt;bukan&lt;/b&gt; &amp;lt;"],
    ["_garis_bawah_ `kode` [a](b)", "_garis_bawah_ `kode` [a](b)"],
    ["  spasi di tepi \n", "spasi di tepi"],
  ])("%j is shown as %j", (text, html) => {
    expect(textsFor(text)).toEqual([html]);
  });

  it("is nothing when it is empty", () => {
    expect(requestsFor("")).toEqual([]);
    expect(requestsFor(" \n ")).toEqual([]);
  });
});

describe("choices", () => {
  it("are buttons, one a row, and leave the text", () => {
    const [request] = requestsFor("Mau apa?\n\n1. Cara daftar\n2. Iuran", { choices: ["Cara daftar", "Iuran"] });
    expect(request?.payload).toMatchObject({
      text: "Mau apa?",
      reply_markup: {
        inline_keyboard: [[{ text: "Cara daftar", callback_data: "c:0" }], [{ text: "Iuran", callback_data: "c:1" }]],
      },
    });
  });

  it.each([
    ["after one line", "Pilih:\n1. A\n2. B\n", "Pilih:"],
    ["other labels", "Pilih:\n1. A\n2. C", "Pilih:\n1. A\n2. C"],
    ["another order", "Pilih:\n1. B\n2. A", "Pilih:\n1. B\n2. A"],
    ["too few", "Pilih:\n2. B", "Pilih:\n2. B"],
    ["too many", "Cara:\n1. X\n1. A\n2. B", "Cara:\n1. X"],
    ["in the middle", "1. A\n2. B\nPilih satu", "1. A\n2. B\nPilih satu"],
    ["on the line of other words", "Pilih 1. A\n2. B", "Pilih 1. A\n2. B"],
    ["nothing but the choices", "1. A\n2. B", "1. A\n2. B"],
    ["none in the text", "Pilih:", "Pilih:"],
  ])("%s", (_, text, left) => {
    const [request, ...others] = requestsFor(text, { choices: ["A", "B"] });
    expect(others).toEqual([]);
    expect(request?.payload).toMatchObject({ text: left });
    expect(request?.payload.reply_markup?.inline_keyboard).toHaveLength(2);
  });

  it("make no keyboard when there are none", () => {
    expect(requestsFor("1. A\n2. B")[0]?.payload).not.toHaveProperty("reply_markup");
  });
});

describe("a text that is too long", () => {
  const a = "a".repeat(3_000);
  const b = "b".repeat(2_000);

  it.each([
    ["whole up to the limit", "x".repeat(4_096), [4_096]],
    ["at a paragraph's end", `${a}\n\n${b.slice(0, 500)}\n${b}`, [3_000, 2_501]],
    ["at a line's end", `${a}\n${b.slice(0, 500)} ${b}`, [3_000, 2_501]],
    ["between words", `${a} ${b}`, [3_000, 2_000]],
    ["just before the limit's blank", `${"x".repeat(4_096)} ${b}`, [4_096, 2_000]],
    ["inside a word when there is no other place", "x".repeat(5_000), [4_096, 904]],
    ["never inside an emoji", `${"x".repeat(4_095)}😀y`, [4_095, 3]],
    ["by what is seen, not by what is written", `*${"x".repeat(2_000)}* ${"&".repeat(2_095)}`, [4_096]],
  ])("is cut %s", (_, text, lengths) => {
    expect(textsFor(text).map((part) => shown(part).length)).toEqual(lengths);
  });

  it("stays bold on both sides of a cut", () => {
    expect(textsFor(`*${a} ${b}* biasa`)).toEqual([`<b>${a}</b>`, `<b>${b}</b> biasa`]);
  });

  it("has its buttons under the last part", () => {
    const requests = requestsFor(`${a}\n\n${b}\n\n1. Menu`, { choices: ["Menu"] });
    expect(requests.map(({ payload }) => payload.reply_markup !== undefined)).toEqual([false, true]);
  });

  it("loses no word and keeps every part within the limit, whatever it is", () => {
    const piece = constantFrom("kata", "*tebal sekali*", "<", "&", "*", " ", "\n", "\n\n", "😀", "x".repeat(700));
    assert(
      property(array(piece, { maxLength: 60 }), boolean(), (pieces, pictured) => {
        const text = pieces.join("");
        const requests = requestsFor(text, pictured ? { picture: PICTURE } : {});
        const seen = requests.map((request) => shown(wordsOf(request)));
        for (const [index, part] of seen.entries())
          expect(part.length).toBeLessThanOrEqual(pictured && index === 0 ? 1_024 : 4_096);
        const letters = (words: string) => words.replace(/[\s*]/g, "");
        expect(letters(seen.join(""))).toBe(letters(text));
        for (const request of requests) expect(wordsOf(request)).not.toMatch(/<b>[^<]*(?:<b>|$)/);
      }),
      { numRuns: 200 },
    );
  });
});

describe("a picture", () => {
  it("carries its text and its buttons", () => {
    expect(requestsFor("Cakupan *DIY*", { picture: PICTURE, choices: ["Menu"] })).toEqual([
      {
        method: "sendPhoto",
        file: PICTURE,
        payload: {
          chat_id: 1001,
          caption: "Cakupan <b>DIY</b>",
          parse_mode: "HTML",
          reply_markup: { inline_keyboard: [[{ text: "Menu", callback_data: "c:0" }]] },
        },
      },
    ]);
  });

  it("is a document when it is none", () => {
    const letter = { path: "surat.pdf", mimeType: "application/pdf", fileName: "Surat.pdf" };
    expect(requestsFor("Ini *suratnya*", { picture: letter })).toMatchObject([
      { method: "sendDocument", file: letter, payload: { caption: "Ini <b>suratnya</b>" } },
    ]);
  });

  it("goes without a text", () => {
    expect(requestsFor("", { picture: PICTURE })).toMatchObject([{ method: "sendPhoto", payload: { caption: "" } }]);
  });

  it("is followed by what its caption cannot hold", () => {
    const requests = requestsFor(`${"a".repeat(1_000)}\n\n${"b".repeat(3_000)}`, {
      picture: PICTURE,
      choices: ["Menu"],
    });
    expect(requests.map(({ method }) => method)).toEqual(["sendPhoto", "sendMessage"]);
    expect(requests.map((request) => wordsOf(request).length)).toEqual([1_000, 3_000]);
    expect(requests.map(({ payload }) => payload.reply_markup !== undefined)).toEqual([false, true]);
  });
});

describe("in the desk", () => {
  it("every part goes into the topic", () => {
    const requests = toRequests(
      {
        to: { channel: "telegram", chatId: "-100500" },
        text: `${"a".repeat(4_000)}\n\n${"b".repeat(200)}`,
        choices: [],
      },
      12,
    );
    expect(requests.map(({ payload }) => [payload.chat_id, payload.message_thread_id])).toEqual([
      [-100_500, 12],
      [-100_500, 12],
    ]);
  });

  it("buttons stand in their rows, below the last part", () => {
    const buttons = [
      [
        { label: "Ambil", data: "claim:3" },
        { label: "Tutup", data: "close:3" },
      ],
      [{ label: "Riwayat", data: "history:3" }],
    ];
    const requests = requestsFor(`${"a".repeat(4_000)}\n\n${"b".repeat(200)}`, { buttons });
    expect(requests.map(({ payload }) => payload.reply_markup)).toEqual([
      undefined,
      {
        inline_keyboard: [
          [
            { text: "Ambil", callback_data: "claim:3" },
            { text: "Tutup", callback_data: "close:3" },
          ],
          [{ text: "Riwayat", callback_data: "history:3" }],
        ],
      },
    ]);
    expect(requestsFor("a", { buttons: [] })[0]?.payload).not.toHaveProperty("reply_markup");
  });
});

describe("a file that is handed on", () => {
  const attached = (type: string, kind: "image" | "sticker" | "video" = "image") => ({
    attachment: { kind, source: { channel: "telegram", ref: JSON.stringify({ fileId: "f", type }) } } as const,
  });
  const buttons = [[{ label: "Ambil", data: "claim:3" }]];

  it("carries the text as its caption, and what does not fit follows", () => {
    const requests = requestsFor(`${"a".repeat(1_000)}\n\n${"b".repeat(100)}`, { ...attached("photo"), buttons });
    expect(requests.map(({ method }) => method)).toEqual(["sendPhoto", "sendMessage"]);
    expect(requests.map((request) => wordsOf(request).length)).toEqual([1_000, 100]);
    expect(requests.map(({ payload }) => payload.reply_markup !== undefined)).toEqual([false, true]);
  });

  it.each([
    ["sticker", "sticker", "sendSticker"],
    ["video_note", "video", "sendVideoNote"],
  ] as const)("%s: takes no caption, the text goes before it", (type, kind, method) => {
    const requests = requestsFor("*Sari*: lihat", { ...attached(type, kind), buttons });
    expect(requests.map((request) => request.method)).toEqual(["sendMessage", method]);
    expect(requests[1]?.payload).toEqual({
      chat_id: 1001,
      reply_markup: { inline_keyboard: [[{ text: "Ambil", callback_data: "claim:3" }]] },
    });
    expect(requestsFor("", attached(type, kind)).map((request) => request.method)).toEqual([method]);
  });
});

describe("a text that must stay one part", () => {
  it.each([
    ["*a* < b", 100, "<b>a</b> &lt; b"],
    ["satu dua tiga", 9, "satu dua…"],
    ["satu dua tiga", 8, "satu…"],
    ["x".repeat(9), 5, "xxxx…"],
    ["*satu dua* tiga", 7, "<b>satu</b>…"],
  ])("%j within %i is %j", (text, limit, html) => {
    expect(toHtmlWithin(text, limit)).toBe(html);
  });
});
