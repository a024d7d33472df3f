import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { z } from "zod";

/** Reads a file with one JSON object a line; empty lines are passed over. Throws naming file and line of the first bad one. */
export async function readJsonLines<T>(path: string, schema: z.ZodType<T>): Promise<T[]> {
  return (await readText(path)).split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    const where = `${basename(path)}:${index + 1}`;
    const checked = schema.safeParse(parse(line, where));
    if (checked.success) return [checked.data];
    const wrong = checked.error.issues.map(({ path: field, message }) => `${field.join(".")} ${message}`.trim());
    throw new EvalError(`${where}: ${wrong.join("; ")}`);
  });
}

/** Reads a file that somebody named; throws an EvalError when that cannot be done. */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new EvalError(`${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`, { cause });
  }
}

/** A file or an option given to a measurement is wrong; nothing was measured. */
export class EvalError extends Error {
  override name = "EvalError";
}

function parse(line: string, where: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new EvalError(`${where}: no JSON object`, { cause });
  }
}
