import { describe, expect, it, onTestFinished } from "vitest";
import { loadKnowledge, readKnowledge } from "../../src/knowledge/load.ts";
import { copiedFolders, SHIPPED } from "../support/knowledge.ts";

describe("the words by which a language is known", () => {
  it("are there for each language, each list with its source", async () => {
    const { languages } = (await readKnowledge(SHIPPED)).content.languages;
    for (const { source, strong, weak } of Object.values(languages)) {
      expect(source).toMatch(/^Written for this project/);
      expect(strong.length).toBeGreaterThan(200);
      expect(weak.length).toBeGreaterThan(50);
    }
  });

  it.each([
    ["no file", () => "", /languages\.json: is no valid JSON/],
    [
      "a capital letter",
      (text: string) => text.replace('"kumaha"', '"Kumaha"'),
      /languages\.json: languages\.su\.strong\[\d+\]: must be small letters/,
    ],
    [
      "two words for one",
      (text: string) => text.replace('"kumaha"', '"kumaha atuh"'),
      /languages\.json: languages\.su\.strong\[\d+\]: must be small letters/,
    ],
    [
      "a word of two languages that is told to be of one",
      (text: string) => text.replace('"kumaha"', '"bagaimana"'),
      /languages\.json: languages\.su\.strong: "bagaimana" is in languages\.id\.strong as well/,
    ],
    [
      "a word in a list twice",
      (text: string) => text.replace('"kumaha"', '"kumaha", "kumaha"'),
      /languages\.su\.strong: "kumaha" is in languages\.su\.strong as well/,
    ],
    [
      "a word that is to tell nothing, and tells something",
      (text: string) => text.replace('"byChance": [', '"byChance": ["kumaha",'),
      /languages\.json: byChance: "kumaha" is in languages\.su\.strong as well/,
    ],
    [
      "a list that has no source",
      (text: string) => text.replace(/"source": "[^"]*English[^"]*"/, '"source": ""'),
      /languages\.json: languages\.en\.source: must not be empty/,
    ],
    [
      "a key that nobody reads",
      (text: string) => text.replace('"byChance"', '"bychance"'),
      /languages\.json: .*byChance/,
    ],
  ])("%s stops the start", async (_, change, message) => {
    const folders = await copiedFolders();
    onTestFinished(folders.remove);
    await folders.edit("data/languages.json", change);
    await expect(loadKnowledge(folders)).rejects.toThrow(message);
  });
});
