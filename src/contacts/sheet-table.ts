import { CsvError, parse } from "csv-parse/sync";
import { readSheet as readXlsxSheet } from "read-excel-file/node";
import { SheetError } from "./sheet-error.ts";
import { fieldOf } from "./sheet-headings.ts";

/** Cells in the order of the columns; rows that are left out keep their place as empty ones. */
export type Table = readonly (readonly string[])[];

/** All cells of a CSV text, whatever separates them. Throws SheetError. */
export function csvTable(name: string, text: string): Table {
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

/** All cells of the first sheet, as text. Throws SheetError. */
export async function xlsxTable(name: string, bytes: Uint8Array): Promise<Table> {
  let rows: readonly (readonly unknown[])[];
  try {
    rows = await readXlsxSheet(Buffer.from(bytes), 1, { parseNumber: wholeNumber });
  } catch (cause) {
    throw new SheetError(`${name}: is no whole .xlsx file; save it again.`, { cause });
  }
  return rows.map((row) => row.map(cellText));
}

export function hasContent(row: readonly string[]): boolean {
  return row.some((cell) => cell.trim() !== "");
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
