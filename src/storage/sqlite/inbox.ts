import type { ContactStore } from "../../contacts/contact.ts";
import type { InboxStore } from "../../inbox.ts";
import type { InboundMessage } from "../../message.ts";
import type { Database } from "./database.ts";
import { laneOfTopic } from "./people.ts";
import { all, first, run, sqlite } from "./tables.ts";

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
        return (
          run(
            db,
            sqlite
              .insertInto("inbox")
              .orIgnore()
              .values({
                account,
                contact_id: laneOf(message),
                message_id: message.id,
                body: JSON.stringify(message),
                status: "waiting",
                attempts: 0,
                reason: null,
                received_at: now,
                due_at: now,
                settled_at: null,
              }),
          ) > 0
        );
      });
    },
    due(now, limit) {
      const rows = all(
        db,
        sqlite
          .selectFrom("inbox as row")
          .select(["seq", "account", "body", "attempts"])
          .where("status", "=", "waiting")
          .where("due_at", "<=", now.getTime())
          // a contact's later messages wait for its earlier ones
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom("inbox as earlier")
                  .select("earlier.seq")
                  .whereRef("earlier.contact_id", "=", "row.contact_id")
                  .where("earlier.status", "=", "waiting")
                  .whereRef("earlier.seq", "<", "row.seq"),
              ),
            ),
          )
          .orderBy("seq")
          .limit(limit),
      );
      return rows.map(({ seq, account, body, attempts }) => ({ seq, account, attempts, message: toMessage(body) }));
    },
    nextDue(now) {
      const row = first(
        db,
        sqlite
          .selectFrom("inbox")
          .select(({ fn }) => fn.min("due_at").as("at"))
          .where("status", "=", "waiting")
          .where("due_at", ">", now.getTime()),
      );
      return row?.at === null || row?.at === undefined ? undefined : new Date(Number(row.at));
    },
    done: (seq, at) =>
      void run(
        db,
        sqlite
          .updateTable("inbox")
          .set({ status: "done", body: null, settled_at: at.getTime() })
          .where("seq", "=", seq),
      ),
    retry: (seq, dueAt, reason) =>
      void run(
        db,
        sqlite
          .updateTable("inbox")
          .set(({ eb }) => ({ attempts: eb("attempts", "+", 1), due_at: dueAt.getTime(), reason }))
          .where("seq", "=", seq),
      ),
    setAside: (seq, reason, at) =>
      void run(
        db,
        sqlite
          .updateTable("inbox")
          .set(({ eb }) => ({ status: "aside", attempts: eb("attempts", "+", 1), reason, settled_at: at.getTime() }))
          .where("seq", "=", seq),
      ),
    depth() {
      const rows = all(
        db,
        sqlite
          .selectFrom("inbox")
          .select([
            "status",
            ({ fn }) => fn.countAll<number>().as("count"),
            ({ fn }) => fn.min("received_at").as("oldest"),
          ])
          .where("status", "in", ["waiting", "aside"])
          .groupBy("status"),
      );
      const waiting = rows.find(({ status }) => status === "waiting");
      return {
        waiting: Number(waiting?.count ?? 0),
        aside: Number(rows.find(({ status }) => status === "aside")?.count ?? 0),
        ...(waiting ? { oldest: new Date(Number(waiting.oldest)) } : {}),
      };
    },
    sweep: (before) =>
      run(db, sqlite.deleteFrom("inbox").where("status", "=", "done").where("settled_at", "<", before.getTime())),
    sweepAside: (before) =>
      run(db, sqlite.deleteFrom("inbox").where("status", "=", "aside").where("settled_at", "<", before.getTime())),
  };
}

function toMessage(body: string | null): InboundMessage {
  const message = JSON.parse(body ?? "{}") as InboundMessage & { sentAt: string };
  return { ...message, sentAt: new Date(message.sentAt) };
}
