import { MASK, maskIdNumbers } from "../lib/id-number.ts";
import type { Contact, ContactDetails, Role } from "./contact.ts";
import type { SheetRow } from "./sheet.ts";

/** What the words in the cells mean. */
export type DetailLookups = {
  /** A region as people write it, or its code → the code; undefined when it is none or could be several. */
  regionOf(text: string): string | undefined;
  /** An occupation as people write it, or its id → the id. */
  occupationOf(text: string): string | undefined;
};

/** What the cells say about a person; what cannot be read is left out and told in `warnings`. */
export function detailsOf(cells: SheetRow["cells"], lookups: DetailLookups, warnings: string[]): ContactDetails {
  const name = tidy(cells.name);
  if (name?.includes(MASK)) warnings.push("the name holds a sixteen-digit number and was left out");
  /** A cell that must mean something we know. */
  function known<T>(what: keyof ContactDetails & keyof SheetRow["cells"], meaning: (text: string) => T | undefined) {
    const cell = tidy(cells[what]);
    const value = cell === undefined ? undefined : meaning(cell);
    if (cell !== undefined && value === undefined) warnings.push(`the ${what} is not known and was left out`);
    return value;
  }
  return withoutUndefined({
    name: name?.includes(MASK) ? undefined : name,
    role: known("role", (text) => ROLE_WORDS[text.toLowerCase()]),
    occupation: known("occupation", lookups.occupationOf),
    region: known("region", lookups.regionOf),
    language: known("language", (text) => LANGUAGE_WORDS[text.toLowerCase().replace(/^(?:bahasa|basa) /, "")]),
  });
}

/** Whether a list would tell nothing new with this. */
export function isKnown(contact: Contact | undefined, key: keyof ContactDetails, value: unknown): boolean {
  const known = contact?.[key];
  // a name from a chat may hold line breaks that no cell gives back
  return known === value || (typeof known === "string" && tidy(known) === value);
}

const ROLE_WORDS: Readonly<Record<string, Role>> = {
  pekerja: "worker",
  worker: "worker",
  tokoh: "leader",
  kader: "leader",
  leader: "leader",
  petugas: "staff",
  staff: "staff",
};

const LANGUAGE_WORDS: Readonly<Record<string, string>> = {
  id: "id",
  indonesia: "id",
  indonesian: "id",
  su: "su",
  sunda: "su",
  sundanese: "su",
  jv: "jv",
  jawa: "jv",
  javanese: "jv",
  en: "en",
  inggris: "en",
  english: "en",
};

/** Longest name that is kept. */
const LONGEST_NAME = 100;

/** One line without signs that cannot be seen; undefined when nothing is left. */
function tidy(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const line = maskIdNumbers(text.replace(/[\u0000-\u001f\u007f\s]+/g, " "))
    .text.trim()
    .slice(0, LONGEST_NAME)
    .trim();
  return line === "" ? undefined : line;
}

function withoutUndefined(details: { [Key in keyof ContactDetails]: ContactDetails[Key] | undefined }): ContactDetails {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}
