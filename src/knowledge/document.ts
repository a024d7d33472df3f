import { open, readFile, rename, copyFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Low, type Adapter } from "lowdb";
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
        throw new DocumentError([{ level: "error", file, where: "", message: `cannot be read: ${path}` }], { cause });
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
      const checked = schema.safeParse(data);
      if (!checked.success) throw new DocumentError(shapeProblems(file, data, checked.error.issues));
      const temporary = join(dirname(path), `.${file}.${process.pid}.tmp`);
      const handle = await open(temporary, "w", 0o600);
      try {
        await handle.writeFile(`${JSON.stringify(data, null, 2)}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await copyFile(path, `${path}.bak`).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
      });
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

/** Opens a document through lowdb. Throws DocumentError when it is missing, is no JSON or has the wrong shape. */
export async function openDocument<T>(path: string, schema: Shape<T>): Promise<Low<T>> {
  // lowdb insists on default data; read() replaces it or throws, so the stand-in is never seen
  const document = new Low<T>(safeJsonAdapter({ path, schema }), {} as T);
  await document.read();
  return document;
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
