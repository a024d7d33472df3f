import { beforeAll, describe, expect, it } from "vitest";
import { findTaughtAnswer, prepareAnswers, rarityIn, taughtReply, type Measure } from "../../src/teaching/answers.ts";
import type { TaughtAnswer } from "../../src/teaching/schema.ts";
import { createTaughtAnswers } from "../../src/teaching/taught-answers.ts";
import type { Model } from "../../src/understanding/model.ts";
import type { Understand } from "../../src/understanding/understand.ts";
import { createModelFile } from "../../src/storage/model-file.ts";
import { HOME } from "../../src/app.ts";
import { readExamples } from "../../src/knowledge/load.ts";
import { readTestQuestions } from "../../src/eval.ts";
import { testApp, TODAY } from "../support/app.ts";
import { SHIPPED } from "../support/knowledge.ts";

let understand: Understand;
let model: Model;
let measure: Measure;
let say: Awaited<ReturnType<typeof testApp>>["kit"]["say"];
let lexicon: Awaited<ReturnType<typeof testApp>>["knowledge"]["lexicon"];
beforeAll(async () => {
  const app = await testApp();
  ({ lexicon } = app.knowledge);
  ({ say } = app.kit);
  understand = app.understanding.understand;
  const stored = await createModelFile(`${HOME}/dist/model.bin`).load();
  if (!stored) throw new Error("the model was not built");
  model = stored;
  measure = { fillers: new Set(lexicon.fillers), spellings: lexicon.spellings, rarity: rarityIn(model.vocabulary) };
});

const read = (text: string) => understand(text, { today: TODAY, memory: {} });
const answerTo = (questions: string[], more: Partial<TaughtAnswer> = {}): TaughtAnswer => ({
  id: "T-1",
  questions,
  text: "Kantor cabang buka juga pada hari Sabtu pagi.",
  source: "",
  by: "staff-1",
  at: "2026-11-20T20:00:00.000Z",
  ...more,
});
const find = (asked: string, answers: TaughtAnswer[]) =>
  findTaughtAnswer(read(asked), prepareAnswers(answers, read, measure), TODAY, measure)?.id;

