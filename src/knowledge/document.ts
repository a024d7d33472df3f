import {
  chmodSync,
  closeSync,
  copyFileSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { open, readFile, rename, copyFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Adapter, Low, SyncAdapter } from "lowdb";
import type { z } from "zod";

/** One thing wrong in a file that people edit. `where` names the record and the field. */
export type Problem = {
  level: "error" | "warning";
  file: string;
  where: string;
  message: string;
};

/** A document could not be read or has the wrong shape. Names the file and each wrong field. */
export class DocumentError extends Error {
  override name = "DocumentError";
  readonly problems: Problem[];
  constructor(problems: Problem[], options?: ErrorOptions) {
    super(problems.map(problemText).join("\n"), options);
    this.problems = problems;
  }
}

/** One problem as a line for a terminal. */
export function problemText({ level, file, where, message }: Problem): string {
  return `${level === "error" ? "ERROR  " : "warning"} ${file}: ${where ? `${where}: ` : ""}${message}`;
}

/** What a document must look like; every zod schema is one. */
export type Shape<T> = {
  safeParse(
    data: unknown,
  ): { success: true; data: T } | { success: false; error: { issues: readonly z.core.$ZodIssue[] } };
};

/**
 * lowdb adapter for a JSON document that people edit. Reading checks the shape and never treats a missing or broken
 * file as empty; with `quarantine` a copy of the broken file is kept beside it. Writing goes through a temporary file,
 * fsync and rename, and keeps the previous version as `.bak`, so a crash leaves the old or the new document, whole.
 * One process at a time; writes are queued by the caller (lowdb's own adapter has neither check nor fsync).
 */
export function safeJsonAdapter<T>({
  path,
  schema,
  quarantine = false,
  now = () => new Date(),
}: {
  path: string;
  schema: Shape<T>;
  quarantine?: boolean;
  now?: () => Date;
}): Adapter<T> {
  const file = basename(path);

  return {
    async read() {
      let raw: string;
      try {
        raw = await readFile(path, "utf8");
      } catch (cause) {
        throw unreadable(path, cause);
      }
      try {
        return parseDocument({ raw, file, schema });
      } catch (error) {
        if (quarantine && error instanceof DocumentError) {
          const copy = `${path}.corrupt-${now().toISOString().replaceAll(":", "-")}`;
          await copyFile(path, copy);
          error.message += `\nA copy was kept as ${basename(copy)}.`;
        }
        throw error;
      }
    },

    async write(data) {
      checkShape({ data, file, schema });
      const temporary = temporaryOf(path);
      const handle = await open(temporary, "w", OWNER_ONLY);
      try {
        await handle.writeFile(documentText(data));
        await handle.sync();
      } finally {
        await handle.close();
      }
      await copyFile(path, `${path}.bak`).catch(unlessMissing);
      await rename(temporary, path);
      const folder = await open(dirname(path), "r");
      try {
        await folder.sync();
      } finally {
        await folder.close();
      }
    },
  };
}

/**
 * The same for a document that must be read and kept before the next line of the program runs: the checks, the way of
 * writing and the one backup are those of `safeJsonAdapter`. What is written, and its backup, only the owner can read.
 */
export function safeJsonAdapterSync<T>({ path, schema }: { path: string; schema: Shape<T> }): SyncAdapter<T> {
  const file = basename(path);

  return {
    read() {
      let raw: string;
      try {
        raw = readFileSync(path, "utf8");
      } catch (cause) {
        throw unreadable(path, cause);
      }
      return parseDocument({ raw, file, schema });
    },

    write(data) {
      checkShape({ data, file, schema });
      const temporary = temporaryOf(path);
      // one that was left behind, by a crash or by somebody else, would keep its own rights
      rmSync(temporary, { force: true });
      const handle = openSync(temporary, "wx", OWNER_ONLY);
      try {
        writeFileSync(handle, documentText(data));
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      try {
        copyFileSync(path, `${path}.bak`);
        chmodSync(`${path}.bak`, OWNER_ONLY);
      } catch (error) {
        unlessMissing(error as NodeJS.ErrnoException);
      }
      renameSync(temporary, path);
      const folder = openSync(dirname(path), "r");
      try {
        fsyncSync(folder);
      } finally {
        closeSync(folder);
      }
    },
  };
}

/** Opens a document through lowdb. Throws DocumentError when it is missing, is no JSON or has the wrong shape. */
export async function openDocument<T>(path: string, schema: Shape<T>): Promise<Low<T>> {
  // most starts trust their documents and open none
  const { Low } = await import("lowdb");
  // lowdb insists on default data; read() replaces it or throws, so the stand-in is never seen
  const document = new Low<T>(safeJsonAdapter({ path, schema }), {} as T);
  await document.read();
  return document;
}

const OWNER_ONLY = 0o600;

function temporaryOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
}

function documentText(data: unknown): string {
  return `${JSON.stringify(data, null, 2)}\n`;
}

/** There is nothing to back up before the first version. */
function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}

function unreadable(path: string, cause: unknown): DocumentError {
  const problem: Problem = { level: "error", file: basename(path), where: "", message: `cannot be read: ${path}` };
  return new DocumentError([problem], { cause });
}

function parseDocument<T>({ raw, file, schema }: { raw: string; file: string; schema: Shape<T> }): T {
  let data: unknown;
  try {
    data = JSON.parse(raw);
  } catch (cause) {
    throw new DocumentError(
      [{ level: "error", file, where: "", message: `is no valid JSON: ${(cause as Error).message}` }],
      {
        cause,
      },
    );
  }
  return checkShape({ data, file, schema });
}

function checkShape<T>({ data, file, schema }: { data: unknown; file: string; schema: Shape<T> }): T {
  const checked = schema.safeParse(data);
  if (!checked.success) throw new DocumentError(shapeProblems(file, data, checked.error.issues));
  return checked.data;
}

function shapeProblems(file: string, data: unknown, issues: readonly z.core.$ZodIssue[]): Problem[] {
  return issues.map(({ path, message }) => ({
    level: "error" as const,
    file,
    where: placeOf(data, path),
    message,
  }));
}

/** ["facts", 3, "asOf"] → "facts[3] (S1-09).asOf": the id says more to an editor than a row number. */
function placeOf(data: unknown, path: readonly PropertyKey[]): string {
  let node: unknown = data;
  let place = "";
  for (const key of path) {
    node = (node as Record<PropertyKey, unknown> | undefined)?.[key];
    place += typeof key === "number" ? `[${key}]` : `${place ? "." : ""}${String(key)}`;
    const id = (node as { id?: unknown } | undefined)?.id;
    if (typeof key === "number" && typeof id === "string") place += ` (${id})`;
  }
  return place;
}
