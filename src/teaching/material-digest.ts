import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Folders } from "../knowledge/load.ts";
import type { Example } from "./fingerprint.ts";

/** What a model depends on besides its examples and the program. */
export const LEARNED_WITH = [
  "lexicon.json",
  "regions.json",
  "region-names.json",
  join("knowledge", "occupations.json"),
];

/**
 * One hash over the bytes of everything that a model is learned from. Whoever has seen that a model is that of these
 * bytes needs not read thousands of examples line by line to see it again: the same bytes give the same fingerprint.
 */
export function materialDigest({ data }: Pick<Folders, "data">, taught: readonly Example[]): string {
  const examples = readdirSync(join(data, "examples"))
    .sort()
    .map((file) => join("examples", file));
  const hash = createHash("sha256").update(JSON.stringify(taught));
  for (const file of [...examples, ...LEARNED_WITH]) {
    const bytes = readFileSync(join(data, file));
    hash.update(`${file}\n${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
}
