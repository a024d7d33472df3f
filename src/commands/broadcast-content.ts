import { readFile } from "node:fs/promises";
import type { Content } from "../broadcast/campaign.ts";
import { maskIdNumbers } from "../lib/id-number.ts";
import type { ContentOptions } from "./broadcast-options.ts";
import type { BroadcastTools } from "./broadcast-tools.ts";
import { CommandMistake } from "./mistake.ts";

/** What the options say of the words: those that are new, the languages to take away, and the choices. */
export type Words = {
  texts: Readonly<Record<string, string>>;
  withoutLanguages: readonly string[];
  /** Empty: no choices (any more); undefined: as they were. */
  choices?: readonly string[];
};

/** Most choices of a broadcast, after broadcast/campaign.ts. */
const MOST_CHOICES = 6;

/** Reads the text files that the options name, and checks what can be checked without looking at anything else. */
export async function readWords({ textFile, textSu, textJv, textEn, choice, name }: ContentOptions): Promise<Words> {
  const files = { id: textFile, su: textSu, jv: textJv, en: textEn };
  const texts: Record<string, string> = {};
  for (const [language, path] of Object.entries(files))
    if (typeof path === "string")
      texts[language] = await readText(path, language === "id" ? "--text-file" : `--text-${language}`);
  if (name !== undefined) refuseIdNumber(name, "--name");
  return {
    texts,
    withoutLanguages: Object.entries(files).flatMap(([language, path]) => (path === false ? [language] : [])),
    ...(choice === undefined ? {} : { choices: choicesOf(choice || []) }),
  };
}

/** What is said from now on: what the options do not name stays as it was. */
export async function contentOf(
  { file }: ContentOptions,
  { words, before, saveFile }: { words: Words; before?: Content; saveFile: BroadcastTools["saveFile"] },
): Promise<Content> {
  const { id = before?.texts.id } = words.texts;
  if (id === undefined) throw new CommandMistake("--text-file: give the text in Indonesian.");
  const texts: Content["texts"] & Record<string, string> = { ...before?.texts, ...words.texts, id };
  for (const language of words.withoutLanguages) delete texts[language];
  const choices = words.choices ?? before?.choices ?? [];
  const sent = typeof file === "string" ? await keepFile(file, saveFile) : file === false ? undefined : before?.file;
  return { texts, ...(sent && { file: sent }), ...(choices.length > 0 && { choices }) };
}

async function readText(path: string, option: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(path, option, cause);
  });
  let text;
  try {
    // a mark of byte order, which some editors write, is taken off by this
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes).replaceAll("\r\n", "\n").trim();
  } catch (cause) {
    throw new CommandMistake(`${option} ${path}: is no text in UTF-8.`, { cause });
  }
  if (text === "") throw new CommandMistake(`${option} ${path}: is empty.`);
  refuseIdNumber(text, `${option} ${path}`);
  return text;
}

function choicesOf(labels: readonly string[]): string[] {
  const choices = labels.map((label) => label.trim());
  if (choices.includes("")) throw new CommandMistake("--choice: must not be empty.");
  if (choices.length > MOST_CHOICES)
    throw new CommandMistake(`--choice: at most ${MOST_CHOICES}, and there are ${choices.length}.`);
  const twice = choices.find((label, at) => choices.findIndex((one) => isSame(one, label)) !== at);
  if (twice !== undefined) throw new CommandMistake(`--choice: "${twice}" is there twice.`);
  for (const label of choices) refuseIdNumber(label, "--choice");
  return choices;
}

async function keepFile(path: string, saveFile: BroadcastTools["saveFile"]) {
  return saveFile(path).catch((error: NodeJS.ErrnoException) => {
    // what the system says; what is wrong with the file itself is told by who looked at it
    throw error.code === undefined ? error : unreadable(path, "--file", error);
  });
}

function unreadable(path: string, option: string, cause: NodeJS.ErrnoException): CommandMistake {
  const why = cause.code === "ENOENT" ? "there is no such file" : `cannot be read (${cause.code ?? cause.name})`;
  return new CommandMistake(`${option} ${path}: ${why}.`, { cause });
}

function refuseIdNumber(text: string, where: string): void {
  if (maskIdNumbers(text).masked)
    throw new CommandMistake(`${where}: holds a sixteen-digit number, perhaps a NIK. Take it out.`);
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
