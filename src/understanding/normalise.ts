/** A word of a message with its place in the folded text. */
export type Token = { text: string; start: number; end: number };

/**
 * The plain form of a message that everything else reads: lower case, no accents or apostrophes, letters repeated
 * three times or more once ("iyaaaa" → "iya"), "anak2" → "anak", "d4ft4r" → "daftar", "9 jt" stays. Control characters
 * become blanks.
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
  if (isTidy(letters)) return letters;
  return (
    letters
      .replace(MIXED, (word) => (word.length > LONGEST_MIXED || COUNTED.test(word) ? word : inLetters(word)))
      // a "2" after a word doubles it; in front of a unit of money it is a number
      .replace(/\b([a-z]{3,})2(?=nya\b|\b)/g, "$1")
      .replace(/([a-z])\1{2,}/g, "$1")
      .replace(/\s+/g, " ")
      .trim()
  );
}

/** A word with a digit in its midst that looks like a letter. */
const MIXED = /(?<![a-z0-9])\d?[a-z]+[01345][a-z](?:[a-z0-9]*[a-z0-9])?(?![a-z0-9])/g;

/** A longer one is no word that somebody wrote. */
const LONGEST_MIXED = 24;

/** A mixed word whose digits count something ("tgl1jan", "rt3kel", "beli3kali"), or an abbreviation ("p3k", "h1n1"). */
const COUNTED =
  /^(?:jam|jm|tgl|tanggal|rp|no|nomor|rt|rw|th|thn|tahun|bln|bulan|ke|hal|pasal|umur|blok|gang|km|sd)\d|^(?:p3k|p3mi|h1n1|h5n1|g30s|s[12])|\d(?:jt|juta|rb|rbu|ribu|k|jam|menit|mnt|hr|hari|bln|bulan|th|thn|tahun|org|orang|kali|x|kg|km|persen)(?![a-z0-9])/;

const LETTER_LIKE: Readonly<Record<string, string>> = { "0": "o", "1": "i", "3": "e", "4": "a", "5": "s" };

function inLetters(word: string): string {
  return word.replace(/[01345]/g, (digit) => LETTER_LIKE[digit] ?? digit);
}

/** Whether there is nothing to tidy up: no digit after a letter, no letter three times, no blanks but single ones between words. */
function isTidy(text: string): boolean {
  let before = BLANK;
  let again = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 126 || code < BLANK || (code === BLANK && before === BLANK)) return false;
    if (isDigit(code) && isLetter(before)) return false;
    again = code === before && isLetter(code) ? again + 1 : 0;
    if (again === 2) return false;
    before = code;
  }
  return before !== BLANK || text === "";
}

const BLANK = 32;
const COMMA = 44;
const POINT = 46;
const UNDERSCORE = 95;

function isLetter(code: number): boolean {
  return code >= 97 && code <= 122;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/**
 * Where the word or number that begins at `start` ends: letters ("iuran"), digits with points and commas between them
 * ("16.800"), or the name of a type ("_wilayah_"). `start` itself when none begins there.
 */
function endOfWord(folded: string, start: number): number {
  const first = folded.charCodeAt(start);
  let at = start;
  if (isLetter(first)) {
    while (isLetter(folded.charCodeAt(at))) at++;
    return at;
  }
  if (first === UNDERSCORE) {
    at++;
    while (isLetter(folded.charCodeAt(at))) at++;
    return at > start + 1 && folded.charCodeAt(at) === UNDERSCORE ? at + 1 : start;
  }
  while (isDigit(folded.charCodeAt(at))) {
    at++;
    const code = folded.charCodeAt(at);
    if ((code === COMMA || code === POINT) && isDigit(folded.charCodeAt(at + 1))) at++;
  }
  return at;
}

/** The words and numbers of a folded text, in order. */
export function tokenise(folded: string): Token[] {
  const tokens: Token[] = [];
  for (let start = 0; start < folded.length;) {
    const end = endOfWord(folded, start);
    if (end > start) tokens.push({ text: folded.slice(start, end), start, end });
    start = end > start ? end : start + 1;
  }
  return tokens;
}

/** The words and numbers of a folded text alone. */
export function wordsOf(folded: string): string[] {
  const words: string[] = [];
  for (let start = 0; start < folded.length;) {
    const end = endOfWord(folded, start);
    if (end > start) words.push(folded.slice(start, end));
    start = end > start ? end : start + 1;
  }
  return words;
}

/** First letter and consonants: "daftar", "dftr" and "daftr" all give "dftr". What is left when people drop vowels. */
export function skeleton(word: string): string {
  return word.charAt(0) + word.slice(1).replace(/[aeiou]/g, "");
}

/** Whether a word has no vowel but its first letter: written in shorthand. */
export function isVowelless(word: string): boolean {
  return word.length >= 2 && !/[aeiou]/.test(word.slice(1));
}
