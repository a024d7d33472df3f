import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HOME } from "../../src/app.ts";
import { readKnowledge, type Folders, type Loaded } from "../../src/knowledge/load.ts";

export const SHIPPED: Folders = { data: join(HOME, "data"), locales: join(HOME, "locales") };

/** The shipped knowledge as it is read, for tests that change a copy of it in memory. */
export async function shippedContent(): Promise<Loaded["content"]> {
  return structuredClone((await readKnowledge(SHIPPED)).content);
}

/** A temporary copy of data/ (without the examples) and locales/ that a test may break, and how to clear it away. */
export async function copiedFolders(): Promise<Folders & { edit: Edit; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "sapa-knowledge-"));
  const folders = { data: join(folder, "data"), locales: join(folder, "locales") };
  await cp(SHIPPED.data, folders.data, { recursive: true, filter: (path) => !path.includes("examples") });
  await cp(SHIPPED.locales, folders.locales, { recursive: true });
  return {
    ...folders,
    async edit(file, change) {
      const path = join(folder, file);
      await writeFile(path, change(await readFile(path, "utf8")));
    },
    remove: () => rm(folder, { recursive: true }),
  };
}

/** Rewrites one file of the copy, named from its top: "data/regions.json". */
export type Edit = (file: string, change: (text: string) => string) => Promise<void>;
