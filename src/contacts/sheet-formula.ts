/**
 * A cell that begins like a formula would be run when the file is opened (https://owasp.org/www-community/attacks/CSV_Injection).
 * Cells that already have an apostrophe before it get one more, so that reading gives all of them back.
 */
export function disarm(cell: string): string {
  return /^'*[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
}

/** What a cell was before `disarm`. */
export function rearm(cell: string): string {
  return /^'+[=+\-@\t\r\n]/.test(cell) ? cell.slice(1) : cell;
}
