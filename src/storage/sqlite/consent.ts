import { TOPICS, type ConsentStore } from "../../contacts/consent.ts";
import type { Database } from "./database.ts";
import { all, run, sqlite } from "./tables.ts";

/** Consent in SQLite: every change is a row, and none is ever changed. */
export function createSqliteConsent(db: Database): ConsentStore {
  function history(contactId: string) {
    const rows = all(
      db,
      sqlite.selectFrom("consent").selectAll().where("contact_id", "=", contactId).orderBy("at").orderBy("seq"),
    );
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
    change: (contactId, { granted, at, ...rest }) =>
      void run(
        db,
        sqlite
          .insertInto("consent")
          .values({ contact_id: contactId, granted: granted ? 1 : 0, at: at.getTime(), ...rest }),
      ),
    of(contactId) {
      const changes = history(contactId);
      return TOPICS.filter((topic) => changes.findLast((change) => change.topic === topic)?.granted === true);
    },
    history,
  };
}
