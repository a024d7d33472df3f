import { fnv1a, seededRandom } from "../lib/hash.ts";

/** A way in which messages are written worse than meant. The same text gives the same noise, whatever else is measured. */
export type Noise = { name: string; apply(text: string): string };

/** A word as in a dictionary → ways of writing it in a hurry. */
export type SmsForms = Readonly<Record<string, readonly string[]>>;

/** Share of the words that change, where a noise is about words. */
const SHARE = { vowels: 0.5, sms: 0.8 } as const;

/** What a message in a hurry has of all at once; measured in real chats nobody does all of it to every word. */
const MIXED = { sms: 0.5, vowels: 0.2, typos: 0.05 } as const;

/** Shortest word whose vowels are dropped: shorter ones become other words. */
const SHORTEST = 4;

/** The name of the noise whose figure is kept. */
export const MIXED_NOISE = "mixed";

/** All noises, the mildest first. */
export function createNoises(sms: SmsForms): Noise[] {
  const noise = (name: string, apply: (text: string, random: () => number) => string): Noise => ({
    name,
    apply: (text) => apply(text, seededRandom(fnv1a(`${name} ${text}`))),
  });
  return [
    noise("5 % typos", (text, random) => mistype(text, 0.05, random)),
    noise("10 % typos", (text, random) => mistype(text, 0.1, random)),
    noise("vowels dropped", (text, random) => dropVowels(text, SHARE.vowels, random)),
    noise("SMS forms", (text, random) => shorten(text, sms, SHARE.sms, random)),
    noise(MIXED_NOISE, (text, random) => {
      const short = shorten(text, sms, MIXED.sms, random);
      return mistype(dropVowels(short, MIXED.vowels, random), MIXED.typos, random);
    }),
  ];
}

const ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"] as const;

/** A share of the letters goes wrong: left out, typed twice, swapped with the next, or the key beside it. Digits stay. */
function mistype(text: string, share: number, random: () => number): string {
  let typed = "";
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at);
    if (!/[a-z]/i.test(letter) || random() >= share) {
      typed += letter;
      continue;
    }
    const next = text.charAt(at + 1);
    switch (Math.floor(random() * 4)) {
      case 0:
        break;
      case 1:
        typed += letter + letter;
        break;
      case 2:
        if (/[a-z]/i.test(next)) {
          typed += next + letter;
          at++;
        } else typed += letter;
        break;
      default:
        typed += keyBeside(letter, random);
    }
  }
  return typed;
}

function keyBeside(letter: string, random: () => number): string {
  const row = ROWS.find((keys) => keys.includes(letter.toLowerCase())) ?? "";
  const place = row.indexOf(letter.toLowerCase());
  return row.charAt(place === 0 || (random() < 0.5 && place < row.length - 1) ? place + 1 : place - 1);
}

/** A share of the words loses all vowels but a first letter: "daftar" → "dftr". */
function dropVowels(text: string, share: number, random: () => number): string {
  return text.replace(/[a-z]+/gi, (word) =>
    word.length < SHORTEST || random() >= share ? word : word.charAt(0) + word.slice(1).replace(/[aeiou]/gi, ""),
  );
}

/** A share of the words that have one is written in its short form: "tidak" → "gk", "anak-anak" → "anak2", "caranya" → "carax". */
function shorten(text: string, sms: SmsForms, share: number, random: () => number): string {
  return text.replace(/([a-z]+)-\1\b/gi, "$12").replace(/[a-z]+/gi, (word) => {
    const forms = sms[word.toLowerCase()];
    if (forms && random() < share) return forms[Math.floor(random() * forms.length)] ?? word;
    return word.length > 5 && /nya$/i.test(word) && random() < share / 4 ? `${word.slice(0, -3)}x` : word;
  });
}
