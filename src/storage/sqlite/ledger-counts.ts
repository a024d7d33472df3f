import type { LedgerCounts, RecipientSkip, RecipientStatus } from "../../broadcast/ledger.ts";
import type { Zone } from "../../lib/zones.ts";
import type { Database } from "./database.ts";
import { all, first } from "./sql.ts";

const STATUSES = Object.keys({
  queued: 1,
  sending: 1,
  sent: 1,
  delivered: 1,
  read: 1,
  failed: 1,
  unknown: 1,
  skipped: 1,
} satisfies Record<RecipientStatus, 1>) as RecipientStatus[];

/** The reason of what the network called failed later, without a word. */
const LATER = "later";

/** Adds up the ledger of a campaign. */
export function countLedger(db: Database, campaign: number): LedgerCounts {
  const counts = first<Record<RecipientStatus, number>>(db, BY_STATUS, campaign);
  // each look goes through all rows of the campaign, so only where it can find something
  const reasons =
    counts && counts.failed + counts.skipped > 0
      ? all<{ status: "failed" | "skipped"; why: string; count: number }>(db, BY_REASON, LATER, campaign)
      : [];
  const of = (status: "failed" | "skipped") =>
    Object.fromEntries(reasons.filter((row) => row.status === status).map(({ why, count }) => [why, count]));
  const waiting: Record<string, Partial<Record<Zone, number>>> = {};
  for (const { account, zone, count } of all<{ account: string; zone: Zone; count: number }>(db, WAITING, campaign))
    (waiting[account] ??= {})[zone] = count;
  const answers = all<{ answer: number; count: number }>(db, ANSWERS, campaign);
  const byStatus = STATUSES.map((status) => [status, counts?.[status] ?? 0] as const).filter(([, count]) => count > 0);
  return {
    total: byStatus.reduce((sum, [, count]) => sum + count, 0),
    byStatus: Object.fromEntries(byStatus),
    skipped: of("skipped") as Partial<Record<RecipientSkip, number>>,
    failed: of("failed"),
    waiting,
    answers: Object.fromEntries(answers.map(({ answer, count }) => [answer, count])),
  };
}

/** In one go: grouping would sort all rows. */
const BY_STATUS = `select ${STATUSES.map((status) => `count(*) filter (where status = '${status}') as ${status}`).join(", ")}
  from recipient where campaign = ?`;

const BY_REASON = `
  select status, coalesce(substr(reason, 1, instr(reason || ':', ':') - 1), ?) as why, count(*) as count
  from recipient where campaign = ? and status in ('failed', 'skipped') group by status, why`;

const WAITING = `select account, zone, count(*) as count from recipient indexed by recipient_next
  where campaign = ? and status = 'queued' group by account, zone`;

const ANSWERS = `select answer, count(*) as count from recipient where campaign = ? and answer is not null group by answer`;
