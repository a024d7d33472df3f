import { stringify } from "csv-stringify/sync";
import writeXlsxFile from "write-excel-file/node";
import { disarm } from "./sheet-formula.ts";

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
