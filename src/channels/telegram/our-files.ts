import { readFile, stat } from "node:fs/promises";
import { InputFile } from "grammy";
import type { Picture } from "../../message.ts";
import { NoFileError } from "./failure.ts";
import { uploadName, type FileMethod } from "./files.ts";
import type { OpenFile } from "./uploading.ts";

/** Gets files of ours ready to be sent. */
export type OurFiles = { open(picture: Picture): Promise<OpenFile> };

/** So many files are remembered; what was sent first is forgotten first. */
const MOST_KNOWN = 200;

/**
 * Uploads a file of ours once: afterwards it is sent by the id that Telegram gave it, for as long as the file is the
 * same and goes under the same name. Ids belong to one bot.
 */
export function createOurFiles(): OurFiles {
  const known = new Map<string, { method: FileMethod; fileId: string }>();

  async function read(picture: Picture, key: string): Promise<OpenFile> {
    const content = await readFile(picture.path).catch(noFile);
    return {
      content: new InputFile(content, uploadName(picture)),
      sentAs(method, fileId) {
        known.set(key, { method, fileId });
        const oldest = known.size > MOST_KNOWN ? known.keys().next().value : undefined;
        if (oldest !== undefined) known.delete(oldest);
      },
    };
  }

  return {
    async open(picture) {
      const { path, mimeType } = picture;
      const { mtimeMs, size } = await stat(path).catch(noFile);
      const key = JSON.stringify([path, mtimeMs, size, mimeType, uploadName(picture)]);
      const uploaded = known.get(key);
      if (!uploaded) return read(picture, key);
      return {
        content: uploaded.fileId,
        method: uploaded.method,
        async reopen() {
          known.delete(key);
          return read(picture, key);
        },
      };
    },
  };
}

function noFile(cause: unknown): Promise<never> {
  return Promise.reject(new NoFileError(cause));
}
