import type { Selectable } from "kysely";
import type { OutcomeStore } from "../../analytics/outcome.ts";
import type { Unanswered, UnansweredStore } from "../../analytics/unanswered.ts";
import type { Database } from "./database.ts";
import { without } from "./rows.ts";
import { all, first, run, sqlite, type Tables } from "./tables.ts";

/** Outcomes in SQLite. */
export function createSqliteOutcomes(db: Database): OutcomeStore {
  return {
    add: ({ at, channel, intent, region, kind }) =>
      void run(
        db,
        sqlite.insertInto("outcome").values({ at: at.getTime(), channel, intent, region: region ?? null, kind }),
      ),
    between: (from, to) =>
      all(
        db,
        sqlite
          .selectFrom("outcome")
          .selectAll()
          .where("at", ">=", from.getTime())
          .where("at", "<", to.getTime())
          .orderBy("at")
          .orderBy("seq"),
      ).map(({ at, channel, intent, region, kind }) => ({
        at: new Date(at),
        channel,
        intent,
        kind,
        ...without({ region }),
      })),
    sweep: (before) => run(db, sqlite.deleteFrom("outcome").where("at", "<", before.getTime())),
  };
}

/** Unanswered questions in SQLite. */
export function createSqliteUnanswered(db: Database): UnansweredStore {
  const rows = () => sqlite.selectFrom("unanswered").selectAll();

  return {
    add({ text, at, reason, intent, contactId }) {
      run(
        db,
        sqlite.insertInto("unanswered").values({
          contact_id: contactId,
          text,
          at: at.getTime(),
          reason,
          intent: intent ?? null,
          tell: 0,
          state: "open",
        }),
      );
      return Number(
        first(
          db,
          sqlite.selectFrom("unanswered").select(({ fn }) => fn.max("id").as("id")),
        )?.id,
      );
    },
    get(id) {
      const row = first(db, rows().where("id", "=", id));
      return row && toUnanswered(row);
    },
    open: () => all(db, rows().where("state", "=", "open").orderBy("id")).map(toUnanswered),
    of: (contactId) => all(db, rows().where("contact_id", "=", contactId).orderBy("id")).map(toUnanswered),
    settle(ids, state) {
      if (ids.length > 0) run(db, sqlite.updateTable("unanswered").set({ state }).where("id", "in", ids));
    },
    tellAbout(contactId) {
      const row = first(
        db,
        rows().where("contact_id", "=", contactId).where("state", "=", "open").orderBy("id", "desc").limit(1),
      );
      return (
        row !== undefined && run(db, sqlite.updateTable("unanswered").set({ tell: 1 }).where("id", "=", row.id)) > 0
      );
    },
    sweep: (before) => run(db, sqlite.deleteFrom("unanswered").where("at", "<", before.getTime())),
  };
}

function toUnanswered({ contact_id, at, tell, intent, ...row }: Selectable<Tables["unanswered"]>): Unanswered {
  return { ...row, contactId: contact_id, at: new Date(at), tell: tell !== 0, ...without({ intent }) };
}
