import { stringify } from "csv-stringify/sync";
import { disarm } from "../contacts/sheet-formula.ts";
import type { ReceiptRow } from "./broadcasts.ts";
import type { Say } from "./render.ts";

const COLUMNS = ["contact", "channel", "account", "zone", "status", "reason", "time", "answer"] as const;

/** Rows that are written in one go: memory stays flat, and a line of its own for each would take ten times as long. */
const BATCH = 500;

/**
 * The receipt as CSV that spreadsheets open with all its letters and run nothing of: the heading first, then some
 * hundred lines at a time, each piece ending with a line's end. No name and no number of a recipient is in it.
 */
export function* receiptCsv(rows: Iterable<ReceiptRow>, say: Say): Iterable<string> {
  yield `\uFEFF${lines([COLUMNS.map((column) => say(`broadcast.csv.${column}`))])}`;
  let batch: string[][] = [];
  for (const row of rows) {
    batch.push(cells(row, say));
    if (batch.length < BATCH) continue;
    yield lines(batch);
    batch = [];
  }
  if (batch.length > 0) yield lines(batch);
}

function lines(table: readonly (readonly string[])[]): string {
  return stringify(
    table.map((row) => row.map(disarm)),
    { record_delimiter: "\r\n", quoted_match: /[\r\n]/ },
  );
}

function cells({ contactId, channel, account, zone, status, reason, takenAt, answer }: ReceiptRow, say: Say): string[] {
  return [
    contactId,
    say(`staff.channel.${channel}`),
    account,
    zone,
    say(`broadcast.status.${status}`),
    reasonText(status, reason, say),
    takenAt?.toISOString() ?? "",
    answer ?? "",
  ];
}

const FAILURES = /^(?:blocked|invalid|restricted|retry)(?=:|$)/;

/** Why it did not get through, in words; "" for what did, or still may. */
function reasonText(status: ReceiptRow["status"], reason: string | undefined, say: Say): string {
  if (status === "skipped") return reason === undefined ? "" : say(`broadcast.skip.${reason}`);
  if (status === "failed") return say(`broadcast.failed.${FAILURES.exec(reason ?? "")?.[0] ?? "other"}`);
  return "";
}
