import type { ContactStore } from "../../contacts/contact.ts";
import type { OutboundMessage } from "../../message.ts";
import { forwardFrom, type Delivery, type DeliveryStatus, type OutboxStore } from "../../outbox.ts";
import type { Database } from "./database.ts";
import { all, first, run, sqlite } from "./tables.ts";

const PRIORITIES = ["reply", "broadcast"] as const;

const COLUMNS = ["seq", "key", "account", "body", "priority", "status", "platform_id", "answers", "attempts"] as const;

/** The outbox in SQLite. */
export function createSqliteOutbox(db: Database, contacts: ContactStore): OutboxStore {
  const queued = (account: string) =>
    sqlite.selectFrom("outbox as row").where("row.account", "=", account).where("row.status", "=", "queued");

  return {
    add({ key, account, message, priority, answers, lane }, at) {
      return (
        run(
          db,
          sqlite
            .insertInto("outbox")
            .orIgnore()
            .values({
              key,
              account,
              contact_id: lane ?? contacts.idOf(message.to),
              body: JSON.stringify(message),
              priority: PRIORITIES.indexOf(priority),
              status: "queued",
              platform_id: null,
              answers: answers ?? null,
              attempts: 0,
              reason: null,
              created_at: at.getTime(),
              due_at: at.getTime(),
              settled_at: null,
            }),
        ) > 0
      );
    },
    next(account, now) {
      const row = first(
        db,
        queued(account)
          .select(COLUMNS)
          .where("row.due_at", "<=", now.getTime())
          // a contact's later messages wait for its earlier ones
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom("outbox as earlier")
                  .select("earlier.seq")
                  .whereRef("earlier.contact_id", "=", "row.contact_id")
                  .whereRef("earlier.priority", "<=", "row.priority")
                  .where("earlier.status", "in", ["queued", "sending"])
                  .whereRef("earlier.seq", "<", "row.seq"),
              ),
            ),
          )
          .orderBy("row.priority")
          .orderBy("row.seq")
          .limit(1),
      );
      return row && toDelivery(row);
    },
    nextDue(account, now) {
      const row = first(
        db,
        queued(account)
          .select(({ fn }) => fn.min("row.due_at").as("at"))
          .where("row.due_at", ">", now.getTime()),
      );
      return row?.at === null || row?.at === undefined ? undefined : new Date(Number(row.at));
    },
    sending: (seq, platformId) =>
      void run(
        db,
        sqlite
          .updateTable("outbox")
          .set({ status: "sending", platform_id: platformId ?? null })
          .where("seq", "=", seq),
      ),
    settle: (seq, status, at, { platformId, reason } = {}) =>
      void run(
        db,
        sqlite
          .updateTable("outbox")
          .set(({ eb }) => ({
            status,
            attempts: eb("attempts", "+", 1),
            settled_at: at.getTime(),
            reason: reason ?? null,
            ...(platformId === undefined ? {} : { platform_id: platformId }),
          }))
          .where("seq", "=", seq)
          // a receipt may have come before the send returned
          .where("status", "in", ["queued", "sending"]),
      ),
    retry: (seq, dueAt, reason) =>
      void run(
        db,
        sqlite
          .updateTable("outbox")
          .set(({ eb }) => ({ status: "queued", attempts: eb("attempts", "+", 1), due_at: dueAt.getTime(), reason }))
          .where("seq", "=", seq)
          .where("status", "=", "sending"),
      ),
    receipt: (account, platformId, status, at) =>
      void run(
        db,
        sqlite
          .updateTable("outbox")
          .set({ status, settled_at: at.getTime() })
          .where("account", "=", account)
          .where("platform_id", "=", platformId)
          .where("status", "in", forwardFrom(status)),
      ),
    byPlatformId(account, platformId) {
      const row = first(
        db,
        sqlite
          .selectFrom("outbox")
          .select(COLUMNS)
          .where("account", "=", account)
          .where("platform_id", "=", platformId)
          .where("body", "is not", null),
      );
      return row && toDelivery(row);
    },
    find(key) {
      const row = first(db, sqlite.selectFrom("outbox").select(COLUMNS).where("key", "=", key));
      return row && toDelivery(row);
    },
    inDoubt: (account) =>
      all(
        db,
        sqlite
          .selectFrom("outbox")
          .select(COLUMNS)
          .where("account", "=", account)
          .where("status", "=", "sending")
          .orderBy("seq"),
      ).map(toDelivery),
    depth(account) {
      const rows = all(
        db,
        sqlite
          .selectFrom("outbox")
          .select([
            "status",
            ({ fn }) => fn.countAll<number>().as("count"),
            ({ fn }) => fn.min("created_at").as("oldest"),
          ])
          .where("status", "in", ["queued", "sending", "unknown", "failed"])
          .$if(account !== undefined, (query) => query.where("account", "=", account ?? ""))
          .groupBy("status"),
      );
      const count = (...statuses: string[]) =>
        rows.reduce((sum, row) => sum + (statuses.includes(row.status) ? Number(row.count) : 0), 0);
      const oldest = rows
        .filter(({ status }) => status === "queued" || status === "sending")
        .map((row) => Number(row.oldest));
      return {
        queued: count("queued", "sending"),
        unknown: count("unknown"),
        failed: count("failed"),
        ...(oldest.length > 0 ? { oldest: new Date(Math.min(...oldest)) } : {}),
      };
    },
    sweep: (before) =>
      run(
        db,
        sqlite
          .updateTable("outbox")
          .set({ body: null })
          .where("settled_at", "<", before.getTime())
          .where("body", "is not", null),
      ),
    sweepKeys: (before) => run(db, sqlite.deleteFrom("outbox").where("settled_at", "<", before.getTime())),
  };
}

type Row = {
  seq: number;
  key: string;
  account: string;
  body: string | null;
  priority: number;
  status: string;
  platform_id: string | null;
  answers: string | null;
  attempts: number;
};

function toDelivery({ seq, key, account, body, priority, status, platform_id, answers, attempts }: Row): Delivery {
  return {
    seq,
    key,
    account,
    message: JSON.parse(body ?? "{}") as OutboundMessage,
    priority: PRIORITIES[priority] ?? "broadcast",
    status: status as DeliveryStatus,
    attempts,
    ...(platform_id === null ? {} : { platformId: platform_id }),
    ...(answers === null ? {} : { answers }),
  };
}
