import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { toMoment, type AskResult } from "../src/ask.ts";
import { askLines } from "../src/ask-lines.ts";
import { momentOf, testApp, TODAY } from "./support/app.ts";

async function lines(input: string): Promise<(AskResult & { error?: string })[]> {
  const { router } = await testApp();
  const written: string[] = [];
  await askLines(router, {
    input: Readable.from([input]),
    write: (line) => written.push(line),
    now: () => momentOf(TODAY),
  });
  return written.map((line) => JSON.parse(line) as AskResult & { error?: string });
}

const line = (value: object) => JSON.stringify(value);

describe("ask --jsonl", () => {
  it("answers every line, in order, with all that was agreed", async () => {
    const [first, second] = await lines(
      [line({ id: "a", text: "cara daftar gimana?" }), line({ id: 2, text: "besok hujan?" })].join("\n"),
    );
    expect(first).toMatchObject({ id: "a", intent: "registration.how", effects: [], language: "id" });
    expect(Object.keys(first ?? {}).sort()).toEqual([
      "choices",
      "confidence",
      "effects",
      "entities",
      "facts",
      "id",
      "intent",
      "language",
      "ms",
      "reply",
      "sources",
    ]);
    expect(first?.facts.length).toBeGreaterThan(0);
    expect(first?.sources.length).toBeGreaterThan(0);
    expect(second).toMatchObject({ id: 2, intent: "out-of-scope" });
  });

  it("lines of one conversation are turns of one chat; others are not", async () => {
    const [, follow, alone] = await lines(
      [
        line({ id: 1, conversation: "c", text: "berapa persen pekerja Bantul yang terlindungi?" }),
        line({ id: 2, conversation: "c", text: "kalau Jambi?" }),
        line({ id: 3, text: "yang belum?" }),
      ].join("\n"),
    );
    expect(follow?.intent).toBe("statistics.coverage");
    expect(follow?.reply).toContain("Jambi");
    expect(alone?.facts).not.toContain("S3-03");
  });

  it("numbers the choices in the reply", async () => {
    const [menu] = await lines(line({ id: 1, text: "menu" }));
    menu?.choices.forEach((label, index) => expect(menu.reply).toContain(`${index + 1}. ${label}`));
  });

  it("takes the day from the line", async () => {
    const [before, after] = await lines(
      [
        line({ id: 1, text: "iuran petani sebulan berapa", at: "2026-05-01" }),
        line({ id: 2, text: "iuran petani sebulan berapa", at: "2027-02-01T09:00:00+07:00" }),
      ].join("\n"),
    );
    expect(before?.reply).toContain("Rp8.400");
    expect(after?.reply).not.toContain("Rp8.400");
  });

  it.each([
    ["no JSON", "halo", /no valid JSON/, undefined],
    ["half a line", '{"id":"x","text":"ha', /no valid JSON/, undefined],
    ["no text", line({ id: "x" }), /text: needs a text/, "x"],
    ["a number for a text", line({ id: "x", text: 5 }), /text/, "x"],
    ["a day that does not exist", line({ id: "x", text: "halo", at: "2026-02-30" }), /at must be a date/, "x"],
    ["an unknown channel", line({ id: "x", text: "halo", channel: "fax" }), /channel must be one of/, "x"],
    ["a list", "[1,2]", /text: needs a text|expected object/i, undefined],
    ["null", "null", /./, undefined],
  ])("%s is reported and the rest goes on", async (_, broken, message, id) => {
    const [bad, good] = await lines(`${broken}\n${line({ id: "next", text: "halo" })}`);
    expect(bad?.error).toMatch(message);
    expect(bad?.id).toBe(id);
    expect(good).toMatchObject({ id: "next", intent: "smalltalk.greeting" });
  });

  it("skips empty lines, and takes a byte order mark and carriage returns", async () => {
    expect(
      await lines(`\uFEFF${line({ id: 1, text: "halo" })}\r\n\r\n${line({ id: 2, text: "makasih" })}\r\n`),
    ).toHaveLength(2);
  });

  it.each([
    ["2026-11-24", "2026-11-24T05:00:00.000Z"],
    ["2026-11-24T00:30:00+07:00", "2026-11-23T17:30:00.000Z"],
    ["2026-02-29", undefined],
    ["24-11-2026", undefined],
    ["kemarin", undefined],
  ])("the moment of %s is %s", (text, iso) => expect(toMoment(text)?.toISOString()).toBe(iso));
});

/** What nobody should send, and what must not break anything. */
const STRANGE: [name: string, text: string][] = [
  ["nothing", ""],
  ["blanks", " \n\t "],
  ["emoji only", "🙏🙏😭"],
  ["control characters", "\u0000\u0001\u0007\u001b[31m"],
  ["a megabyte", "iuran berapa ".repeat(80_000)],
  ["a megabyte without a blank", "a".repeat(1_000_000)],
  ["a megabyte of digits", "1".repeat(1_000_000)],
  ["half of a surrogate pair", "iuran \ud83d berapa"],
  ["right to left", "\u202Eiuran berapa"],
  ["another script", "你好，怎么注册？"],
  ["stacked accents", `i${"\u0301".repeat(500)}uran`],
  ["template marks", "{{f_JKM_01}} $t(talk.menu.text) {{constructor}}"],
  ["the name of a builtin", "constructor __proto__ toString hasOwnProperty"],
  ["HTML", "<script>alert(1)</script>"],
  ["many commas and dots", ",.;:!?".repeat(5000)],
  ["many questions", "iuran berapa? ".repeat(300)],
];

describe("strange messages", () => {
  it.each(STRANGE)("%s gets a reply", async (_, text) => {
    const [result] = await lines(line({ id: 1, text }));
    expect(result?.error).toBeUndefined();
    expect(result?.reply.trim()).not.toBe("");
    expect(result?.reply.length).toBeLessThan(1500);
    expect(result?.ms).toBeLessThan(2000);
  });

  it.each(["constructor", "__proto__", "tostring", "valueOf", "hasOwnProperty"])(
    "%s is no word of ours",
    async (text) => {
      const [result] = await lines(line({ id: 1, text }));
      expect(result?.intent).toBe("out-of-scope");
    },
  );
});
