import type { Reminder, ReminderStore } from "../../broadcast/ledger.ts";
import type { Database } from "./database.ts";
import { all, LISTED, listed, run } from "./sql.ts";
import type { Row } from "./tables.ts";

/** What people asked to be reminded of, in SQLite. */
export function createSqliteReminders(db: Database): ReminderStore {
  return {
    setReminder: ({ contactId, kind, day, address, createdAt }) =>
      void run(
        db,
        `insert into reminder (contact_id, kind, day, channel, chat_id, created_at) values (?, ?, ?, ?, ?, ?)
         on conflict (contact_id, kind) do update set
           day = excluded.day, channel = excluded.channel, chat_id = excluded.chat_id, created_at = excluded.created_at`,
        contactId,
        kind,
        day ?? null,
        address.channel,
        address.chatId,
        createdAt.getTime(),
      ),
    dropReminders: (contactId, kind) =>
      run(db, "delete from reminder where contact_id = ? and kind = coalesce(?, kind)", contactId, kind ?? null),
    remindersOf: (contactId) =>
      all<Row<"reminder">>(db, "select * from reminder where contact_id = ? order by kind", contactId).map(toReminder),
    reminders({ kind, days, after, limit }) {
      const rows = days
        ? all<Row<"reminder">>(
            db,
            `select * from reminder where kind = ? and day in ${LISTED} and contact_id > ? order by contact_id limit ?`,
            kind,
            listed(days),
            after,
            limit,
          )
        : all<Row<"reminder">>(
            db,
            "select * from reminder where kind = ? and contact_id > ? order by contact_id limit ?",
            kind,
            after,
            limit,
          );
      return rows.map(toReminder);
    },
  };
}

function toReminder({ contact_id, kind, day, channel, chat_id, created_at }: Row<"reminder">): Reminder {
  return {
    contactId: contact_id,
    kind,
    ...(day === null ? {} : { day }),
    address: { channel, chatId: chat_id },
    createdAt: new Date(created_at),
  };
}
