import { appendFile, readFile } from "node:fs/promises";
import type { CheckedStore } from "../knowledge/load.ts";

/**
 * Remembers checked documents in one file, a digest a line. `program` names the compiled program, so that one with
 * other checks trusts nothing. A build product: losing the file only costs checking again.
 */
export function createCheckedFile(path: string, program: string): CheckedStore {
  const line = (digest: string) => `${program} ${digest}`;
  return {
    async has(digest) {
      try {
        return (await readFile(path, "utf8")).split("\n").includes(line(digest));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
        throw error;
      }
    },
    add: (digest) => appendFile(path, `${line(digest)}\n`),
  };
}
