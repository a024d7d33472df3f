type Values = Readonly<Record<string, string | number>>;

/** Says a text; in `language` where one is named, else in the one that is spoken now. */
type Say = (key: string, values?: Values, language?: string) => string;

/**
 * Speaks that language whatever is spoken around it: for what is written to somebody outside a reply. The same `say`
 * when no language is given. What the language has no text for is said in Indonesian.
 */
export function sayIn(say: Say, language: string | undefined): Say {
  return language === undefined ? say : (key, values) => say(key, values, language);
}
