import type { HistoryStore, Said } from "../../contacts/history.ts";
import type { Database } from "./database.ts";
import { all, insert, run } from "./sql.ts";
import type { Row } from "./tables.ts";

/** So far back somebody may take something back; the platforms allow about two days. */
const TAKEN_BACK_FROM = 500;

/** What was said, in SQLite. */
export function createSqliteHistory(db: Database): HistoryStore {
  return {
    add: (contactId, { at, ticket, ...said }) =>
      void insert(db, "said", {
        contact_id: contactId,
        ticket: ticket ?? null,
        at: at.getTime(),
        body: JSON.stringify(said),
      }),
    recent: (contactId, limit) =>
      all<SaidRow>(
        db,
        "select at, body, ticket from said where contact_id = ? order by seq desc limit ?",
        contactId,
        limit,
      )
        .map(toSaid)
        .toReversed(),
    ofTicket: (ticket) =>
      all<SaidRow>(db, "select at, body, ticket from said where ticket = ? order by seq", ticket).map(toSaid),
    assign: (contactId, ticket, since) =>
      void run(
        db,
        "update said set ticket = ? where contact_id = ? and ticket is null and at >= ?",
        ticket,
        contactId,
        since.getTime(),
      ),
    takeBack(contactId, messageId) {
      const rows = all<Row<"said", "seq" | "body">>(
        db,
        "select seq, body from said where contact_id = ? order by seq desc limit ?",
        contactId,
        TAKEN_BACK_FROM,
      );
      for (const { seq, body } of rows) {
        const { attachment: _, ...said } = JSON.parse(body) as Omit<Said, "at" | "ticket">;
        if (said.messageId === messageId)
          run(db, "update said set body = ? where seq = ?", JSON.stringify({ ...said, text: "" }), seq);
      }
    },
    sweep: (before) => run(db, "delete from said where at < ?", before.getTime()),
  };
}

type SaidRow = Row<"said", "at" | "body" | "ticket">;

function toSaid({ at, body, ticket }: SaidRow): Said {
  const said = JSON.parse(body) as Omit<Said, "at" | "ticket">;
  return { ...said, at: new Date(at), ...(ticket === null ? {} : { ticket }) };
}
