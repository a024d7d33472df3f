import { createInstance, type i18n } from "i18next";
import type { Problem } from "./document.ts";

/** What we say in one language: file name → nested keys → text. */
export type Texts = Readonly<Record<string, unknown>>;

/**
 * Gives the text behind a key such as "statistics.coverage.lead", with {{places}} filled in.
 * Throws when there is no such text or a place has no value: a half-filled sentence must not reach anybody.
 * A voice of several languages says it in `language` where one is named.
 */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>, language?: string) => string;

/**
 * Prepares i18next with the texts of one language and gives the function that speaks it; a text that it lacks is said
 * in Indonesian, when those texts are given too.
 */
export function createSay(texts: Texts, language = "id", indonesian?: Texts): Say {
  const instance: i18n = createInstance();
  const bundle = (own: Texts) => ({ translation: own as Record<string, never> });
  void instance.init({
    lng: language,
    fallbackLng: indonesian ? "id" : false,
    initAsync: false,
    resources: { ...(indonesian ? { id: bundle(indonesian) } : {}), [language]: bundle(texts) },
    // answers are plain text; the channel escapes what its platform needs
    interpolation: { escapeValue: false },
    returnNull: false,
    returnEmptyString: false,
    nsSeparator: false,
    parseMissingKeyHandler: (key) => {
      throw new Error(`no text for "${key}" in ${language}`);
    },
    missingInterpolationHandler: (text, [place]) => {
      throw new Error(`no value for ${place} in "${text}"`);
    },
  });
  const plurals = new Intl.PluralRules(language);
  const read = new Map<string, Piece[]>();
  return (key, values) => {
    const count = values?.["count"];
    const form = typeof count === "number" ? `${key} ${count === 0 ? "zero" : plurals.select(count)}` : key;
    let pieces = read.get(form);
    if (!pieces) {
      const text = instance.t(key, { skipInterpolation: true, ...(typeof count === "number" ? { count } : {}) });
      // what refers to other texts is rare, and for i18next to put together
      if (text.includes("$t(")) return instance.t(key, values ?? {});
      pieces = piecesOf(text);
      read.set(form, pieces);
    }
    return filled(pieces, values);
  };
}

/** A part of a text as it stands, or a place in it: `name` is the value it takes, `text` how it is written. */
type Piece = { text: string; name?: string };

/** i18next looks for the places anew each time; texts never change, so they are taken apart once. */
function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const found of text.matchAll(PLACE)) {
    const [written, name = ""] = found;
    if (found.index > end) pieces.push({ text: text.slice(end, found.index) });
    pieces.push({ text: written, name });
    end = found.index + written.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

const PLACE = /\{\{\s*([^{}]+?)\s*\}\}/g;

function filled(pieces: readonly Piece[], values: Parameters<Say>[1]): string {
  let said = "";
  for (const { text, name } of pieces) {
    const value = name === undefined ? text : values?.[name];
    if (value === undefined) throw new Error(`no value for ${text} in "${pieces.map((piece) => piece.text).join("")}"`);
    said += value;
  }
  return said;
}

/** Empty texts, and anything that is neither a text nor a group of texts. */
export function checkTexts(texts: Texts, folder: string): Problem[] {
  return Object.entries(texts).flatMap(([file, node]) => walk(node, `${folder}/${file}.json`, ""));
}

/** Every text with its key: "talk.thanks.text" → "Sama-sama.". Keys as `say` takes them. */
export function flatTexts(texts: Texts): Map<string, string> {
  return new Map(Object.entries(texts).flatMap(([key, node]) => leaves(node, key)));
}

function leaves(node: unknown, key: string): [string, string][] {
  if (typeof node === "string") return [[key, node]];
  if (!node || typeof node !== "object") return [];
  return Object.entries(node).flatMap(([name, child]) => leaves(child, `${key}.${name}`));
}

function walk(node: unknown, file: string, where: string): Problem[] {
  if (typeof node === "string")
    return node.trim() ? [] : [{ level: "error", file, where, message: "the text is empty" }];
  if (Array.isArray(node)) return node.flatMap((child, index) => walk(child, file, `${where}[${index}]`));
  if (node && typeof node === "object")
    return Object.entries(node).flatMap(([key, child]) => walk(child, file, where ? `${where}.${key}` : key));
  return [{ level: "error", file, where, message: "must be a text or a group of texts" }];
}
