import { describe, expect, it } from "vitest";
import type { Content } from "../../src/broadcast/campaign.ts";
import { checkContent } from "../../src/broadcast/content-check.ts";
import { DEFAULT_SETTINGS } from "../../src/settings/defaults.ts";
import { shippedSay } from "./say.ts";

const say = await shippedSay();
const { greetings } = DEFAULT_SETTINGS.broadcast;

const checked = (content: Content, figures: (text: string) => { figure: string; known: boolean }[] = () => []) =>
  checkContent(content, { figures, greetings, say });
const text = (id: string, more: Partial<Content> = {}): Content => ({ texts: { id }, ...more });
const GOOD = "Diskon iuran berlaku sampai akhir tahun. Daftar di kantor cabang.";
const FILE = { path: "a.png", mimeType: "image/png", kind: "image" } as const;

describe("problems", () => {
  it("are none in a good text", () => {
    expect(checked(text(`{salam} ${GOOD} {nama|Bapak/Ibu}`, { choices: ["Ya", "Tidak"], file: FILE }))).toEqual({
      problems: [],
      warnings: [],
      uses: { nama: false, wilayah: false },
    });
  });

  it.each<[string, Content, string[]]>([
    ["empty", text("  "), ["empty-text"]],
    ["only a variable", text("{salam} {nama}"), ["empty-text"]],
    ["an empty variant", { texts: { id: GOOD, su: "" } }, ["empty-text"]],
    ["another language", { texts: { id: GOOD, fr: "Bonjour" } }, ["unknown-language"]],
    ["long", text("kata ".repeat(300)), ["too-long"]],
    ["long for a caption", text("kata ".repeat(200), { file: FILE }), ["too-long"]],
    ["asks for a NIK", text("Balas dengan NIK Anda"), ["asks-secret"]],
    ["asks in a choice", text(GOOD, { choices: ["Kirim nomor KTP"] }), ["asks-secret"]],
    ["an id number", text(`${GOOD} 3204123456789012`), ["id-number"]],
    [
      "an id number as a file's name",
      text(GOOD, { file: { ...FILE, fileName: "3204123456789012.png" } }),
      ["id-number"],
    ],
    ["another variable", text(`${GOOD} {kota}`), ["unknown-variable"]],
    ["half a variable", text(`${GOOD} {nama`), ["unknown-variable"]],
    ["a variable in a choice", text(GOOD, { choices: ["Saya {nama}"] }), ["unknown-variable"]],
    ["seven choices", text(GOOD, { choices: ["a", "b", "c", "d", "e", "f", "g"] }), ["too-many-choices"]],
    ["a long choice", text(GOOD, { choices: ["Saya mau ikut mendaftar hari Sabtu di Soreang"] }), ["long-choice"]],
    ["an empty choice", text(GOOD, { choices: [" "] }), ["empty-choice"]],
    ["the same twice", text(GOOD, { choices: ["Ya", "ya "] }), ["same-choices"]],
    ["a word that means something else", text(GOOD, { choices: ["Berhenti"] }), ["reserved-choice"]],
  ])("%s", (_, content, keys) => {
    const { problems } = checked(content);
    expect(problems.map(({ key }) => key)).toEqual(keys.map((key) => `broadcast.problem.${key}`));
    for (const { key, values } of problems) expect(say(key, values)).not.toMatch(/\{\{|undefined/);
  });

  it("counts what somebody with a long name would get", () => {
    const most = 1500;
    const almost = text("kata ".repeat(260));
    const { problems } = checked({ texts: { id: `${almost.texts.id}{nama} {nama} {nama} {nama} {nama}` } });
    expect(checked(almost).problems).toEqual([]);
    expect(problems).toMatchObject([{ values: { most: "1.500", language: "Indonesia" } }]);
    expect(Number(String(problems[0]?.values?.["length"]).replace(".", ""))).toBeGreaterThan(most);
  });

  it("does not mistake a warning for a question", () => {
    expect(checked(text("Jangan kirim NIK atau OTP lewat chat.")).problems).toEqual([]);
  });
});

describe("warnings", () => {
  const keys = (content: Content) => checked(content).warnings.map(({ key }) => key);

  it("names each figure that is not known, once", () => {
    const figures = () => [
      { figure: "Rp8.500", known: false },
      { figure: "Rp16.800", known: true },
    ];
    expect(checked({ texts: { id: GOOD, su: GOOD } }, figures).warnings).toEqual([
      { key: "broadcast.warning.figure", values: { figure: "Rp8.500" } },
    ]);
  });

  it.each([
    [`${GOOD} https://bit.ly/abc`, ["broadcast.warning.short-link"]],
    [`${GOOD} s.id/daftar`, ["broadcast.warning.short-link"]],
    [`${GOOD} https://www.bpjsketenagakerjaan.go.id/daftar`, []],
    ["SEGERA DAFTAR SEKARANG SEBELUM TERLAMBAT", ["broadcast.warning.shouting"]],
    ["BPJS, JKK, JKM dan BPU: daftar sekarang", []],
  ])("%s", (words, expected) => expect(keys(text(words))).toEqual(expected));
});

describe("variables that need to be known", () => {
  it.each([
    ["{nama} di {wilayah}", { nama: true, wilayah: true }],
    ["{nama|Bapak/Ibu} di {wilayah|daerah Anda}", { nama: false, wilayah: false }],
    ["{nama|Bapak/Ibu}, ya {nama}", { nama: true, wilayah: false }],
    ["{salam}", { nama: false, wilayah: false }],
  ])("%s", (words, uses) => expect(checked(text(`${GOOD} ${words}`)).uses).toEqual(uses));

  it("in any of the languages", () => {
    expect(checked({ texts: { id: GOOD, su: `${GOOD} {nama}` } }).uses.nama).toBe(true);
  });
});
