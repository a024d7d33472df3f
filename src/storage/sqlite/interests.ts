import type { InterestStore } from "../../broadcast/ledger.ts";
import type { Database } from "./database.ts";
import { all, insertOnce, run } from "./sql.ts";
import type { Row } from "./tables.ts";

/** What people asked about, the last time each, and the tags of staff, in SQLite. */
export function createSqliteInterests(db: Database): InterestStore {
  return {
    asked: (contactId, intent, at) =>
      void run(
        db,
        // whoever had themselves erased by this very message is nobody to keep it of
        `insert into interest (contact_id, intent, at) select id, ?, ? from contact where id = ?
         on conflict (contact_id, intent) do update set at = max(at, excluded.at)`,
        intent,
        at.getTime(),
        contactId,
      ),
    interestsOf: (contactId) =>
      all<Row<"interest", "intent" | "at">>(
        db,
        "select intent, at from interest where contact_id = ? order by at, intent",
        contactId,
      ).map(({ intent, at }) => ({ intent, at: new Date(at) })),
    tag: (contactId, tag) => void insertOnce(db, "tag", { contact_id: contactId, tag }),
    untag: (contactId, tag) => void run(db, "delete from tag where contact_id = ? and tag = ?", contactId, tag),
    tagsOf: (contactId) =>
      all<Row<"tag", "tag">>(db, "select tag from tag where contact_id = ? order by tag", contactId).map(
        ({ tag }) => tag,
      ),
    tags: () =>
      all<{ tag: string; count: number }>(db, "select tag, count(*) as count from tag group by tag order by tag").map(
        ({ tag, count }) => ({ tag, count }),
      ),
    sweepInterests: (before) => run(db, "delete from interest where at < ?", before.getTime()),
  };
}
