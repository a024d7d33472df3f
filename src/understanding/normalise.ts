/** A word of a message with its place in the folded text. */
export type Token = { text: string; start: number; end: number };

/**
 * The plain form of a message that everything else reads: lower case, no accents or apostrophes, letters repeated
 * three times or more once ("iyaaaa" → "iya"), "anak2" → "anak", "9 jt" stays. Control characters become blanks.
 */
export function fold(text: string): string {
  // most texts are plain letters already, and this runs over every known name at the start
  const letters = /^[\w .,?!-]*$/.test(text)
    ? text.toLowerCase()
    : text
        .normalize("NFKD")
        .replace(/\p{M}+/gu, "")
        .toLowerCase()
        .replace(/['’‘`´]/g, "")
        .replace(/[\p{Cc}\p{Cf}]+/gu, " ");
  return (
    letters
      // a "2" after a word doubles it; in front of a unit of money it is a number
      .replace(/\b([a-z]{3,})2(?=nya\b|\b)/g, "$1")
      .replace(/([a-z])\1{2,}/g, "$1")
      .replace(/\s+/g, " ")
      .trim()
  );
}

const TOKEN = /_[a-z]+_|[a-z]+|\d+(?:[.,]\d+)*/g;

/** The words and numbers of a folded text, in order. */
export function tokenise(folded: string): Token[] {
  return Array.from(folded.matchAll(TOKEN), (match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** The words and numbers of a folded text alone. */
export function wordsOf(folded: string): string[] {
  return folded.match(TOKEN) ?? [];
}

/** First letter and consonants: "daftar", "dftr" and "daftr" all give "dftr". What is left when people drop vowels. */
export function skeleton(word: string): string {
  return word.charAt(0) + word.slice(1).replace(/[aeiou]/g, "");
}

/** Whether a word has no vowel but its first letter: written in shorthand. */
export function isVowelless(word: string): boolean {
  return word.length >= 2 && !/[aeiou]/.test(word.slice(1));
}
