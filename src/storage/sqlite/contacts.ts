import { randomUUID } from "node:crypto";
import type { Contact, ContactStore } from "../../contacts/contact.ts";
import type { Clock } from "../../lib/clock.ts";
import type { Address } from "../../message.ts";
import type { Database } from "./database.ts";
import { dateOf, without } from "./rows.ts";
import { eraseContact, mergeContacts } from "./people.ts";
import { all, first, insert, update } from "./sql.ts";
import type { Row } from "./tables.ts";

/** Contacts in SQLite. */
export function createSqliteContacts(db: Database, clock: Clock): ContactStore {
  const find = ({ channel, chatId }: Address) =>
    first<Row<"address", "contact_id" | "reachable">>(
      db,
      "select contact_id, reachable from address where channel = ? and chat_id = ?",
      channel,
      chatId,
    );

  function addAddress({ channel, chatId }: Address, contactId: string): void {
    insert(db, "address", { channel, chat_id: chatId, contact_id: contactId, reachable: 1 });
  }

  function idOf(address: Address): string {
    const known = find(address);
    if (known) return known.contact_id;
    return db.atomically(() => {
      const id = randomUUID();
      insert(db, "contact", { id, created_at: clock().getTime() });
      addAddress(address, id);
      return id;
    });
  }

  function withAddresses(row: Row<"contact">): Contact {
    const addresses = all<Row<"address">>(
      db,
      "select * from address where contact_id = ? order by channel, chat_id",
      row.id,
    );
    return toContact(
      row,
      addresses.map(({ channel, chat_id, reachable }) => ({ channel, chatId: chat_id, reachable: reachable !== 0 })),
    );
  }

  return {
    idOf,
    find: (address) => find(address)?.contact_id,
    link(address, alias) {
      if (alias === address.chatId) return;
      db.atomically(() => {
        const id = idOf(address);
        const other = find({ ...address, chatId: alias });
        if (!other) return addAddress({ ...address, chatId: alias }, id);
        if (other.contact_id === id) return;
        const [older, younger] = all<Row<"contact", "id">>(
          db,
          "select id from contact where id in (?, ?) order by created_at, id",
          id,
          other.contact_id,
        );
        if (older && younger) mergeContacts(db, older.id, younger.id, clock());
      });
    },
    setReachable({ channel, chatId }, reachable) {
      idOf({ channel, chatId });
      update(db, "address", { reachable: reachable ? 1 : 0 }, { channel, chat_id: chatId });
    },
    isReachable: (address) => find(address)?.reachable !== 0,
    get(id) {
      const row = first<Row<"contact">>(db, "select * from contact where id = ?", id);
      return row && withAddresses(row);
    },
    learn(id, { name, role, occupation, region, language, replyLanguage, consentAskedAt }) {
      const told = { name, role, occupation, region, language, reply_language: replyLanguage };
      update(db, "contact", without({ ...told, consent_asked_at: consentAskedAt?.getTime() }), { id });
    },
    seen(id, at, { channel, chatId }) {
      const seen_at = at.getTime();
      update(db, "contact", { seen_at }, { id });
      update(db, "address", { seen_at }, { channel, chat_id: chatId, contact_id: id });
    },
    // no id is smaller than the empty text
    list: ({ after = "", limit }) =>
      all<Row<"contact">>(db, "select * from contact where id > ? order by id limit ?", after, limit).map(
        withAddresses,
      ),
    erase: (id) => db.atomically(() => eraseContact(db, id, clock())),
  };
}

function toContact(row: Row<"contact">, addresses: Contact["addresses"]): Contact {
  return {
    id: row.id,
    role: row.role,
    firstSeen: new Date(row.created_at),
    addresses,
    ...without({
      name: row.name,
      occupation: row.occupation,
      region: row.region,
      language: row.language,
      replyLanguage: row.reply_language,
      lastSeen: dateOf(row.seen_at),
      consentAskedAt: dateOf(row.consent_asked_at),
    }),
  };
}
