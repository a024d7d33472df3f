import { randomUUID } from "node:crypto";
import type { ContactStore } from "../../contacts/contact.ts";
import type { Clock } from "../../lib/clock.ts";
import type { Address } from "../../message.ts";
import type { Database } from "./database.ts";
import { all, first, run, sqlite } from "./tables.ts";

/** Contacts in SQLite. */
export function createSqliteContacts(db: Database, clock: Clock): ContactStore {
  function find({ channel, chatId }: Address) {
    return first(
      db,
      sqlite
        .selectFrom("address")
        .select(["contact_id", "reachable"])
        .where("channel", "=", channel)
        .where("chat_id", "=", chatId),
    );
  }

  function addAddress({ channel, chatId }: Address, contactId: string): void {
    run(db, sqlite.insertInto("address").values({ channel, chat_id: chatId, contact_id: contactId, reachable: 1 }));
  }

  function idOf(address: Address): string {
    const known = find(address);
    if (known) return known.contact_id;
    return db.atomically(() => {
      const id = randomUUID();
      run(db, sqlite.insertInto("contact").values({ id, created_at: clock().getTime() }));
      addAddress(address, id);
      return id;
    });
  }

  /** Everything of the younger contact goes over to the older one. */
  function merge(keep: string, drop: string): void {
    run(db, sqlite.updateTable("address").set({ contact_id: keep }).where("contact_id", "=", drop));
    run(db, sqlite.updateTable("outbox").set({ contact_id: keep }).where("contact_id", "=", drop));
    // the same message may have come in under both ids: the copy under the older contact stands
    run(
      db,
      sqlite
        .deleteFrom("inbox")
        .where("contact_id", "=", drop)
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom("inbox as kept")
              .select("kept.seq")
              .where("kept.contact_id", "=", keep)
              .whereRef("kept.account", "=", "inbox.account")
              .whereRef("kept.message_id", "=", "inbox.message_id"),
          ),
        ),
    );
    run(db, sqlite.updateTable("inbox").set({ contact_id: keep }).where("contact_id", "=", drop));
    const [newest] = all(
      db,
      sqlite.selectFrom("conversation").selectAll().where("contact_id", "in", [keep, drop]).orderBy("saved_at", "desc"),
    );
    run(db, sqlite.deleteFrom("conversation").where("contact_id", "in", [keep, drop]));
    if (newest) run(db, sqlite.insertInto("conversation").values({ ...newest, contact_id: keep }));
    run(db, sqlite.deleteFrom("contact").where("id", "=", drop));
  }

  return {
    idOf,
    link(address, alias) {
      if (alias === address.chatId) return;
      db.atomically(() => {
        const id = idOf(address);
        const other = find({ ...address, chatId: alias });
        if (!other) return addAddress({ ...address, chatId: alias }, id);
        if (other.contact_id === id) return;
        const [older, younger] = all(
          db,
          sqlite
            .selectFrom("contact")
            .select("id")
            .where("id", "in", [id, other.contact_id])
            .orderBy("created_at")
            .orderBy("id"),
        );
        if (older && younger) merge(older.id, younger.id);
      });
    },
    setReachable({ channel, chatId }, reachable) {
      idOf({ channel, chatId });
      run(
        db,
        sqlite
          .updateTable("address")
          .set({ reachable: reachable ? 1 : 0 })
          .where("channel", "=", channel)
          .where("chat_id", "=", chatId),
      );
    },
    isReachable: (address) => find(address)?.reachable !== 0,
  };
}
