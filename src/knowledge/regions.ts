import { bareName } from "../lib/place-name.ts";
import type { Region } from "./schema.ts";

/** The whole country's code in regions.json. */
export const COUNTRY = "ID";

/** Looks places up by code and along the line of parents. */
export type Regions = {
  all: readonly Region[];
  get(code: string): Region | undefined;
  /** The place as people would write it in an answer: "Kabupaten Bantul", "Provinsi Jambi", "Indonesia". */
  name(code: string): string;
  /** The places above, nearest first: Soreang → Kabupaten Bandung → Jawa Barat → Indonesia. */
  above(code: string): Region[];
  /** Names besides the official one. */
  names(code: string): readonly string[];
};

/** Makes the look-up over regions.json and the names people use. */
export function createRegions(all: readonly Region[], names: Readonly<Record<string, readonly string[]>>): Regions {
  const byCode = new Map(all.map((region) => [region.code, region]));
  const shared = new Set(
    all
      .filter(
        ({ level, name }) =>
          level === "provinsi" && all.some((other) => other.level !== "provinsi" && bareName(other.name) === name),
      )
      .map(({ code }) => code),
  );

  function get(code: string): Region | undefined {
    return byCode.get(code);
  }

  return {
    all,
    get,
    name(code) {
      const region = get(code);
      if (!region) return code;
      // Jambi, Bengkulu, Gorontalo … are also the names of a city: say which one is meant
      return shared.has(code) ? `Provinsi ${region.name}` : region.name;
    },
    above(code) {
      const line: Region[] = [];
      for (let at = get(code)?.parent; at; at = get(at)?.parent) {
        const region = get(at);
        if (region) line.push(region);
      }
      return line;
    },
    names: (code) => names[code] ?? [],
  };
}
