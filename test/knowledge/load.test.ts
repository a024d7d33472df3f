import { mkdir, writeFile } from "node:fs/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { KnowledgeError, loadKnowledge, readExamples, readKnowledge } from "../../src/knowledge/load.ts";
import { INTENTS } from "../../src/lib/intent.ts";
import { copiedFolders, SHIPPED } from "../support/knowledge.ts";

async function broken(file: string, change: (text: string) => string): Promise<KnowledgeError> {
  const folders = await copiedFolders();
  onTestFinished(folders.remove);
  await folders.edit(file, change);
  const error: unknown = await loadKnowledge(folders).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(KnowledgeError);
  return error as KnowledgeError;
}

describe("opening the knowledge", () => {
  it("holds every fact, source and place that is shipped", async () => {
    const { content, problems } = await readKnowledge(SHIPPED);
    expect(problems.filter(({ level }) => level === "error")).toEqual([]);
    expect(content.facts.length).toBeGreaterThanOrEqual(264);
    expect(content.regions.filter(({ level }) => level === "provinsi")).toHaveLength(38);
    expect(content.regions.filter(({ level }) => level === "kabupaten" || level === "kota")).toHaveLength(514);
  });

  it.each([
    [
      "a comma too few",
      "data/knowledge/figures.json",
      (text: string) => text.replace('",', '"'),
      /figures\.json: is no valid JSON/,
    ],
    [
      "an unknown key",
      "data/knowledge/figures.json",
      (text: string) => text.replace('"kind": "figure"', '"kind": "figure", "note": "x"'),
      /figures\.json: facts\[0\] \(S0-01\): .*note/,
    ],
    [
      "a day that does not exist",
      "data/knowledge/figures.json",
      (text: string) => text.replace('"asOf": "2023-08"', '"asOf": "2023-02-30"'),
      /figures\.json: facts\[0\] \(S0-01\)\.asOf: a date is/,
    ],
    [
      "a text for a number",
      "data/knowledge/figures.json",
      (text: string) => text.replace('"percent": 31', '"percent": "31"'),
      /figures\.json: facts\[0\] \(S0-01\)\.percent/,
    ],
    [
      "an intent that is none",
      "data/knowledge/figures.json",
      (text: string) => text.replace('"statistics.coverage"', '"statistics.covrage"'),
      /figures\.json: facts\[0\] \(S0-01\)\.intents\[0\]/,
    ],
    ["an empty file", "data/knowledge/claims.json", () => "", /claims\.json: is no valid JSON/],
    [
      "an empty reply",
      "locales/id/talk.json",
      (text: string) => text.replace(/"Sama-sama[^"]*"/, '" "'),
      /locales\/id\/talk\.json: thanks\.text: the text is empty/,
    ],
    [
      "a reply that is a number",
      "locales/id/talk.json",
      (text: string) => text.replace(/"Sama-sama[^"]*"/, "7"),
      /locales\/id\/talk\.json: thanks\.text: must be a text/,
    ],
  ])("%s stops the start and is named", async (_, file, change, message) => {
    expect((await broken(file, change)).message).toMatch(message);
  });

  it("lists all mistakes of all files together", async () => {
    const folders = await copiedFolders();
    onTestFinished(folders.remove);
    await folders.edit("data/knowledge/figures.json", (text) => text.replace('"percent": 31', '"percent": 131'));
    await folders.edit("data/knowledge/claims.json", (text) => text.replace('"kind": "', '"kind": "x'));
    await folders.edit("data/regions.json", (text) => text.replace('"level":"provinsi"', '"level":"negara"'));
    const { problems } = await readKnowledge(folders);
    expect(new Set(problems.filter(({ level }) => level === "error").map(({ file }) => file))).toEqual(
      new Set(["knowledge/figures.json", "knowledge/claims.json", "regions.json"]),
    );
  });

  it("has examples for every intent, each varied enough to learn from", async () => {
    const examples = await readExamples(`${SHIPPED.data}/examples`);
    const counts = INTENTS.map(
      (intent) => [intent, examples.filter((example) => example.intent === intent).length] as const,
    );
    expect(counts.filter(([, count]) => count < 60)).toEqual([]);
    expect(examples.filter(({ intent }) => intent === "out-of-scope").length).toBeGreaterThan(1500);
  });

  it("has no example under two intents", async () => {
    const seen = new Map<string, string>();
    const twice: string[] = [];
    for (const { intent, text } of await readExamples(`${SHIPPED.data}/examples`)) {
      const key = text
        .toLowerCase()
        .replace(/[.,!?\s]+/g, " ")
        .trim();
      if (seen.has(key) && seen.get(key) !== intent) twice.push(`${text}: ${seen.get(key)} and ${intent}`);
      seen.set(key, intent);
    }
    expect(twice).toEqual([]);
  });

  it("names an example file that belongs to no intent, and one that is missing", async () => {
    const folders = await copiedFolders();
    onTestFinished(folders.remove);
    await mkdir(`${folders.data}/examples`);
    await writeFile(`${folders.data}/examples/statistics.weather.txt`, "hujan\n");
    await expect(readExamples(`${folders.data}/examples`)).rejects.toThrow(
      /statistics\.weather\.txt: no intent has this name[\s\S]*menu\.txt: is missing/,
    );
  });
});
