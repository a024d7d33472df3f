import { randomUUID } from "node:crypto";
import { open, rename, rm, stat } from "node:fs/promises";
import { CommandMistake } from "./mistake.ts";

/** Writes CSV, piece by piece, to a file that only its owner can read: whole or not at all. */
export async function writeReceipt(path: string, csv: Iterable<string>, { force }: { force: boolean }): Promise<void> {
  if (!/\.csv$/i.test(path)) throw new CommandMistake(`--out ${path}: must end in .csv.`);
  const before = await stat(path).catch(() => undefined);
  if (before && !force) throw new CommandMistake(`--out ${path}: is there already; --force replaces it.`);
  // a new file takes the old one's place: written over, the old one would keep its own, wider permissions
  const beside = `${path}.${randomUUID()}.tmp`;
  try {
    if (before?.isDirectory()) throw Object.assign(new Error("a folder"), { code: "EISDIR" });
    await writeNew(beside, csv);
    await rename(beside, path);
  } catch (cause) {
    await rm(beside, { force: true });
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined) throw cause;
    throw new CommandMistake(`--out ${path}: cannot be written (${code}).`, { cause });
  }
}

async function writeNew(path: string, csv: Iterable<string>): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    for (const piece of csv) await file.write(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}
