import { createHash } from "node:crypto";
import {
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  openSync,
  writeSync,
  closeSync,
} from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import type { CampaignFile } from "./broadcast/campaign.ts";
import { LARGEST_FILE_BYTES } from "./channels/channel.ts";
import { maskIdNumbers } from "./lib/id-number.ts";
import type { Attachment, Picture } from "./message.ts";

/** A file that cannot go along; the message says why. */
export class CampaignFileError extends Error {
  override name = "CampaignFileError";
}

/** Endings of what goes along, and what they are. All phones show these. */
const TYPES: Readonly<Record<string, string>> = {
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".png": "image/png",
  ".webp": "image/webp",
  ".pdf": "application/pdf",
};

/** Longest name of a document that people see. */
const LONGEST_NAME = 80;

/**
 * Files of campaigns, in a folder of their own. What staff send along is kept there until no campaign needs it: on a
 * platform it may be gone by the time that a broadcast starts. They hold nothing of the people who get them.
 */
export function createOutreachFiles({ folder }: { folder: string }) {
  function prepare(): void {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  async function keep(content: Uint8Array, mimeType: string, name: string | undefined): Promise<CampaignFile> {
    if (content.byteLength > LARGEST_FILE_BYTES)
      throw new CampaignFileError(`larger than ${LARGEST_FILE_BYTES / 1024 / 1024} MB`);
    const ending = Object.keys(TYPES).find((one) => TYPES[one] === mimeType);
    if (ending === undefined)
      throw new CampaignFileError(`must be a picture (JPEG, PNG, WebP) or a PDF, not ${mimeType}`);
    prepare();
    // the same file is kept once
    const path = join(folder, `${createHash("sha256").update(content).digest("hex").slice(0, 32)}${ending}`);
    if (!existsSync(path)) {
      await writeFile(`${path}.new`, content, { mode: 0o600 });
      await rename(`${path}.new`, path);
    }
    const fileName = name && maskIdNumbers(name).text.slice(-LONGEST_NAME);
    return {
      path,
      mimeType,
      kind: mimeType.startsWith("image/") ? "image" : "document",
      ...(fileName ? { fileName } : {}),
    };
  }

  return {
    /** Keeps what a member of staff sent. `fetch` gives its content. Throws CampaignFileError. */
    async save(attachment: Attachment, fetch: (attachment: Attachment) => Promise<Uint8Array>): Promise<CampaignFile> {
      const { mimeType = "", fileName, kind } = attachment;
      if (kind !== "image" && kind !== "document") throw new CampaignFileError("must be a picture or a PDF");
      return keep(await fetch(attachment), mimeType.split(";")[0]?.trim() ?? "", fileName);
    },

    /** Keeps a file of this machine. Throws CampaignFileError, and what the system says when it cannot be read. */
    async saveFrom(path: string): Promise<CampaignFile> {
      const mimeType = TYPES[extname(path).toLowerCase()];
      if (mimeType === undefined) throw new CampaignFileError(`must end in ${Object.keys(TYPES).join(", ")}`);
      return keep(await readFile(path), mimeType, basename(path));
    },

    /** Writes a receipt, a piece at a time, in the place of an older one of that campaign. */
    receipt(id: number, pieces: Iterable<string>): Picture {
      prepare();
      const fileName = `siaran-${id}.csv`;
      const path = join(folder, fileName);
      const file = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, 0o600);
      try {
        for (const piece of pieces) writeSync(file, piece);
      } finally {
        closeSync(file);
      }
      return { path, mimeType: "text/csv", fileName };
    },

    /** Removes what is older than that and no campaign needs. Returns how many. */
    sweep(before: Date, needed: ReadonlySet<string>): number {
      if (!existsSync(folder)) return 0;
      let removed = 0;
      for (const name of readdirSync(folder)) {
        const path = join(folder, name);
        if (needed.has(path) || statSync(path).mtimeMs >= before.getTime()) continue;
        rmSync(path, { force: true });
        removed += 1;
      }
      return removed;
    },
  };
}

export type OutreachFiles = ReturnType<typeof createOutreachFiles>;
