import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Intent, INTENTS } from "../lib/intent.ts";
import type { KnowledgeContent } from "./check.ts";
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
  const documents = checked && documentBytes(folders);
  const digest = documents && digestOf(documents);
  const trusted = digest !== undefined && (await checked?.has(digest)) === true;
  const { content, texts, problems } = await readKnowledge(folders, { trusted, documents });
  const errors = problems.filter(({ level }) => level === "error");
  if (errors.length > 0) throw new KnowledgeError(errors);
  if (digest !== undefined && !trusted) await checked?.add(digest);
  return { knowledge: createKnowledge(content), texts };
}

/** Documents and texts as they lie on the disk, by path. */
type Documents = ReadonlyMap<string, Buffer>;

function documentBytes({ data, locales }: Folders): Documents {
  const folders = [data, join(data, "knowledge"), ...["id", ...TRANSLATIONS].map((name) => join(locales, name))];
  // one after the other: so many small files are read several times faster than by promises
  return new Map(
    folders.flatMap((folder) =>
      jsonFiles(folder).map((file) => [join(folder, file), readFileSync(join(folder, file))]),
    ),
  );
}

/** One hash over the names and bytes of all documents and texts. */
function digestOf(documents: Documents): string {
  const hash = createHash("sha256");
  for (const [path, bytes] of documents) hash.update(`${path}\n${bytes.length}\n`).update(bytes);
  return hash.digest("hex");
}

/**
 * Reads everything and gathers all problems instead of stopping at the first. What is `trusted`, having passed before, is
 * taken as it is, from `documents` when they were read already.
 */
export async function readKnowledge(
  folders: Folders,
  { trusted = false, documents }: { trusted?: boolean; documents?: Documents | undefined } = {},
): Promise<Loaded> {
  const { data, locales } = folders;
  const known = trusted ? (documents ?? documentBytes(folders)) : undefined;
  const problems: Problem[] = [];
  // the checks are loaded only to check
  const schemas = known ? undefined : await import("./schema.ts");

  async function open<T>(file: string, schema: Shape<T> | undefined, empty: T): Promise<T> {
    if (!schema) return parsed<T>(known, join(data, file));
    try {
      return (await openDocument(join(data, file), schema)).data;
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      problems.push(...error.problems.map((problem) => ({ ...problem, file })));
      return empty;
    }
  }

  const special = new Set(["sources.json", "tariffs.json", "occupations.json"]);
  const factFiles = jsonFiles(join(data, "knowledge")).filter((file) => !special.has(file));
  const [sources, tariffs, occupations, regions, names, lexicon, languages, ...factDocuments] = await Promise.all([
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
    facts: factDocuments.flatMap(({ facts }, index) =>
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
  if (known) return { content, texts: textsOf(join(locales, "id"), (path) => parsed(known, path)), problems };
  const [{ checkKnowledge }, { checkTranslation }] = await Promise.all([
    import("./check.ts"),
    import("./translation.ts"),
  ]);
  // with a file missing every id that lived there would be reported as well; the cause is enough
  if (problems.length === 0) problems.push(...checkKnowledge(content));
  const texts = readTexts(locales, "id", problems);
  const broken = problems.length;
  const translations = TRANSLATIONS.map((language) => ({ language, own: readTexts(locales, language, problems) }));
  // a file that cannot be read lacks every text that is in it; the cause is enough
  if (!problems.slice(broken).some(({ level }) => level === "error"))
    problems.push(...translations.flatMap(({ language, own }) => checkTranslation(own, texts, language)));
  return { content, texts, problems };
}

/** The texts of one language that passed the checks, at once: a reply waits for them. */
export function readTranslation(locales: string, language: Translation): Texts {
  return textsOf(join(locales, language), (path) => JSON.parse(readFileSync(path, "utf8")) as unknown);
}

/** What every document of a folder of texts holds, by its name. */
function textsOf(folder: string, read: (path: string) => unknown): Texts {
  return Object.fromEntries(
    jsonFiles(folder).map((file) => [file.slice(0, -".json".length), read(join(folder, file))]),
  );
}

/** A document that was checked before. */
function parsed<T>(documents: Documents | undefined, path: string): T {
  const bytes = documents?.get(path);
  if (!bytes) throw new Error(`${path} came after the documents were read`);
  return JSON.parse(bytes.toString("utf8")) as T;
}

/** The example phrases of every intent, from data/examples/<intent>.txt: one a line, "#" begins a comment. */
export async function readExamples(folder: string): Promise<{ intent: Intent; text: string }[]> {
  const known: readonly string[] = INTENTS;
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".txt"))
    .sort();
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
  return INTENTS.flatMap((intent) =>
    readFileSync(join(folder, `${intent}.txt`), "utf8")
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line && !line.startsWith("#"))
      .map((text) => ({ intent, text })),
  );
}

function readTexts(locales: string, language: string, problems: Problem[]): Texts {
  const folder = join(locales, language);
  const texts: Record<string, unknown> = {};
  for (const file of jsonFiles(folder))
    try {
      texts[file.slice(0, -".json".length)] = JSON.parse(readFileSync(join(folder, file), "utf8"));
    } catch (error) {
      problems.push({
        level: "error",
        file: `locales/${language}/${file}`,
        where: "",
        message: `is no valid JSON: ${(error as Error).message}`,
      });
    }
  problems.push(...checkTexts(texts, `locales/${language}`));
  return texts;
}

function jsonFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json") && !file.startsWith("."))
    .sort();
}
