/** What a question asks for → the words for it in Indonesian, Javanese, Sundanese and English, chat spelling included. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  amount: ["berapa", "brp", "brapa", "piro", "pira", "pinten", "sabaraha"],
  way: [
    "bagaimana",
    "gimana",
    "gmn",
    "bgmn",
    "cara",
    "carane",
    "carana",
    "caranipun",
    "langkah",
    "kumaha",
    "piye",
    "pripun",
    "how",
  ],
  time: ["kapan", "kpn", "iraha", "when"],
  place: ["mana", "dimana", "dmn", "kemana", "endi", "pundi", "where"],
  reason: ["kenapa", "knp", "mengapa", "naha", "ngopo", "why"],
  person: ["siapa", "sapa", "sinten", "saha", "who"],
};

const KIND_OF = new Map(Object.entries(KINDS).flatMap(([kind, words]) => words.map((word) => [word, kind] as const)));

/** Words that deny. At the end of a question they only ask for yes or no: "bisa tidak?", "ditanggung ora". */
const NEGATIONS = new Set(
  [
    ["tidak", "tak", "tdk", "nggak", "ngga", "enggak", "gak", "ga", "gk", "ndak", "kagak", "kaga", "bukan", "belum"],
    ["blm", "belom", "tanpa", "jangan", "jgn", "ora", "mboten", "dudu", "durung", "dereng", "henteu", "teu", "sanes"],
    ["not", "without"],
  ].flat(),
);

/** Endings that make no other word: "iurannya", "iurane" and "iuranku" are "iuran". */
const SUFFIX = /(?:nya|ipun|ne|na|ku|mu)$/;

/** Prefixes of the same verb: "dibayar" and "membayar" are "bayar", "mendaftar" is "daftar". */
const PREFIX = /^(?:di|mem(?=b)|men(?=[cdj]))/;

/** Fewest letters that are left of a word. */
const BASE = 4;

/**
 * What the words ask for, as one text. Empty for a question that is answered yes or no, that leaves it open, or that asks
 * how something is done: "bisa daftar lewat HP?" and "daftar lewat HP gimana" get the same answer.
 */
export function kindsOf(words: readonly string[]): string {
  const kinds = new Set(words.flatMap((word) => kindOf(word) ?? []));
  kinds.delete("way");
  return [...kinds].sort().join(" ");
}

/** What a word asks for; undefined for one that asks for nothing. */
export function kindOf(word: string): string | undefined {
  return KIND_OF.get(word) ?? KIND_OF.get(baseOf(word));
}

/** Words that ask for yes or no, or for what a thing is; and verbs that ask when they stand in a question of their own. */
const ASKING = new Set(
  [
    ["apa", "apakah", "apaan", "ap", "opo", "nopo", "napa", "menapa", "punapa", "naon", "what", "which"],
    ["bisa", "bs", "bisakah", "boleh", "blh", "bolehkah", "tiasa", "iso", "isa", "saged", "can", "may", "is", "does"],
    ["ada", "adakah", "aya", "ana", "ono", "wonten"],
  ].flat(),
);

/** Whether words have the form of a question: one that asks, or a denial at the end ("masih aktif nggak"). */
export function asks(words: readonly string[]): boolean {
  const last = words.at(-1);
  return words.some((word) => ASKING.has(word) || kindOf(word) !== undefined) || (!!last && isNegation(last));
}

export function isNegation(word: string): boolean {
  return NEGATIONS.has(word);
}

/** Whether something is denied; a denial after all else is none. */
export function isDenied(words: readonly string[]): boolean {
  return words.some((word, index) => isNegation(word) && index < words.length - 1);
}

/** The word without endings and prefixes that make no other word of it. */
export function baseOf(word: string): string {
  const stem = long(word.replace(SUFFIX, ""), word);
  return long(stem.replace(PREFIX, ""), stem);
}

function long(short: string, otherwise: string): string {
  return short.length >= BASE ? short : otherwise;
}
