import type { HistoryStore, Said } from "../../contacts/history.ts";
import type { Database } from "./database.ts";
import { all, run, sqlite } from "./tables.ts";

/** What was said, in SQLite. */
export function createSqliteHistory(db: Database): HistoryStore {
  const rows = () => sqlite.selectFrom("said").select(["at", "body", "ticket"]);

  return {
    add: (contactId, { at, ticket, ...said }) =>
      void run(
        db,
        sqlite.insertInto("said").values({
          contact_id: contactId,
          ticket: ticket ?? null,
          at: at.getTime(),
          body: JSON.stringify(said),
        }),
      ),
    recent: (contactId, limit) =>
      all(db, rows().where("contact_id", "=", contactId).orderBy("seq", "desc").limit(limit))
        .map(toSaid)
        .toReversed(),
    ofTicket: (ticket) => all(db, rows().where("ticket", "=", ticket).orderBy("seq")).map(toSaid),
    sweep: (before) => run(db, sqlite.deleteFrom("said").where("at", "<", before.getTime())),
  };
}

function toSaid({ at, body, ticket }: { at: number; body: string; ticket: number | null }): Said {
  const said = JSON.parse(body) as Omit<Said, "at" | "ticket">;
  return { ...said, at: new Date(at), ...(ticket === null ? {} : { ticket }) };
}
