import type { ContactStore } from "../../contacts/contact.ts";
import type { InboxStore } from "../../inbox.ts";
import type { InboundMessage } from "../../message.ts";
import type { Database } from "./database.ts";
import { laneOfTopic } from "./people.ts";
import { dateOf } from "./rows.ts";
import { all, first, insertOnce, run, update } from "./sql.ts";
import type { Row } from "./tables.ts";

/** The inbox in SQLite. */
export function createSqliteInbox(db: Database, contacts: ContactStore): InboxStore {
  /** Topics of the staff's group go on side by side, as people do; the group is nobody's contact. */
  function laneOf({ from, desk }: InboundMessage): string {
    return desk ? laneOfTopic(desk.topic ?? "") : contacts.idOf(from);
  }

  return {
    add(account, message, at) {
      return db.atomically(() => {
        const now = at.getTime();
        for (const alias of message.aliases ?? []) contacts.link(message.from, alias);
        return insertOnce(db, "inbox", {
          account,
          contact_id: laneOf(message),
          message_id: message.id,
          body: JSON.stringify(message),
          status: "waiting",
          attempts: 0,
          received_at: now,
          due_at: now,
        });
      });
    },
    due(now, limit) {
      const rows = all<Row<"inbox", "seq" | "account" | "body" | "attempts">>(db, DUE, now.getTime(), limit);
      return rows.map(({ seq, account, body, attempts }) => ({ seq, account, attempts, message: toMessage(body) }));
    },
    nextDue(now) {
      const row = first<{ at: number | null }>(
        db,
        "select min(due_at) as at from inbox where status = 'waiting' and due_at > ?",
        now.getTime(),
      );
      return dateOf(row?.at);
    },
    done: (seq, at) => void update(db, "inbox", { status: "done", body: null, settled_at: at.getTime() }, { seq }),
    retry: (seq, dueAt, reason) =>
      void run(
        db,
        "update inbox set attempts = attempts + 1, due_at = ?, reason = ? where seq = ?",
        dueAt.getTime(),
        reason,
        seq,
      ),
    setAside: (seq, reason, at) =>
      void run(
        db,
        "update inbox set status = 'aside', attempts = attempts + 1, reason = ?, settled_at = ? where seq = ?",
        reason,
        at.getTime(),
        seq,
      ),
    depth() {
      const rows = all<{ status: string; count: number; oldest: number }>(
        db,
        `select status, count(*) as count, min(received_at) as oldest from inbox
         where status = 'waiting' or status = 'aside' group by status`,
      );
      const waiting = rows.find(({ status }) => status === "waiting");
      return {
        waiting: waiting?.count ?? 0,
        aside: rows.find(({ status }) => status === "aside")?.count ?? 0,
        ...(waiting ? { oldest: new Date(waiting.oldest) } : {}),
      };
    },
    sweep: (before) => run(db, "delete from inbox where status = 'done' and settled_at < ?", before.getTime()),
    sweepAside: (before) => run(db, "delete from inbox where status = 'aside' and settled_at < ?", before.getTime()),
  };
}

/**
 * A contact's later messages wait for its earlier ones. The index is named because SQLite would rather look up all that
 * is due and sort it, which takes long when many wait; in this order the first ones are nearly always those.
 */
const DUE = `
  select seq, account, body, attempts from inbox as row indexed by inbox_due
  where status = 'waiting' and due_at <= ? and not exists (
    select 1 from inbox as earlier
    where earlier.contact_id = row.contact_id and earlier.status = 'waiting' and earlier.seq < row.seq)
  order by seq limit ?`;

function toMessage(body: string | null): InboundMessage {
  const message = JSON.parse(body ?? "{}") as InboundMessage & { sentAt: string };
  return { ...message, sentAt: new Date(message.sentAt) };
}
