import type { ReceiptStatus } from "../../channels/channel.ts";
import type { ContactStore } from "../../contacts/contact.ts";
import type { OutboundMessage } from "../../message.ts";
import { forwardFrom, type Delivery, type NewDelivery, type OutboxStore } from "../../outbox.ts";
import type { Database, SqliteValue } from "./database.ts";
import { dateOf } from "./rows.ts";
import { all, first, run, update } from "./sql.ts";
import type { Row } from "./tables.ts";

const PRIORITIES = ["reply", "broadcast"] as const;

const COLUMNS = "seq, key, account, body, priority, status, platform_id, answers, attempts";

/** The outbox in SQLite. */
export function createSqliteOutbox(db: Database, contacts: ContactStore): OutboxStore {
  const one = (sql: string, ...values: SqliteValue[]) => {
    const row = first<DeliveryRow>(db, sql, ...values);
    return row && toDelivery(row);
  };

  const find = (key: string) => one(`select ${COLUMNS} from outbox where key = ?`, key);

  /** Gives its number; undefined when the key was there. */
  const add = (
    { key, account, message, priority, answers, lane }: NewDelivery,
    at: Date,
    as: Pick<Row<"outbox">, "status" | "platform_id">,
  ): number | undefined => {
    const { changes, lastInsertRowid } = db
      .prepare(ADD)
      .run(
        key,
        account,
        lane ?? contacts.idOf(message.to),
        JSON.stringify(message),
        PRIORITIES.indexOf(priority),
        as.status,
        as.platform_id,
        answers ?? null,
        at.getTime(),
        at.getTime(),
      );
    return Number(changes) > 0 ? Number(lastInsertRowid) : undefined;
  };

  return {
    add: (delivery, at) => add(delivery, at, { status: "queued", platform_id: null }) !== undefined,
    take(delivery, platformId, at) {
      const seq = add(delivery, at, { status: "sending", platform_id: platformId ?? null });
      if (seq === undefined) return undefined;
      // what was just written need not be read and taken apart again
      const { lane: _lane, ...taken } = delivery;
      return { ...taken, seq, status: "sending", attempts: 0, ...(platformId === undefined ? {} : { platformId }) };
    },
    putBack: (seq) => void run(db, "delete from outbox where seq = ? and status in ('queued', 'sending')", seq),
    next: (account, now) => one(NEXT, account, now.getTime()),
    nextDue(account, now) {
      const row = first<{ at: number | null }>(
        db,
        "select min(due_at) as at from outbox where account = ? and status = 'queued' and due_at > ?",
        account,
        now.getTime(),
      );
      return dateOf(row?.at);
    },
    sending: (seq, platformId) =>
      void update(db, "outbox", { status: "sending", platform_id: platformId ?? null }, { seq }),
    settle: (seq, status, at, { platformId, reason } = {}) =>
      void run(
        db,
        // a receipt may have come before the send returned
        `update outbox set status = ?, attempts = attempts + 1, settled_at = ?, reason = ?,
           platform_id = coalesce(?, platform_id)
         where seq = ? and status in ('queued', 'sending')`,
        status,
        at.getTime(),
        reason ?? null,
        platformId ?? null,
        seq,
      ),
    retry: (seq, dueAt, reason) =>
      void run(
        db,
        `update outbox set status = 'queued', attempts = attempts + 1, due_at = ?, reason = ?
         where seq = ? and status = 'sending'`,
        dueAt.getTime(),
        reason,
        seq,
      ),
    receipt: (account, platformId, status, at) =>
      void run(
        db,
        `update outbox set status = ?, settled_at = ? where account = ? and platform_id = ? and (${changeable(status)})`,
        status,
        at.getTime(),
        account,
        platformId,
      ),
    byPlatformId: (account, platformId) =>
      one(
        `select ${COLUMNS} from outbox where account = ? and platform_id = ? and body is not null`,
        account,
        platformId,
      ),
    beginning: (key) =>
      all<DeliveryRow>(
        db,
        // up to the first text that does not begin so: the one whose last character is the next
        `select ${COLUMNS} from outbox where key >= ? and key < ? and body is not null order by seq`,
        key,
        key.slice(0, -1) + String.fromCharCode(key.charCodeAt(key.length - 1) + 1),
      ).map(toDelivery),
    find,
    inDoubt: (account) =>
      all<DeliveryRow>(
        db,
        `select ${COLUMNS} from outbox where account = ? and status = 'sending' order by seq`,
        account,
      ).map(toDelivery),
    depth(account) {
      const rows = all<{ status: string; count: number; oldest: number }>(
        db,
        `select status, count(*) as count, min(created_at) as oldest from outbox
         where (status = 'queued' or status = 'sending' or status = 'unknown' or status = 'failed')
           and account = coalesce(?, account)
         group by status`,
        account ?? null,
      );
      const count = (...statuses: string[]) =>
        rows.reduce((sum, row) => sum + (statuses.includes(row.status) ? row.count : 0), 0);
      const oldest = rows.filter(({ status }) => status === "queued" || status === "sending").map((row) => row.oldest);
      return {
        queued: count("queued", "sending"),
        unknown: count("unknown"),
        failed: count("failed"),
        ...(oldest.length > 0 ? { oldest: new Date(Math.min(...oldest)) } : {}),
      };
    },
    sweep: (before) =>
      run(db, "update outbox set body = null where settled_at < ? and body is not null", before.getTime()),
    sweepKeys: (before) => run(db, "delete from outbox where settled_at < ?", before.getTime()),
  };
}

const ADD = `
  insert or ignore into outbox
    (key, account, contact_id, body, priority, status, platform_id, answers, attempts, created_at, due_at)
  values (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)`;

/** Replies first; a contact's later messages wait for its earlier ones. The index is named as it is for the inbox. */
const NEXT = `
  select ${COLUMNS} from outbox as row indexed by outbox_next
  where account = ? and status = 'queued' and due_at <= ? and not exists (
    select 1 from outbox as reply
    where reply.contact_id = row.contact_id and reply.priority = 0
      and (reply.status = 'queued' or reply.status = 'sending') and reply.seq < row.seq)
    and not (row.priority = 1 and exists (
      select 1 from outbox as news
      where news.contact_id = row.contact_id and news.priority = 1
        and (news.status = 'queued' or news.status = 'sending') and news.seq < row.seq))
  order by priority, seq limit 1`;

/** The rows that a receipt may change. */
const changeable = (status: ReceiptStatus) =>
  forwardFrom(status)
    .map((from) => `status = '${from}'`)
    .join(" or ");

type DeliveryRow = Row<
  "outbox",
  "seq" | "key" | "account" | "body" | "priority" | "status" | "platform_id" | "answers" | "attempts"
>;

function toDelivery({
  seq,
  key,
  account,
  body,
  priority,
  status,
  platform_id,
  answers,
  attempts,
}: DeliveryRow): Delivery {
  return {
    seq,
    key,
    account,
    message: JSON.parse(body ?? "{}") as OutboundMessage,
    priority: PRIORITIES[priority] ?? "broadcast",
    status,
    attempts,
    ...(platform_id === null ? {} : { platformId: platform_id }),
    ...(answers === null ? {} : { answers }),
  };
}
