import { array, constantFrom, integer, oneof, record, tuple, type Arbitrary } from "fast-check";

/** A number as somebody writes it, and its bare digits. */
export type Written = { text: string; digits: string };

/** What happens in a chat; `words` hold numbers in places that a person or a member of staff fills. */
export type Step =
  | { do: "asks" | "edits" | "captions"; words: string; quoted: string; fileName: string }
  | { do: "calls" | "subscribes" | "thumbs-down" | "takes-back" | "stops" }
  | { do: "staff-say" | "staff-note" | "staff-edit" | "staff-close" | "staff-save" | "staff-holiday"; words: string }
  | { do: "staff-on-whatsapp"; words: string }
  | { do: "staff-press"; button: "claim" | "release" | "canned" | "reopen" | "close" }
  | { do: "staff-look"; command: string };

/** One chat of somebody on a channel, with all numbers that were written in it. */
export type Chat = {
  channel: "telegram" | "whatsapp";
  /** A name as the platform shows it. */
  name: string;
  staffName: string;
  steps: readonly Step[];
  /** Sixteen digits, wherever they were written. */
  sixteen: readonly string[];
  /** Phone numbers in names, without 0 or 62. */
  inNames: readonly string[];
  /** Phone numbers in words, without 0 or 62. */
  inWords: readonly string[];
  /** Sixteen digits in the reference to a file, which only its platform can read. */
  ref: string;
};

const digits = (length: number) =>
  array(integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join(""));

const separator = constantFrom("", " ", ".", "-");
const groups = constantFrom([16], [4, 4, 4, 4], [6, 6, 4], [2, 2, 2, 6, 4], [8, 8], [1, 15], [5, 5, 6]);

/** Joined, or in groups with blanks, dots or dashes. */
const sixteenDigits: Arbitrary<Written> = tuple(digits(16), groups, separator).map(([number, lengths, between]) => ({
  digits: number,
  text: grouped(number, lengths).join(between),
}));

const phone: Arbitrary<Written> = tuple(
  digits(9).map((rest) => `8${rest}`),
  constantFrom("0", "62", "+62", "+62 "),
  constantFrom([10], [3, 4, 3], [2, 4, 4]),
  constantFrom(" ", "-", "."),
).map(([number, prefix, lengths, between]) => ({
  digits: number,
  text: `${prefix}${grouped(number, lengths).join(between)}`,
}));

function grouped(number: string, lengths: readonly number[]): string[] {
  let from = 0;
  return lengths.map((length) => number.slice(from, (from += length)));
}

/** Words around numbers: what people ask, tell and complain of. `#` is a place for a number. */
const SENTENCES = [
  "iuran nelayan berapa? ini #",
  "cara klaim jht gimana, kartu saya #, nomor #",
  "kartu # ilang",
  "nik #",
  "#",
  "saya # mau daftar, hp #",
  "blarak kwetiau # zzz",
  "gaji saya 2 juta nomor #",
  "tolong # dicek",
  "terima kasih, nomor saya #",
];

const NAMES = ["Siti #", "# Budi", "#", "Ibu Wati (#)", "Pak Joko"];
const FILES = ["ktp #.jpg", "#.pdf", "kartu_# depan.png"];
const STAFF = ["Baik, # sudah saya catat", "Hubungi # ya", "#", "Nomor Anda #, benar?"];

/** A template with a number in each of its places. */
function filled(templates: readonly string[], number: Arbitrary<Written & { kind: "sixteen" | "phone" }>) {
  return tuple(constantFrom(...templates), array(number, { minLength: 3, maxLength: 3 })).map(([template, numbers]) => {
    let next = 0;
    const used: typeof numbers = [];
    const text = template.replaceAll("#", () => {
      const one = numbers[next++];
      if (one) used.push(one);
      return one?.text ?? "";
    });
    return { text, used };
  });
}

const anyNumber = oneof(
  sixteenDigits.map((number) => ({ ...number, kind: "sixteen" as const })),
  phone.map((number) => ({ ...number, kind: "phone" as const })),
);

type Filled = { text: string; used: (Written & { kind: "sixteen" | "phone" })[] };

const WITH_WORDS = [
  ...(["asks", "asks", "asks", "edits", "captions"] as const),
  ...(["staff-say", "staff-say", "staff-note", "staff-edit", "staff-close", "staff-save", "staff-holiday"] as const),
  "staff-on-whatsapp" as const,
];

const step: Arbitrary<{ step: Step; used: Filled["used"] }> = oneof(
  {
    weight: 6,
    arbitrary: tuple(
      constantFrom(...WITH_WORDS),
      filled(SENTENCES, anyNumber),
      filled(STAFF, anyNumber),
      filled(SENTENCES, anyNumber),
      filled(FILES, anyNumber),
    ).map(([what, said, byStaff, quoted, file]) =>
      what === "asks" || what === "edits" || what === "captions"
        ? {
            step: { do: what, words: said.text, quoted: quoted.text, fileName: file.text },
            used: [...said.used, ...quoted.used, ...file.used],
          }
        : { step: { do: what, words: byStaff.text }, used: byStaff.used },
    ),
  },
  {
    weight: 3,
    arbitrary: constantFrom<Step>(
      { do: "calls" },
      { do: "calls" },
      { do: "subscribes" },
      { do: "thumbs-down" },
      { do: "takes-back" },
      { do: "stops" },
      { do: "staff-press", button: "claim" },
      { do: "staff-press", button: "canned" },
      { do: "staff-press", button: "reopen" },
      { do: "staff-press", button: "close" },
      { do: "staff-look", command: "/transkrip" },
      { do: "staff-look", command: "/info" },
      { do: "staff-look", command: "/antrean" },
      { do: "staff-look", command: "/pertanyaan" },
      { do: "staff-look", command: "/balasan" },
      { do: "staff-look", command: "/jam" },
    ).map((plainStep) => ({ step: plainStep, used: [] })),
  },
);

/** Random chats. Whoever is in one calls for staff in its middle, so that there is a ticket to be looked at. */
export const chats: Arbitrary<Chat> = record({
  channel: constantFrom("telegram" as const, "whatsapp" as const),
  name: filled(NAMES, anyNumber),
  staffName: filled(NAMES, anyNumber),
  before: array(step, { minLength: 1, maxLength: 4 }),
  after: array(step, { minLength: 4, maxLength: 10 }),
  ref: digits(16),
}).map(({ channel, name, staffName, before, after, ref }) => {
  const steps = [...before, { step: { do: "calls" } as const, used: [] }, ...after];
  const words = steps.flatMap(({ used }) => used);
  const names = [...name.used, ...staffName.used];
  const of = (list: Filled["used"], kind: "sixteen" | "phone") =>
    list.filter((number) => number.kind === kind).map((number) => number.digits);
  return {
    channel,
    name: name.text,
    staffName: staffName.text,
    steps: steps.map((entry) => entry.step),
    sixteen: of([...words, ...names], "sixteen"),
    inNames: of(names, "phone"),
    inWords: of(words, "phone"),
    ref,
  };
});
