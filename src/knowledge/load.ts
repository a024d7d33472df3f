import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Intent, INTENTS } from "../lib/intent.ts";
import { checkKnowledge, type KnowledgeContent } from "./check.ts";
import { DocumentError, openDocument, problemText, type Problem, type Shape } from "./document.ts";
import { createKnowledge, type Knowledge } from "./knowledge.ts";
import type {
  Fact,
  LanguagesDocument,
  LexiconDocument,
  Occupation,
  Region,
  RegionNames,
  Source,
  Tariff,
} from "./schema.ts";
import { TRANSLATIONS, type Translation } from "./languages.ts";
import { checkTexts, type Texts } from "./texts.ts";
import { checkTranslation } from "./translation.ts";

/** data/ or locales/ is wrong. Thrown at the start only; lists every problem with file and field. */
export class KnowledgeError extends Error {
  override name = "KnowledgeError";
  readonly problems: Problem[];
  constructor(problems: Problem[]) {
    super(problems.map(problemText).join("\n"));
    this.problems = problems;
  }
}

/** Where data/ and locales/ are. */
export type Folders = { data: string; locales: string };

const NO_WORDS: LexiconDocument = {
  spellings: {},
  protected: [],
  fillers: [],
  openings: [],
  programmes: { jkk: [], jkm: [], jht: [], jp: [], jkp: [] },
  segments: {},
  payments: {},
  everyday: [],
  generic: [],
  emoji: { "smalltalk.thanks": [] },
  commands: { "consent.unsubscribe": [], menu: [], "handoff.request": [], cancel: [] },
};

const NO_MARKS = {
  source: "none",
  strong: [],
  weak: [],
  strongEndings: [],
  weakEndings: [],
  weakBeginnings: [],
};

const NO_LANGUAGES: LanguagesDocument = {
  languages: { id: NO_MARKS, su: NO_MARKS, jv: NO_MARKS, en: NO_MARKS },
  byChance: [],
};

/** Everything in data/ and locales/, read but not yet checked against each other, with the problems of reading. */
export type Loaded = { content: KnowledgeContent; texts: Texts; problems: Problem[] };

/**
 * Remembers which documents have passed the checks. A digest stands for every byte of them together with the program
 * that checked them, so documents it has not seen are always checked.
 */
export type CheckedStore = { has(digest: string): Promise<boolean>; add(digest: string): Promise<void> };

/**
 * Reads and checks all knowledge. Throws KnowledgeError with the whole list when anything is wrong, so that a broken
 * file stops the start; warnings do not. Documents that passed before, byte for byte, are not checked again: that takes
 * most of the time of a start.
 */
export async function loadKnowledge(
  folders: Folders,
  checked?: CheckedStore,
): Promise<{ knowledge: Knowledge; texts: Texts }> {
  const digest = checked && (await digestOf(folders));
  const trusted = digest !== undefined && (await checked?.has(digest)) === true;
  const { content, texts, problems } = await readKnowledge(folders, { trusted });
  const errors = problems.filter(({ level }) => level === "error");
  if (errors.length > 0) throw new KnowledgeError(errors);
  if (digest !== undefined && !trusted) await checked?.add(digest);
  return { knowledge: createKnowledge(content), texts };
}

/** One hash over the names and bytes of all documents and texts. */
async function digestOf({ data, locales }: Folders): Promise<string> {
  const folders = [data, join(data, "knowledge"), ...["id", ...TRANSLATIONS].map((name) => join(locales, name))];
  const paths = (
    await Promise.all(folders.map(async (folder) => (await jsonFiles(folder)).map((file) => join(folder, file))))
  ).flat();
  const hash = createHash("sha256");
  for (const [index, bytes] of (await Promise.all(paths.map((path) => readFile(path)))).entries())
    hash.update(`${paths[index]}\n${bytes.length}\n`).update(bytes);
  return hash.digest("hex");
}

