import { TOPICS, type ConsentStore } from "../../contacts/consent.ts";
import type { Database } from "./database.ts";
import { all, insert } from "./sql.ts";
import type { Row } from "./tables.ts";

/** Consent in SQLite: every change is a row, and none is ever changed. */
export function createSqliteConsent(db: Database): ConsentStore {
  function history(contactId: string) {
    const rows = all<Row<"consent">>(db, "select * from consent where contact_id = ? order by at, seq", contactId);
    return rows.map(({ topic, granted, at, channel, wording, source }) => ({
      topic,
      granted: granted !== 0,
      at: new Date(at),
      channel,
      wording,
      source,
    }));
  }

  return {
    change: (contactId, { topic, granted, at, channel, wording, source }) =>
      void insert(db, "consent", {
        contact_id: contactId,
        topic,
        granted: granted ? 1 : 0,
        at: at.getTime(),
        channel,
        wording,
        source,
      }),
    of(contactId) {
      // asked before each message of a campaign: what was said, and how, is not read for it
      const changes = all<Row<"consent", "topic" | "granted">>(
        db,
        "select topic, granted from consent where contact_id = ? order by at, seq",
        contactId,
      );
      return TOPICS.filter((topic) => changes.findLast((change) => change.topic === topic)?.granted === 1);
    },
    history,
  };
}
