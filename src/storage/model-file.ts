import { readFileSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { decodeModel, encodeModel, type Model } from "../understanding/model.ts";

/** Keeps the learned model between two starts. It is a build product: losing it only costs the time to learn it again. */
export type ModelStore = {
  /** The stored model; undefined when there is none or it is of another format. */
  load(): Promise<Model | undefined>;
  save(model: Model): Promise<void>;
};

/** The model in one file, replaced as a whole. */
export function createModelFile(path: string): ModelStore {
  return {
    async load() {
      try {
        // at once: reading megabytes in the pieces of the promised form takes several times as long
        return decodeModel(readFileSync(path));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
      }
    },
    async save(model) {
      await mkdir(dirname(path), { recursive: true });
      const temporary = `${path}.${process.pid}.tmp`;
      await writeFile(temporary, encodeModel(model));
      await rename(temporary, path);
    },
  };
}