/** Reads everything and gathers all problems instead of stopping at the first; `trusted` documents are only read. */
export async function readKnowledge(
  { data, locales }: Folders,
  { trusted = false }: { trusted?: boolean } = {},
): Promise<Loaded> {
  const problems: Problem[] = [];
  const schemas = trusted ? undefined : await import("./schema.ts");

  async function open<T>(file: string, schema: Shape<T> | undefined, empty: T): Promise<T> {
    try {
      return (await openDocument(join(data, file), schema ?? asItIs<T>())).data;
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      problems.push(...error.problems.map((problem) => ({ ...problem, file })));
      return empty;
    }
  }

  const special = new Set(["sources.json", "tariffs.json", "occupations.json"]);
  const factFiles = (await jsonFiles(join(data, "knowledge"))).filter((file) => !special.has(file));
  const [sources, tariffs, occupations, regions, names, lexicon, languages, ...documents] = await Promise.all([
    open<{ sources: Source[] }>("knowledge/sources.json", schemas?.sourcesDocument, { sources: [] }),
    open<{ tariffs: Tariff[] }>("knowledge/tariffs.json", schemas?.tariffsDocument, { tariffs: [] }),
    open<{ occupations: Occupation[] }>("knowledge/occupations.json", schemas?.occupationsDocument, {
      occupations: [],
    }),
    open<{ regions: Region[] }>("regions.json", schemas?.regionsDocument, { regions: [] }),
    open<RegionNames>("region-names.json", schemas?.regionNamesDocument, { names: {}, needCue: [] }),
    open<LexiconDocument>("lexicon.json", schemas?.lexiconDocument, NO_WORDS),
    open<LanguagesDocument>("languages.json", schemas?.languagesDocument, NO_LANGUAGES),
    ...factFiles.map((file) => open<{ facts: Fact[] }>(`knowledge/${file}`, schemas?.factsDocument, { facts: [] })),
  ]);
  const content: KnowledgeContent = {
    facts: documents.flatMap(({ facts }, index) =>
      facts.map((fact) => ({ file: `knowledge/${factFiles[index]}`, fact })),
    ),
    sources: sources.sources,
    tariffs: tariffs.tariffs,
    occupations: occupations.occupations,
    regions: regions.regions,
    regionNames: names.names,
    needCue: names.needCue,
    lexicon,
    languages,
  };
  // with a file missing every id that lived there would be reported as well; the cause is enough
  if (problems.length === 0 && !trusted) problems.push(...checkKnowledge(content));
  const texts = await readTexts(locales, "id", problems);
  if (!trusted) {
    const broken = problems.length;
    const translations = await Promise.all(
      TRANSLATIONS.map(async (language) => ({ language, own: await readTexts(locales, language, problems) })),
    );
    // a file that cannot be read lacks every text that is in it; the cause is enough
    if (!problems.slice(broken).some(({ level }) => level === "error"))
      problems.push(...translations.flatMap(({ language, own }) => checkTranslation(own, texts, language)));
  }
  return { content, texts, problems };
}

/** The texts of one language that passed the checks, at once: a reply waits for them. */
export function readTranslation(locales: string, language: Translation): Texts {
  const folder = join(locales, language);
  const files = readdirSync(folder).filter(isDocument);
  return Object.fromEntries(
    files.map((file) => [file.slice(0, -5), JSON.parse(readFileSync(join(folder, file), "utf8")) as unknown]),
  );
}

/** The shape of a document that was checked before. */
function asItIs<T>(): Shape<T> {
  return { safeParse: (data) => ({ success: true, data: data as T }) };
}

/** The example phrases of every intent, from data/examples/<intent>.txt: one a line, "#" begins a comment. */
export async function readExamples(folder: string): Promise<{ intent: Intent; text: string }[]> {
  const known: readonly string[] = INTENTS;
  const files = (await readdir(folder)).filter((file) => file.endsWith(".txt")).sort();
  const problems: Problem[] = [
    ...files
      .filter((file) => !known.includes(file.slice(0, -4)))
      .map((file) => ({ file: `examples/${file}`, message: "no intent has this name" })),
    ...INTENTS.filter((intent) => !files.includes(`${intent}.txt`)).map((intent) => ({
      file: `examples/${intent}.txt`,
      message: "is missing",
    })),
  ].map((problem) => ({ ...problem, level: "error" as const, where: "" }));
  if (problems.length > 0) throw new KnowledgeError(problems);
  const examples = await Promise.all(
    INTENTS.map(async (intent) =>
      (await readFile(join(folder, `${intent}.txt`), "utf8"))
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line && !line.startsWith("#"))
        .map((text) => ({ intent, text })),
    ),
  );
  return examples.flat();
}

async function readTexts(locales: string, language: string, problems: Problem[]): Promise<Texts> {
  const folder = join(locales, language);
  const texts: Record<string, unknown> = {};
  await Promise.all(
    (await jsonFiles(folder)).map(async (file) => {
      try {
        texts[file.slice(0, -5)] = JSON.parse(await readFile(join(folder, file), "utf8"));
      } catch (error) {
        problems.push({
          level: "error",
          file: `locales/${language}/${file}`,
          where: "",
          message: `is no valid JSON: ${(error as Error).message}`,
        });
      }
    }),
  );
  problems.push(...checkTexts(texts, `locales/${language}`));
  return texts;
}

async function jsonFiles(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter(isDocument).sort();
}

function isDocument(file: string): boolean {
  return file.endsWith(".json") && !file.startsWith(".");
}
