import { readFile } from "node:fs/promises";
import { onTestFinished, describe, expect, it } from "vitest";
import { isForPeople, TRANSLATIONS } from "../../src/knowledge/languages.ts";
import { loadKnowledge, readKnowledge, readTranslation } from "../../src/knowledge/load.ts";
import { flatTexts } from "../../src/knowledge/texts.ts";
import { checkTranslation, placesIn } from "../../src/knowledge/translation.ts";
import { copiedFolders, SHIPPED } from "../support/knowledge.ts";

const { texts: indonesian } = await readKnowledge(SHIPPED, { trusted: true });
const ours = flatTexts(indonesian);

describe("the shipped translations", () => {
  it("English says everything that people read", () => {
    const english = flatTexts(readTranslation(SHIPPED.locales, "en"));
    expect([...ours.keys()].filter((key) => isForPeople(key) && !english.has(key))).toEqual([]);
  });

  it.each(TRANSLATIONS)("%s has no key and no place that Indonesian has not, and lacks no place", (language) => {
    const problems = checkTranslation(readTranslation(SHIPPED.locales, language), indonesian, language);
    expect(problems.filter(({ message }) => !message.startsWith("said in Indonesian"))).toEqual([]);
  });

  it.each(TRANSLATIONS)("%s fits on a phone's screen as the Indonesian does", (language) => {
    const long = [...flatTexts(readTranslation(SHIPPED.locales, language))].filter(
      ([key, text]) => !key.startsWith("language.") && text.length > 1.5 * (ours.get(key) ?? "").length + 40,
    );
    expect(long).toEqual([]);
  });

  it.each(["su", "jv"] as const)("%s lists every text on its page for reviewers", async (language) => {
    const page = await readFile(`${SHIPPED.locales}/${language}/REVIEW.md`, "utf8");
    for (const key of flatTexts(readTranslation(SHIPPED.locales, language)).keys()) {
      const [file = "", ...rest] = key.split(".");
      expect(page).toContain(`## ${file}.json`);
      expect(page).toContain(`- \`${rest.join(".")}\``);
    }
  });

  it("no translation says what only staff read", () => {
    expect(
      ["staff.card", "siaran.head", "questions.head", "service.alarm", "broadcast.card.title"].map(isForPeople),
    ).toEqual([false, false, false, false, false]);
    expect(["talk.thanks.text", "broadcast.voted", "office.next", "office-hours.today"].map(isForPeople)).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });
});

describe("checking a translation", () => {
  const texts = {
    talk: { thanks: "Sama-sama.", hello: "Halo {{name}}." },
    office: { hours: "Buka {{hours}}." },
    staff: { card: "Tiket" },
  };
  const found = (own: object, language: "en" | "su") =>
    checkTranslation(own as Record<string, unknown>, texts, language).map(
      ({ level, file, where, message }) => `${level} ${file} ${where} ${message}`,
    );

  it("finds nothing wrong with one that is whole", () => {
    const whole = { talk: { thanks: "Welcome.", hello: "Hello {{name}}." }, office: { hours: "Open {{hours}}." } };
    expect(found(whole, "en")).toEqual([]);
  });

  it("lets a text have forms of its own for one thing", () => {
    const hours = { hours: "Open {{hours}} hours.", hours_one: "Open {{hours}} hour." };
    expect(found({ talk: { thanks: "W.", hello: "Hello {{name}}." }, office: hours }, "en")).toEqual([]);
  });

  const broken = { talk: { thanks: "Welcome {{who}}.", hello: "Hello.", bye: "Bye." }, staff: { card: "Ticket" } };

  it("English: whatever differs stops the start", () => {
    expect(found(broken, "en")).toEqual([
      "error locales/en/office.json hours is missing",
      "error locales/en/talk.json thanks has a place of its own: {{who}}",
      "error locales/en/talk.json hello lacks the place {{name}}",
      "error locales/en/talk.json bye no Indonesian text has this key",
      "error locales/en/staff.json card is not for translation: see languages.ts",
    ]);
  });

  it("the others: only what could not be said does", () => {
    expect(found(broken, "su")).toEqual([
      "warning locales/su  said in Indonesian: office",
      "error locales/su/talk.json thanks has a place of its own: {{who}}",
      "warning locales/su/talk.json hello lacks the place {{name}}",
      "warning locales/su/talk.json bye no Indonesian text has this key",
      "warning locales/su/staff.json card is not for translation: see languages.ts",
    ]);
  });

  it("places are those that i18next fills in", () => {
    expect([...placesIn("{{a}} dan {{ b-c }}, {nama}")]).toEqual(["a", "b-c"]);
  });
});

describe("opening translations", () => {
  it.each([
    [
      "a text that is missing",
      "talk",
      (text: string) => text.replace('"thanks"', '"thank"'),
      /locales\/en\/talk\.json: thanks\.text: is missing/,
    ],
    [
      "a place that is not filled",
      "unsure",
      (text: string) => text.replace("Sorry,", "Sorry {{name}},"),
      /\{\{name\}\}/,
    ],
    ["no JSON", "media", () => "{", /locales\/en\/media\.json: is no valid JSON/],
  ])("%s stops the start", async (_, file, change, message) => {
    const folders = await copiedFolders();
    onTestFinished(folders.remove);
    await folders.edit(`locales/en/${file}.json`, change);
    await expect(loadKnowledge(folders)).rejects.toThrow(message);
  });

  it("documents that passed before are not read again, but a change is noticed", async () => {
    const folders = await copiedFolders();
    onTestFinished(folders.remove);
    const passed = new Set<string>();
    const checked = {
      has: async (digest: string) => passed.has(digest),
      add: async (digest: string) => void passed.add(digest),
    };
    await loadKnowledge(folders, checked);
    await loadKnowledge(folders, checked);
    expect(passed.size).toBe(1);
    await folders.edit("locales/en/media.json", () => "{}");
    await expect(loadKnowledge(folders, checked)).rejects.toThrow(/locales\/en\/media\.json/);
  });
});
