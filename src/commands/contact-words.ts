import type { ExportLookups } from "../contacts/export.ts";
import type { ImportLookups } from "../contacts/import.ts";
import type { Regions } from "../knowledge/regions.ts";
import type { Occupation } from "../knowledge/schema.ts";
import { bareName } from "../lib/place-name.ts";

/** What lists call places and occupations, and what those are called in a list. */
export type ContactWords = Pick<
  ImportLookups & ExportLookups,
  "regionOf" | "regionName" | "occupationOf" | "occupationLabel"
> & {
  /** The codes of all places that a name may mean. */
  regionsOf(text: string): string[];
};

/**
 * Places and occupations by the words of a list. A place is found by its full name, or without "Kabupaten" or "Kota", or
 * by another name of it; a name that could be several places is none.
 */
export function contactWords({
  regions,
  occupations,
}: {
  regions: Regions;
  occupations: readonly Occupation[];
}): ContactWords {
  const full = new Map<string, Set<string>>();
  const short = new Map<string, Set<string>>();
  const add = (names: Map<string, Set<string>>, name: string, code: string) => {
    const key = plainWords(name);
    names.set(key, (names.get(key) ?? new Set()).add(code));
  };
  for (const { code, name, level } of regions.all) {
    // "Jambi" alone may be the city as well; regions.name says "Provinsi Jambi" then
    for (const one of [regions.name(code), regions.name(code).replace(" Administrasi", "")]) add(full, one, code);
    if (level === "kecamatan" || level === "desa") continue; // a list names them with what they are, or not at all
    for (const one of [bareName(name), ...regions.names(code)]) add(short, one, code);
  }
  const words = new Map(
    occupations.flatMap(({ id, label, words }) => [id, label, ...words].map((word) => [plainWords(word), id])),
  );
  function regionsOf(text: string): string[] {
    if (regions.get(text.trim())) return [text.trim()];
    const key = plainWords(text).replace(/^kab /, "kabupaten ");
    return [...(full.get(key) ?? short.get(key) ?? [])];
  }
  return {
    regionsOf,
    regionOf(text) {
      const codes = regionsOf(text);
      return codes.length === 1 ? codes[0] : undefined;
    },
    regionName: (code) => regions.name(code),
    occupationOf: (text) => words.get(plainWords(text)),
    occupationLabel: (id) => occupations.find((occupation) => occupation.id === id)?.label ?? id,
  };
}

function plainWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
