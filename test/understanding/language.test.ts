import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readExamples, readKnowledge } from "../../src/knowledge/load.ts";
import { table } from "../../src/lib/table.ts";
import { createLanguageDetector, type Language } from "../../src/understanding/language.ts";
import { LANGUAGES } from "../../src/understanding/language-words.ts";
import { fold, wordsOf } from "../../src/understanding/normalise.ts";
import { SHIPPED } from "../support/knowledge.ts";
import { LANGUAGE_VOICES } from "./language-messages.ts";

const { content } = await readKnowledge(SHIPPED, { trusted: true });
const vocabulary = new Map<string, number>();
for (const { text } of await readExamples(join(SHIPPED.data, "examples")))
  for (const word of wordsOf(fold(text))) vocabulary.set(word, (vocabulary.get(word) ?? 0) + 1);
const detector = createLanguageDetector(content.languages, vocabulary);
const detect = (text: string) => detector(wordsOf(fold(text)));

describe("the language of a message", () => {
  const judged = LANGUAGE_VOICES.flatMap(({ language, messages }) =>
    messages.map((text) => ({ language, text, found: detect(text) })),
  );

  function share(language: Language): number {
    const own = judged.filter((message) => message.language === language);
    return own.filter(({ found }) => found === language).length / own.length;
  }

  it("prints how often it is right, and what it gets wrong", () => {
    const wrong = judged.filter(({ language, found }) => found !== language);
    process.stdout.write(
      table(
        ["written in", "messages", "right %", ...LANGUAGES.map((language) => `as ${language}`)],
        LANGUAGES.map((language) => {
          const own = judged.filter((message) => message.language === language);
          return [
            language,
            String(own.length),
            (share(language) * 100).toFixed(1),
            ...LANGUAGES.map((as) => String(own.filter(({ found }) => found === as).length)),
          ];
        }),
      ) + wrong.map(({ language, found, text }) => `${language} as ${found}: ${text}\n`).join(""),
    );
    expect(judged.length).toBeGreaterThanOrEqual(400);
    expect(new Set(judged.map(({ text }) => text)).size).toBe(judged.length);
  });

  it("hardly ever takes Indonesian for another language", () => expect(share("id")).toBeGreaterThanOrEqual(0.99));

  it.each(["su", "jv", "en"] as const)("knows %s", (language) => expect(share(language)).toBeGreaterThanOrEqual(0.95));

  it("the messages are no examples, so that the words of the examples do not know them", async () => {
    const plain = (text: string) => wordsOf(fold(text)).join(" ");
    const examples = new Set((await readExamples(join(SHIPPED.data, "examples"))).map(({ text }) => plain(text)));
    // a greeting or one word is the same whoever writes it
    const copies = judged.filter(({ text }) => text.split(" ").length > 4 && examples.has(plain(text)));
    expect(copies.map(({ text }) => text)).toEqual([]);
  });
});

describe("how it is decided", () => {
  it.each<[string, string, Language]>([
    ["one local word in an Indonesian sentence", "iuran saya teh belum dibayar", "id"],
    ["field words in a Sundanese one", "syarat daftar bpjs naon wae", "su"],
    ["field words in a Javanese one", "syarat daftar bpjs opo wae", "jv"],
    ["borrowed words alone", "mas mbak kang teh bapa", "id"],
    ["one word that two languages share", "kanggo ojek", "id"],
    ["words that both local languages know", "kanggo taun kedah", "id"],
    ["a level score, with nothing of Indonesian's own", "sabaraha ya kak", "su"],
    ["one English word", "when ya min bisanya", "id"],
    ["English beside names and the field's words", "how register bpjs ketenagakerjaan", "en"],
    ["an ending that one language has", "tiketna dibatalkeun", "su"],
    ["another", "tiketipun dipunbatalaken", "jv"],
    ["an ending by chance", "karena rencana bencana", "id"],
    ["a letter too few", "kumha klaim", "su"],
    ["two letters swapped", "priupn klaim", "jv"],
    ["another letter in a short word is another word", "cat kuning", "id"],
    ["nothing", "", "id"],
    ["numbers and signs", "123 ?! 😀", "id"],
    ["letters that are none of ours", "你好 привет", "id"],
  ])("%s: %s", (_, text, language) => expect(detect(text)).toBe(language));

  it("a word of the examples is no slip", () => {
    const lists = structuredClone(content.languages);
    lists.languages.su.strong = ["sakumaha"];
    const words = ["sakumah", "bpjs"];
    expect(createLanguageDetector(lists, new Map())(words)).toBe("su");
    expect(createLanguageDetector(lists, new Map([["sakumah", 2]]))(words)).toBe("id");
  });

  it("takes little time, also for words it has never seen", () => {
    const messages = LANGUAGE_VOICES.flatMap(({ messages }) => messages).map((text) => wordsOf(fold(text)));
    const fresh = createLanguageDetector(content.languages, vocabulary);
    const begun = performance.now();
    for (let round = 0; round < 20; round++) for (const words of messages) fresh(words);
    const microseconds = ((performance.now() - begun) * 1000) / (20 * messages.length);
    process.stdout.write(`${microseconds.toFixed(1)} us a message\n`);
    // ten times what it takes, for machines that are busy
    expect(microseconds).toBeLessThan(100);
  });
});
