import { randomUUID } from "node:crypto";
import type { Contact, ContactStore } from "../../contacts/contact.ts";
import type { Clock } from "../../lib/clock.ts";
import type { Address, ChannelName } from "../../message.ts";
import type { Database } from "./database.ts";
import { dateOf, without } from "./rows.ts";
import { eraseContact, mergeContacts } from "./people.ts";
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

  function withAddresses(rows: readonly ContactRow[]): Contact[] {
    if (rows.length === 0) return [];
    const ids = rows.map(({ id }) => id);
    const addresses = all(
      db,
      sqlite.selectFrom("address").selectAll().where("contact_id", "in", ids).orderBy("channel").orderBy("chat_id"),
    );
    return rows.map((row) =>
      toContact(
        row,
        addresses
          .filter(({ contact_id }) => contact_id === row.id)
          .map(({ channel, chat_id, reachable }) => ({
            channel: channel as ChannelName,
            chatId: chat_id,
            reachable: reachable !== 0,
          })),
      ),
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
        const [older, younger] = all(
          db,
          sqlite
            .selectFrom("contact")
            .select("id")
            .where("id", "in", [id, other.contact_id])
            .orderBy("created_at")
            .orderBy("id"),
        );
        if (older && younger) mergeContacts(db, older.id, younger.id);
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
    get(id) {
      const row = first(db, sqlite.selectFrom("contact").selectAll().where("id", "=", id));
      return row && withAddresses([row])[0];
    },
    learn(id, { consentAskedAt, ...details }) {
      const values = {
        ...without(details),
        ...(consentAskedAt === undefined ? {} : { consent_asked_at: consentAskedAt.getTime() }),
      };
      if (Object.keys(values).length > 0) run(db, sqlite.updateTable("contact").set(values).where("id", "=", id));
    },
    seen: (id, at) => void run(db, sqlite.updateTable("contact").set({ seen_at: at.getTime() }).where("id", "=", id)),
    list({ after, limit }) {
      const query = sqlite.selectFrom("contact").selectAll().orderBy("id").limit(limit);
      return withAddresses(all(db, after === undefined ? query : query.where("id", ">", after)));
    },
    erase: (id) => db.atomically(() => eraseContact(db, id, clock())),
  };
}

type ContactRow = {
  id: string;
  created_at: number;
  name: string | null;
  role: Contact["role"];
  occupation: string | null;
  region: string | null;
  language: string | null;
  seen_at: number | null;
  consent_asked_at: number | null;
};

function toContact(row: ContactRow, addresses: Contact["addresses"]): Contact {
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
      lastSeen: dateOf(row.seen_at),
      consentAskedAt: dateOf(row.consent_asked_at),
    }),
  };
}
