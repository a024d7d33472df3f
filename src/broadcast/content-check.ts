import { asksForSecret } from "../lib/asks-secret.ts";
import { maskIdNumbers } from "../lib/id-number.ts";
import { numberText } from "../lib/numbers.ts";
import type { Remark } from "./broadcasts.ts";
import type { Content } from "./campaign.ts";
import { LONGEST_NAME, render, usesOf, VARIABLE, type Say } from "./render.ts";

/** What can be said of a content without knowing who gets it. */
export type ContentCheck = {
  problems: Remark[];
  warnings: Remark[];
  /** Variables that stand somewhere without anything that could stand in for them. */
  uses: { nama: boolean; wilayah: boolean };
};

/** Characters of a caption. https://core.telegram.org/bots/api#sendphoto */
const LONGEST_CAPTION = 1024;
/** More is not read on a phone. */
const LONGEST_TEXT = 1500;
const MOST_CHOICES = 6;
/** A button shows no more of its label on a small phone. */
const LONGEST_CHOICE = 40;
/** A long name of a regency. */
const LONG_REGION = "Kabupaten Pangkajene dan Kepulauan";

/** Languages that a text may be in. */
const LANGUAGES = ["id", "su", "jv", "en"];

/** Holds a content against everything it must, and should, be. `figures`: which of a text's figures are known. */
export function checkContent(
  content: Content,
  {
    figures,
    greetings,
    say,
  }: {
    figures: (text: string) => readonly { figure: string; known: boolean }[];
    greetings: readonly string[];
    say: Say;
  },
): ContentCheck {
  const problems: Remark[] = [];
  const warnings: Remark[] = [];
  const problem = (key: string, values?: Remark["values"]) => problems.push(remark(`problem.${key}`, values));
  const warn = (key: string, values?: Remark["values"]) => warnings.push(remark(`warning.${key}`, values));
  const templates = Object.values(content.texts);
  const choices = content.choices ?? [];

  for (const [language, template] of Object.entries(content.texts)) {
    if (!LANGUAGES.includes(language)) {
      problem("unknown-language", { language });
      continue;
    }
    const of = { language: say(`broadcast.language.${language}`) };
    if (template.replace(VARIABLE, "").trim() === "") problem("empty-text", of);
    const most = content.file ? LONGEST_CAPTION : LONGEST_TEXT;
    const length = longest(content, language, greetings, say);
    if (length > most) problem("too-long", { ...of, length: numberText(length), most: numberText(most) });
  }
  const all = [...templates, ...choices];
  if (all.some(asksForSecret)) problem("asks-secret");
  if ([...all, content.file?.fileName ?? ""].some((text) => maskIdNumbers(text).masked)) problem("id-number");
  for (const variable of new Set(all.flatMap((text, index) => strangeBraces(text, index < templates.length))))
    problem("unknown-variable", { variable });
  checkChoices(choices, problem);

  const unknown = templates.flatMap(figures).filter(({ known }) => !known);
  for (const figure of new Set(unknown.map((of) => of.figure))) warn("figure", { figure });
  for (const link of new Set(templates.flatMap((text) => text.match(SHORT_LINK) ?? []))) warn("short-link", { link });
  if (templates.some(isShouting)) warn("shouting");
  const isBare = (variable: "nama" | "wilayah") => templates.some((text) => usesOf(text).get(variable)?.bare);
  return { problems, warnings, uses: { nama: isBare("nama"), wilayah: isBare("wilayah") } };
}

function remark(key: string, values?: Remark["values"]): Remark {
  return { key: `broadcast.${key}`, ...(values ? { values } : {}) };
}

/** Characters that somebody with a long name in a place with a long name would get. */
function longest(content: Content, language: string, greetings: readonly string[], say: Say): number {
  const person = { id: "", firstName: "X".padEnd(LONGEST_NAME, "x"), regionName: LONG_REGION };
  const longestGreeting = greetings.toSorted((a, b) => b.length - a.length).slice(0, 1);
  const words = { texts: { id: content.texts[language] ?? "" }, choices: content.choices ?? [] };
  // our own lines are in the language that each person asked for
  const lengths = LANGUAGES.map((replyLanguage) => {
    const told = { content: words, person: { ...person, replyLanguage }, greetings: longestGreeting, say };
    const rendered = render({ ...told, channel: "whatsapp", campaignId: 0 });
    return "text" in rendered ? rendered.text.length : 0;
  });
  return Math.max(...lengths);
}

/** What stands in braces and is no variable; the label of a choice holds none at all. */
function strangeBraces(text: string, holdsVariables: boolean): string[] {
  const left = holdsVariables ? text.replace(VARIABLE, "") : text;
  return left.match(/\{{1,2}[^{}\n]{0,30}\}{0,2}|\}{1,2}/g) ?? [];
}

function checkChoices(choices: readonly string[], problem: (key: string, values?: Remark["values"]) => void): void {
  if (choices.length > MOST_CHOICES) problem("too-many-choices", { count: choices.length, most: MOST_CHOICES });
  const seen = new Set<string>();
  for (const label of choices) {
    const choice = label.replace(/\s+/g, " ").trim();
    if (choice === "") problem("empty-choice");
    else if (choice.length > LONGEST_CHOICE) problem("long-choice", { choice, most: LONGEST_CHOICE });
    else if (RESERVED.test(choice)) problem("reserved-choice", { choice });
    if (choice !== "" && seen.has(choice.toLowerCase())) problem("same-choices", { choice });
    seen.add(choice.toLowerCase());
  }
}

/** Words that end such news or open the menu, and numbers, which stand for the choices themselves. */
const RESERVED = /^(?:\d+|berhenti|stop|batal|menu)[.!]?$/i;

/** Addresses that do not show where they lead. */
const SHORT_LINK =
  /(?<![\p{L}\d.-])(?:https?:\/\/)?(?:bit\.ly|s\.id|tinyurl\.com|t\.co|goo\.gl|cutt\.ly|is\.gd|rb\.gy|shorturl\.at|ow\.ly|lnk\.ink|linktr\.ee|tiny\.cc|v\.gd|shorturl\.asia)(?:\/[^\s)]*)?(?![\p{L}\d-])/giu;

/** So many long words in capitals are no abbreviations. */
const SHOUTED = 4;

function isShouting(text: string): boolean {
  const words = text.match(/\p{L}{5,}/gu) ?? [];
  const loud = words.filter((word) => word === word.toUpperCase());
  return loud.length >= SHOUTED && loud.length * 2 >= words.length;
}
