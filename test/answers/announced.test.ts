import { describe, expect, it } from "vitest";
import { readTestQuestions } from "../../src/eval.ts";
import { askOnce, testApp } from "../support/app.ts";

/** A line that says what follows, and nothing does. */
const ANNOUNCED = /(?:^|\n)[^\n]*:(?=\n\n|\s*$)/;

async function emptyAnnouncements(questions: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const question of questions) {
    const line = ANNOUNCED.exec((await askOnce(question)).reply)?.[0];
    if (line !== undefined) found.push(`${question}: ${line.trim()}`);
  }
  return found;
}

describe("what a reply announces, it tells", () => {
  it("of every province, whatever is asked about it", async () => {
    const { knowledge } = await testApp();
    const provinces = knowledge.regions.all.filter(({ level }) => level === "provinsi").map(({ name }) => name);
    expect(provinces.length).toBeGreaterThan(30);
    const questions = provinces.flatMap((name) => [
      `apa ada yang iurannya dibayari pemda di ${name}`,
      `kelompok pekerja mana yang diutamakan di ${name}`,
      `siapa pemenang paritrana award ${name}`,
      `rincian formal informal ${name}`,
      `berapa yang belum ikut di ${name}`,
    ]);
    expect(await emptyAnnouncements(questions)).toEqual([]);
  });

  it("to the test questions, also when it is unsure", async () => {
    const questions = (await readTestQuestions()).map(({ text }) => text);
    expect(await emptyAnnouncements(questions)).toEqual([]);
  });
});
