import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { askOnce, testApp } from "../support/app.ts";

/** One question about one of the five articles: the fact it must bring out, what the reply must say and whom it names. */
type Line = { fact: string; said: string; says: string[]; source: string };

const LINES = JSON.parse(readFileSync(join(import.meta.dirname, "..", "dialogues", "articles.json"), "utf8")) as Line[];

/** Facts of the five articles and the notes across them. */
const SEED = /^(?:S[0-4]|X)-/;

describe("every figure, target, group and programme of the five articles", () => {
  it.each(LINES)("$fact: $said", async ({ fact, said, says, source }) => {
    const { reply, facts } = await askOnce(said);
    expect(facts).toContain(fact);
    for (const words of says) expect(reply).toContain(words);
    expect(reply).toContain(source);
  });

  it("leaves none of the 88 out", async () => {
    const { knowledge } = await testApp();
    const seed = knowledge.facts.map(({ id }) => id).filter((id) => SEED.test(id));
    expect(seed).toHaveLength(88);
    const asked = new Set(LINES.map(({ fact }) => fact));
    expect(seed.filter((id) => !asked.has(id))).toEqual([]);
  });
});
