import { CsvError, parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { readSheet as readXlsxSheet } from "read-excel-file/node";
import writeXlsxFile from "write-excel-file/node";
import { maskIdNumbers } from "../lib/id-number.ts";

/** The list cannot be used; whoever brought it can mend it. Names the row or column, repeats nothing of the cells. */
export class SheetError extends Error {
  override name = "SheetError";
}

/** What a column of a list of contacts may hold, and the headings it goes by, in Indonesian and English. */
const HEADINGS = {
  name: ["nama", "nama lengkap", "name", "full name"],
  phone: [
    "nomor",
    "hp",
    "no hp",
    "nomor hp",
    "handphone",
    "telp",
    "no telp",
    "telepon",
    "no telepon",
    "nomor telepon",
    "wa",
    "no wa",
    "nomor wa",
    "whatsapp",
    "no whatsapp",
    "nomor whatsapp",
    "phone",
    "phone number",
    "mobile",
  ],
  telegram: ["telegram", "id telegram", "telegram id", "chat id telegram"],
  role: ["peran", "role"],
  occupation: ["pekerjaan", "profesi", "occupation"],
  region: ["wilayah", "kabupaten", "kabupaten kota", "kab kota", "region"],
  language: ["bahasa", "language"],
  consent: ["setuju", "persetujuan", "consent"],
  consentDate: ["tanggal setuju", "tgl setuju", "tanggal persetujuan", "consent date"],
  wording: ["bukti", "bukti persetujuan", "wording"],
} as const;

export type Field = keyof typeof HEADINGS;

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

/** A table as CSV that spreadsheets open with all its letters and run nothing of. */
export function writeCsv(header: readonly string[], rows: readonly (readonly string[])[]): Uint8Array {
  const table = [header, ...rows].map((row) => row.map(disarm));
  return Buffer.from(stringify(table, { bom: true, record_delimiter: "\r\n", quoted_match: /[\r\n]/ }));
}

/** A table as .xlsx. All cells are text: a phone number stays what it is. */
export async function writeXlsx(header: readonly string[], rows: readonly (readonly string[])[]): Promise<Uint8Array> {
  const table = [header, ...rows].map((row) => row.map((cell) => ({ value: disarm(cell), type: String })));
  return writeXlsxFile(table, { stickyRowsCount: 1 }).toBuffer();
}

/**
 * A cell that begins like a formula would be run when the file is opened (https://owasp.org/www-community/attacks/CSV_Injection).
 * Cells that already have an apostrophe before it get one more, so that reading gives all of them back.
 */
function disarm(cell: string): string {
  return /^'*[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
}

function rearm(cell: string): string {
  return /^'+[=+\-@\t\r\n]/.test(cell) ? cell.slice(1) : cell;
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

/** Cells in the order of the columns; rows that are left out keep their place as empty ones. */
type Table = readonly (readonly string[])[];

function textOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // what Excel on Windows writes as plain "CSV"
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

function csvTable(name: string, text: string): Table {
  try {
    const table = parse(text, {
      delimiter: delimiterOf(text),
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
    });
    checkWidths(name, table);
    return table;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const at = error as CsvError & { lines?: number; records?: number };
    // the library's own words repeat the cell
    if (error.code === "CSV_QUOTE_NOT_CLOSED")
      throw new SheetError(`${name}: row ${(at.records ?? 0) + 1}: a cell begins with " and never ends.`);
    throw new SheetError(
      `${name}: line ${at.lines ?? "?"}: a " inside a cell; such a cell needs quotes around it and "" for each within.`,
    );
  }
}

/** The sign that makes the most known headings of the first line. */
function delimiterOf(text: string): string {
  const first = /^\s*([^\r\n]*)/.exec(text)?.[1] ?? "";
  const known = (sign: string) => first.split(sign).filter((cell) => fieldOf(cell.replace(/^"|"$/g, ""))).length;
  return [",", ";", "\t"].reduce((best, sign) => (known(sign) > known(best) ? sign : best));
}

/** A delimiter within a cell without quotes moves all cells behind it; then a name could pass for a phone number. */
function checkWidths(name: string, table: Table): void {
  const width = table.find(hasContent)?.length ?? 0;
  const wide = table.flatMap((row, index) => (row.slice(width).some((cell) => cell.trim() !== "") ? [index + 1] : []));
  if (wide.length === 0) return;
  const some = wide.slice(0, 10).join(", ") + (wide.length > 10 ? ` and ${wide.length - 10} more` : "");
  throw new SheetError(
    `${name}: row ${some}: more cells than the heading has. Perhaps a separator inside a cell, which then needs quotes.`,
  );
}

async function xlsxTable(name: string, bytes: Uint8Array): Promise<Table> {
  let rows: readonly (readonly unknown[])[];
  try {
    rows = await readXlsxSheet(Buffer.from(bytes), 1, { parseNumber: wholeNumber });
  } catch (cause) {
    throw new SheetError(`${name}: is no whole .xlsx file; save it again.`, { cause });
  }
  return rows.map((row) => row.map(cellText));
}

/** Numbers as .xlsx files hold them, "6.28123456789E12" among them, with all their digits. */
function wholeNumber(text: string): string {
  const number = Number(text);
  return Number.isSafeInteger(number) ? String(number) : text;
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  // days in spreadsheets have no time zone; the library gives them as UTC
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell);
}

function hasContent(row: readonly string[]): boolean {
  return row.some((cell) => cell.trim() !== "");
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

/** Columns that lists often have and we need not mention: the running number, and what our own export adds. */
const PASSED_OVER: readonly string[] = [
  "",
  "no",
  "id",
  "topik disetujui",
  "sejak",
  "terakhir menulis",
  "bisa dihubungi",
];

/** Words of headings under which a number stands that we must not have. */
const PRIVATE = /(?<![a-z])(?:nik|kpj|ktp|kk|npwp|kependudukan|kartu)(?![a-z])/;

const FIELDS = new Map<string, Field>(
  Object.entries(HEADINGS).flatMap(([field, names]) => names.map((name) => [name, field as Field] as const)),
);

function plainHeading(heading: string): string {
  return heading
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

function fieldOf(heading: string): Field | undefined {
  return FIELDS.get(plainHeading(heading));
}

function readHeadings(headings: readonly string[], name: string) {
  const columns: { field: Field; column: number }[] = [];
  const warnings: string[] = [];
  for (const [column, heading] of headings.entries()) {
    const field = fieldOf(heading);
    // without a heading row this may be somebody's number
    const shown = /\d{4}/.test(heading) ? `column ${column + 1}` : `column "${heading.trim().slice(0, 40)}"`;
    if (field && columns.some((other) => other.field === field))
      throw new SheetError(`${name}: ${shown} is a second column for the ${field}; keep one of them.`);
    if (field) columns.push({ field, column });
    else if (PRIVATE.test(plainHeading(heading)))
      warnings.push(`${shown} was not read: numbers of cards and identities do not belong here. Delete it.`);
    else if (!PASSED_OVER.includes(plainHeading(heading))) warnings.push(`${shown} is not known and was not read.`);
  }
  if (!columns.some(({ field }) => field === "phone" || field === "telegram"))
    throw new SheetError(
      `${name}: the first row names no column for the phone number ("No HP", "WhatsApp" …) nor for Telegram ("Telegram").`,
    );
  return { columns, warnings };
}