describe("a question that staff answered", () => {
  it.each([
    ["kantor cabang buka hari sabtu?", "sabtu kantor cabang buka tidak"],
    ["kantor cabang buka hari sabtu?", "kak, hari sabtu kantor cabangnya buka gak ya"],
    ["bayar iuran pakai dana bisa", "iuran bisa dibayar pakai dana"],
    ["kalau pindah kota kepesertaan hilang tidak", "pindah kota kepesertaannya hilang gak"],
    ["klaim jht ditolak karena paklaring beda nama", "paklaring beda nama, klaim JHT ditolak"],
    ["cara daftar ulang setelah keluar kerja", "gimana daftar ulang setelah keluar kerja ya min"],
    ["beasiswa anak dibayar sampai kuliah?", "beasiswa anak sampai kuliah gak"],
    ["kenapa aplikasi jmo keluar sendiri", "aplikasi jmo knp kluar sendiri"],
    ["cara daftar", "caranya daftar gimana"],
  ])("%s ← %s", (taught, asked) => expect(find(asked, [answerTo([taught])])).toBe("T-1"));

  it.each([
    ["more is asked", "cara daftar", "cara daftar ulang setelah keluar kerja"],
    ["less is asked", "cara daftar ulang setelah keluar kerja", "cara daftar"],
    ["a place is named", "kantor buka hari sabtu?", "kantor Bantul buka hari sabtu?"],
    ["another place is named", "kantor Bantul buka hari sabtu?", "kantor Sleman buka hari sabtu?"],
    ["the place is left out", "kantor Bantul buka hari sabtu?", "kantor buka hari sabtu?"],
    ["an occupation is named", "beasiswa anak sampai kuliah?", "beasiswa anak petani sampai kuliah?"],
    ["an income is named", "iuran per bulan naik tahun depan?", "gaji 2 juta iuran per bulan naik tahun depan?"],
    ["an age is named", "masih boleh ikut jht?", "umur 60 tahun masih boleh ikut jht?"],
    ["another programme is named", "klaim jht ditolak karena beda nama", "klaim jkm ditolak karena beda nama"],
    ["another number is named", "nunggak 3 bulan masih dijamin?", "nunggak 8 bulan masih dijamin?"],
    ["it is denied", "karyawan bisa ikut diskon iuran?", "bukan karyawan bisa ikut diskon iuran?"],
    ["how much is asked, not when", "kapan klaim jkm cair", "berapa klaim jkm cair"],
    ["where is asked, not whether", "kantor pos buka sabtu?", "kantor pos mana buka sabtu?"],
    ["another scheme is meant", "cara daftar bpjs mandiri", "cara daftar haji mandiri"],
    ["nothing is asked", "kantor buka hari sabtu?", "ya pak"],
    ["something else is asked", "kantor buka hari sabtu?", "besok hujan tidak"],
  ])("is not taken for it when %s", (_, taught, asked) => expect(find(asked, [answerTo([taught])])).toBeUndefined());

  it("is known by any of its forms, and the nearest answer is given", () => {
    const answers = [
      answerTo(["kantor cabang buka hari sabtu?", "sabtu masih melayani klaim?"]),
      answerTo(["sabtu masih melayani klaim jht?"], { id: "T-2" }),
    ];
    expect(find("hari sabtu melayani klaim tidak", answers)).toBe("T-1");
    expect(find("sabtu melayani klaim jht?", answers)).toBe("T-2");
  });

  it("gets the newer of two answers to the same question, and none that has run out", () => {
    const older = answerTo(["kantor buka sabtu?"]);
    const newer = answerTo(["kantor buka sabtu?"], { id: "T-2", at: "2026-11-23T05:00:00.000Z" });
    expect([find("kantor buka sabtu?", [older, newer]), find("kantor buka sabtu?", [newer, older])]).toEqual([
      "T-2",
      "T-2",
    ]);
    expect(find("kantor buka sabtu?", [older, { ...newer, validTo: "2026-11-23" }])).toBe("T-1");
    expect(find("kantor buka sabtu?", [{ ...newer, validTo: TODAY }])).toBe("T-2");
  });

  it("is never mistaken: of all test questions none meets an example line that means something else", async () => {
    const lines = (await readExamples(`${SHIPPED.data}/examples`)).filter((_, index) => index % 3 === 0);
    const answers = lines.map(({ text }, index) => answerTo([text], { id: String(index) }));
    const prepared = prepareAnswers(answers, read, measure);
    const met = (await readTestQuestions()).flatMap((question) => {
      const line = lines[Number(findTaughtAnswer(read(question.text), prepared, TODAY, measure)?.id ?? NaN)];
      return line ? [{ ...question, line }] : [];
    });
    expect(met.length).toBeGreaterThan(10);
    expect(met.filter(({ intent, alsoOk = [], line }) => ![intent, ...alsoOk].includes(line.intent))).toEqual([]);
  });
});

describe("looking answers up while the program runs", () => {
  it("reads the questions once, and again when answers or model change", () => {
    let answers = [answerTo(["kantor buka sabtu?"])];
    let current = model;
    let reads = 0;
    const taught = createTaughtAnswers({
      store: { answers: () => answers },
      understanding: {
        model: () => current,
        understand: (text, context) => {
          reads++;
          return understand(text, context);
        },
      },
      lexicon,
    });
    const readsOf = (step: () => unknown) => {
      reads = 0;
      step();
      return reads;
    };
    expect(readsOf(() => expect(taught.find("sabtu kantor buka?", TODAY)?.id).toBe("T-1"))).toBe(2);
    expect(readsOf(() => taught.find("sabtu kantor buka?", TODAY))).toBe(1);
    answers = [...answers, answerTo(["kantor buka minggu?"], { id: "T-2" })];
    expect(readsOf(() => expect(taught.find("minggu kantor buka?", TODAY)?.id).toBe("T-2"))).toBe(3);
    current = { ...model };
    expect(readsOf(() => taught.find("sabtu kantor buka?", TODAY))).toBe(3);
    answers = [];
    expect(readsOf(() => expect(taught.find("sabtu kantor buka?", TODAY)).toBeUndefined())).toBe(0);
  });
});

describe("the reply", () => {
  it("gives text, source, and who wrote it on which day, as it was in Jakarta", () => {
    const text = "Layanan hari Sabtu hanya pukul 8 sampai 12.";
    expect(taughtReply(answerTo(["x"], { text, source: "Kantor Cabang Bantul, 3 November 2026" }), say)).toBe(
      `${text}\n\nSumber: Kantor Cabang Bantul, 3 November 2026\nJawaban ini ditulis petugas pada 21 November 2026.`,
    );
  });

  it("names no source where there is none", () => {
    expect(taughtReply(answerTo(["x"]), say)).toBe(
      "Kantor cabang buka juga pada hari Sabtu pagi.\n\nJawaban ini ditulis petugas pada 21 November 2026.",
    );
  });
});
