import type { OutcomeStore } from "../../analytics/outcome.ts";
import type { Unanswered, UnansweredStore } from "../../analytics/unanswered.ts";
import type { Database } from "./database.ts";
import { without } from "./rows.ts";
import { all, first, insert, LISTED, listed, run } from "./sql.ts";
import type { Row } from "./tables.ts";

/** Outcomes in SQLite. */
export function createSqliteOutcomes(db: Database): OutcomeStore {
  return {
    add: ({ at, channel, intent, region, kind }) =>
      void insert(db, "outcome", { at: at.getTime(), channel, intent, region: region ?? null, kind }),
    between: (from, to) =>
      all<Row<"outcome">>(
        db,
        "select * from outcome where at >= ? and at < ? order by at, seq",
        from.getTime(),
        to.getTime(),
      ).map(({ at, channel, intent, region, kind }) => ({
        at: new Date(at),
        channel,
        intent,
        kind,
        ...without({ region }),
      })),
    sweep: (before) => run(db, "delete from outcome where at < ?", before.getTime()),
  };
}

/** Unanswered questions in SQLite. */
export function createSqliteUnanswered(db: Database): UnansweredStore {
  return {
    add: ({ text, at, reason, intent, contactId }) =>
      insert(db, "unanswered", {
        contact_id: contactId,
        text,
        at: at.getTime(),
        reason,
        intent: intent ?? null,
        tell: 0,
        state: "open",
      }),
    get(id) {
      const row = first<Row<"unanswered">>(db, "select * from unanswered where id = ?", id);
      return row && toUnanswered(row);
    },
    open: () =>
      all<Row<"unanswered">>(db, "select * from unanswered where state = 'open' order by id").map(toUnanswered),
    of: (contactId) =>
      all<Row<"unanswered">>(db, "select * from unanswered where contact_id = ? order by id", contactId).map(
        toUnanswered,
      ),
    settle: (ids, state) => void run(db, `update unanswered set state = ? where id in ${LISTED}`, state, listed(ids)),
    tellAbout: (contactId) =>
      run(
        db,
        `update unanswered set tell = 1
         where id = (select max(id) from unanswered where contact_id = ? and state = 'open')`,
        contactId,
      ) > 0,
    sweep: (before) => run(db, "delete from unanswered where at < ?", before.getTime()),
  };
}

function toUnanswered({ contact_id, at, tell, intent, ...row }: Row<"unanswered">): Unanswered {
  return { ...row, contactId: contact_id, at: new Date(at), tell: tell !== 0, ...without({ intent }) };
}
