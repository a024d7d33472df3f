import type { CampaignStatus } from "../broadcast/broadcasts.ts";
import { writeReceipt } from "./broadcast-receipt.ts";
import { broadcastTable, segmentLines } from "./broadcast-show.ts";
import { known, shown, type Desk } from "./broadcast-tools.ts";

/** Shows how one broadcast stands, as text or as JSON. */
export function showStatus(id: number, { json }: { json?: boolean }, { tools, print }: Desk): void {
  const status = known(tools.broadcasts.status(id), id);
  print(json ? asJson(status) : shown(tools.texts.progress(status)));
}

/** Shows the newest ones. */
export function showNewest(limit: number, { json }: { json?: boolean }, { tools, print }: Desk): void {
  const all = tools.broadcasts.newest(limit).flatMap(({ id }): CampaignStatus[] => {
    const status = tools.broadcasts.status(id);
    return status ? [status] : [];
  });
  if (json) return print(asJson(all));
  print(
    all.length > 0
      ? broadcastTable(all, tools)
      : "No broadcast yet. Make one: npm run broadcast -- create --by rina --topic discount --text-file pesan.txt\n",
  );
}

/** Shows what came of it, and writes the whole ledger to a file when one is named. */
export async function reportBroadcast(
  id: number,
  { out, force = false }: { out?: string; force?: boolean },
  { tools, print }: Desk,
): Promise<void> {
  const status = known(tools.broadcasts.status(id), id);
  print(shown(tools.texts.receipt(status)));
  if (out === undefined) return;
  await writeReceipt(out, tools.receiptCsv(id), { force });
  print(`${out}: every recipient of broadcast ${id}, without names and numbers.\n`);
}

export function showSegments({ tools, print }: Desk): void {
  const { segments } = tools.settings.current().broadcast;
  print(
    segments.length > 0
      ? segmentLines(segments, tools.regions)
      : "No segment yet. Save one: npm run broadcast -- create … --region Soreang --save-segment soreang\n",
  );
}

function asJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
