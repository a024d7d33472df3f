import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ask, type AskResult } from "../../src/ask.ts";
import { readTestQuestions } from "../../src/eval.ts";
import { isTellable } from "../../src/knowledge/knowledge.ts";
import { momentOf, testApp } from "../support/app.ts";
import { unvouched } from "../support/truth.ts";

/** Asks for a number that belongs to a person: the one thing no reply may do. */
const ASKS_FOR_NIK =
  /(?:kirim(?:kan)?|ketik(?:kan)?|sebutkan|balas|tulis(?:kan)?)\s+(?:\S+\s+){0,3}(?:NIK|KPJ|OTP|PIN|nama ibu)\b/i;

/** Everything that is wrong with a reply, whatever was asked; empty when it may be sent. */
async function wrongWith(said: readonly string[], result: AskResult): Promise<string[]> {
  const { knowledge } = await testApp();
  const { reply, facts } = result;
  const withoutWarnings = reply.replace(/[Jj]angan (?:kirim|beri)[^.]*/g, "");
  // telephone numbers and warnings stand for themselves
  const restsOnFacts = facts.some((id) => !/^(?:KONTAK|X)-/.test(id));
  return [
    ...unvouched(said, result, knowledge).map((number) => `nothing vouches for ${number}`),
    ...(/undefined|NaN|null|\{\{|\[object/.test(reply) ? ["a place was not filled in"] : []),
    ...(ASKS_FOR_NIK.test(withoutWarnings) ? ["it asks for a number that belongs to the person"] : []),
    ...(reply.trim() === "" ? ["it is empty"] : []),
    ...(reply.split("\n\n").length > 3 ? ["it has more than three paragraphs"] : []),
    ...facts.filter((id) => !isTellable(knowledge.fact(id))).map((id) => `${id} must not be told`),
    ...(restsOnFacts && !reply.includes("Sumber:") ? ["it names no source"] : []),
  ];
}

/** What was said, with the years that the day gives to it: this one, and its neighbours for "tahun lalu" and "depan". */
function meant(texts: readonly string[], on: string): string[] {
  const year = Number(on.slice(0, 4));
  const near = texts.some((text) => /lalu|sebelum|depan|wingi|kamari/.test(text)) ? [year - 1, year + 1] : [];
  // a bare number after we asked for an income is millions
  const millions = texts.filter((text) => /^\d$/.test(text)).map((text) => `${text} juta`);
  return [...texts, on, ...near.map(String), ...millions];
}

const PIECES = {
  start: [
    "berapa",
    "berapa persen",
    "cakupan",
    "target",
    "yang belum",
    "iuran",
    "diskon",
    "cara daftar",
    "klaim",
    "bandingkan",
    "perkembangan",
    "benar ya",
    "kalau",
    "siapa",
    "sabaraha",
    "pinten",
    "kumaha",
    "piye carane",
  ],
  middle: [
    "pekerja",
    "peserta",
    "ojol",
    "petani",
    "marbot",
    "ART",
    "jht",
    "jkm",
    "jkk",
    "sektor informal",
    "APBD",
    "iurannya",
    "penghasilan",
    "umur",
    "santunan",
    "beasiswa",
    "kantor",
    "kartu",
  ],
  place: [
    "Jabar",
    "Bantul",
    "Jambi",
    "Kab Bandung",
    "bandung",
    "nasional",
    "Indonesia",
    "Semarang",
    "Kulon Progo",
    "Papua",
    "DIY",
    "Soreang",
    "jogja",
    "Kota Jambi",
  ],
  number: [
    "2 juta",
    "1,5jt",
    "500rb sehari",
    "90 persen",
    "782 ribu",
    "17 tahun",
    "66 tahun",
    "20 orang",
    "3 bulan",
    "setahun",
    "2023",
    "2024",
    "2025",
    "2030",
    "Januari 2027",
    "bulan depan",
    "tahun lalu",
    "1,8 juta",
    "435 ribu",
  ],
};

const message = fc
  .array(fc.constantFrom(...Object.values(PIECES).flat()), { minLength: 1, maxLength: 6 })
  .map((pieces) => pieces.join(" "));

const day = fc.constantFrom(
  "2025-06-15",
  "2026-02-01",
  "2026-05-20",
  "2026-11-24",
  "2026-12-31",
  "2027-02-10",
  "2027-04-01",
  "2028-01-01",
);

describe("whatever is asked, no number is invented", () => {
  it("over random questions, on any day", async () => {
    const { router } = await testApp();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 6, arbitrary: message }, fc.string({ unit: "grapheme", maxLength: 60 })),
        day,
        async (text, on) => {
          expect(await wrongWith(meant([text], on), ask(router, { text, at: momentOf(on) }))).toEqual([]);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it("over random chats", async () => {
    const { router } = await testApp();
    let chats = 0;
    const turn = fc.oneof(
      { weight: 3, arbitrary: message },
      fc.constantFrom(
        "1",
        "2",
        "3",
        "ya",
        "kalau Jambi?",
        "tahun 2023?",
        "yang informal?",
        "yang belum?",
        "2 juta",
        "6 bulan",
        "batal",
        "menu",
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { minLength: 2, maxLength: 5 }), day, async (texts, on) => {
        const conversation = `truth-${++chats}`;
        for (const [index, text] of texts.entries())
          expect(
            await wrongWith(
              meant(texts.slice(0, index + 1), on),
              ask(router, { text, conversation, at: momentOf(on) }),
            ),
          ).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it("over every test question", async () => {
    const { router } = await testApp();
    const at = momentOf("2026-11-24");
    const results = await Promise.all(
      (await readTestQuestions()).map(async ({ text }) => ({
        text,
        wrong: await wrongWith(meant([text], "2026-11-24"), ask(router, { text, at })),
      })),
    );
    expect(results.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
  });
});
