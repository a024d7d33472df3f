import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { maskIdNumbers } from "../lib/id-number.ts";
import { SheetError } from "./sheet-error.ts";
import { rearm } from "./sheet-formula.ts";
import { readHeadings, type Field } from "./sheet-headings.ts";
import { csvTable, hasContent, xlsxTable, type Table } from "./sheet-table.ts";

/** A row as it counts in a spreadsheet: the heading is row 1. Cells without anything in them are missing. */
export type SheetRow = { number: number; cells: Readonly<Partial<Record<Field, string>>> };

export type Sheet = {
  /** The columns that are read, in the order of the file. */
  header: Field[];
  rows: SheetRow[];
  /** What is in the file and was left out. */
  warnings: string[];
};

/** A path, or a file that came over the network. */
export type SheetSource = string | { name: string; bytes: Uint8Array };

/** Rows below the heading; more than any list of one office. */
export const MOST_ROWS = 200_000;

/** Largest file that is opened. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Reads the list of contacts in a .csv file or on the first sheet of an .xlsx file. Only columns that we know are read;
 * one for the NIK, KPJ or another number of a card never is, and sixteen-digit numbers elsewhere are masked, except in
 * the columns of addresses, which nothing shows. Throws SheetError.
 */
export async function readSheet(source: SheetSource): Promise<Sheet> {
  const { name, bytes } = await open(source);
  if (isZip(bytes)) return toSheet(await xlsxTable(name, bytes), name);
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf)
    throw new SheetError(`${name}: this is an old .xls or a protected file; save it as .xlsx without a password.`);
  if (!/\.(?:csv|tsv|txt)$/i.test(name)) throw new SheetError(`${name}: must be a .csv or .xlsx file.`);
  return toSheet(csvTable(name, textOf(bytes)), name);
}

async function open(source: SheetSource): Promise<{ name: string; bytes: Uint8Array }> {
  const name = typeof source === "string" ? basename(source) : source.name;
  try {
    const size = typeof source === "string" ? (await stat(source)).size : source.bytes.length;
    if (size > MOST_BYTES) throw new SheetError(`${name}: larger than ${MOST_BYTES / 1024 / 1024} MB; split it.`);
    return { name, bytes: typeof source === "string" ? await readFile(source) : source.bytes };
  } catch (error) {
    if (error instanceof SheetError) throw error;
    throw new SheetError(`${name}: cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown reason"}).`, {
      cause: error,
    });
  }
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

function textOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // what Excel on Windows writes as plain "CSV"
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

function toSheet(table: Table, name: string): Sheet {
  const top = table.findIndex(hasContent);
  if (top < 0) throw new SheetError(`${name}: is empty.`);
  if (table.length - top - 1 > MOST_ROWS)
    throw new SheetError(`${name}: ${table.length - top - 1} rows; at most ${MOST_ROWS} at a time.`);
  const { columns, warnings } = readHeadings(table[top] ?? [], name);
  const rows: SheetRow[] = [];
  for (const [index, row] of table.entries()) {
    if (index <= top) continue;
    const cells: Partial<Record<Field, string>> = {};
    for (const { field, column } of columns) {
      const cell = rearm((row[column] ?? "").replace(/[\u00a0\u202f]/g, " ").trim()).trim();
      if (cell !== "") cells[field] = field === "phone" || field === "telegram" ? cell : maskIdNumbers(cell).text;
    }
    if (hasContent(row)) rows.push({ number: index + 1, cells });
  }
  return { header: columns.map(({ field }) => field), rows, warnings };
}
