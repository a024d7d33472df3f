import type { Problem } from "./document.ts";
import { IS_WHOLE, isForPeople, type Translation } from "./languages.ts";
import { flatTexts, type Texts } from "./texts.ts";

/** A form of a text for one thing: "about {{count}} hour" beside "about {{count}} hours". */
const PLURAL = /_(?:one|two|few|many|other|zero)$/;

const PLACE = /\{\{\s*([^{}\s]+)\s*\}\}/g;

/**
 * Compares a translation with the Indonesian texts: keys that are missing or lead nowhere, and places that differ. All
 * of it is an error where a translation must be whole. One that holds the most frequent replies only may lack texts;
 * the rest of what is wrong with it is a warning, except a place that has no value: that would fail when it is said.
 */
export function checkTranslation(texts: Texts, indonesian: Texts, language: Translation): Problem[] {
  const own = flatTexts(texts);
  const ours = flatTexts(indonesian);
  const level = IS_WHOLE[language] ? "error" : "warning";
  const problem = (key: string, message: string, how: Problem["level"] = level): Problem => {
    const [file = "", ...where] = key.split(".");
    return { level: how, file: `locales/${language}/${file}.json`, where: where.join("."), message };
  };
  const missing = [...ours.keys()].filter((key) => isForPeople(key) && !own.has(key));
  return [
    ...(IS_WHOLE[language]
      ? missing.map((key) => problem(key, "is missing"))
      : missingByFile(missing, new Set([...own.keys()].map(fileOf)), language)),
    ...[...own].flatMap(([key, text]) => {
      const original = ours.get(key) ?? ours.get(key.replace(PLURAL, ""));
      if (original === undefined) return [problem(key, "no Indonesian text has this key")];
      if (!isForPeople(key.replace(PLURAL, ""))) return [problem(key, "is not for translation: see languages.ts")];
      const [left, right] = [placesIn(original), placesIn(text)];
      const lacks = [...left].filter((place) => !right.has(place));
      const invents = [...right].filter((place) => !left.has(place));
      return [
        ...lacks.map((place) => problem(key, `lacks the place {{${place}}}`)),
        ...invents.map((place) => problem(key, `has a place of its own: {{${place}}}`, "error")),
      ];
    }),
  ];
}

/** The places of a text that are filled in when it is said. */
export function placesIn(text: string): Set<string> {
  return new Set(Array.from(text.matchAll(PLACE), ([, place = ""]) => place));
}

/** What is said in Indonesian, a line a file: that many texts are missing is known and meant. */
function missingByFile(keys: readonly string[], begun: ReadonlySet<string>, language: Translation): Problem[] {
  const warning = (file: string, missing: readonly string[]): Problem => ({
    level: "warning",
    file,
    where: "",
    message: `said in Indonesian: ${missing.slice(0, SHOWN).join(", ")}${missing.length > SHOWN ? ` and ${missing.length - SHOWN} more` : ""}`,
  });
  const files = [...new Set(keys.map(fileOf))];
  const untouched = files.filter((file) => !begun.has(file));
  return [
    ...(untouched.length > 0 ? [warning(`locales/${language}`, untouched)] : []),
    ...files
      .filter((file) => begun.has(file))
      .map((file) =>
        warning(
          `locales/${language}/${file}.json`,
          keys.filter((key) => fileOf(key) === file),
        ),
      ),
  ];
}

const SHOWN = 8;

function fileOf(key: string): string {
  return key.split(".")[0] ?? "";
}
