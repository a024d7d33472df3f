import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../lib/clock.ts";
import type { ChatMemory } from "../../understanding/context.ts";
import type { Stores } from "../stores.ts";
import { createSqliteContacts } from "./contacts.ts";
import { createSqliteConversations } from "./conversations.ts";
import { openDatabase } from "./database.ts";
import { createSqliteInbox } from "./inbox.ts";
import { createSqliteOutbox } from "./outbox.ts";
import { MIGRATIONS } from "./tables.ts";

/** Opens everything that is kept, in one file of the state folder. Throws StorageError when it cannot be trusted. */
export function openSqliteStores({ folder, clock }: { folder: string; clock: Clock }): Stores {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const db = openDatabase({ path: join(folder, "sapa.db"), migrations: MIGRATIONS });
  const contacts = createSqliteContacts(db, clock);
  const conversations = createSqliteConversations<ChatMemory>(db, { contacts, clock });
  const inbox = createSqliteInbox(db, contacts);
  const outbox = createSqliteOutbox(db, contacts);
  return {
    contacts,
    conversations,
    inbox,
    outbox,
    tidy(before) {
      const rows = db.atomically(() => conversations.sweep() + inbox.sweep(before) + outbox.sweep(before));
      db.checkpoint();
      return rows;
    },
    atomically: (work) => db.atomically(work),
    close: () => db.close(),
  };
}
