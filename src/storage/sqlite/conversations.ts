import type { ContactStore } from "../../contacts/contact.ts";
import { REMEMBERED_MS, type ConversationStore } from "../../conversation.ts";
import type { Clock } from "../../lib/clock.ts";
import type { Database } from "./database.ts";
import { first, run, sqlite } from "./tables.ts";

/** Conversations in SQLite, one for each contact whatever the chat id. `Memory` must survive JSON. */
export function createSqliteConversations<Memory>(
  db: Database,
  { contacts, clock, rememberedMs = REMEMBERED_MS }: { contacts: ContactStore; clock: Clock; rememberedMs?: number },
): ConversationStore<Memory> {
  return {
    load(address) {
      const row = first(
        db,
        sqlite
          .selectFrom("conversation")
          .select(["memory", "saved_at"])
          .where("contact_id", "=", contacts.idOf(address)),
      );
      if (!row || clock().getTime() - row.saved_at > rememberedMs) return undefined;
      return JSON.parse(row.memory) as Memory;
    },
    save(address, memory) {
      const values = { memory: JSON.stringify(memory), saved_at: clock().getTime() };
      run(
        db,
        sqlite
          .insertInto("conversation")
          .values({ contact_id: contacts.idOf(address), ...values })
          .onConflict((conflict) => conflict.column("contact_id").doUpdateSet(values)),
      );
    },
    forget: (address) =>
      void run(db, sqlite.deleteFrom("conversation").where("contact_id", "=", contacts.idOf(address))),
    sweep: () => run(db, sqlite.deleteFrom("conversation").where("saved_at", "<", clock().getTime() - rememberedMs)),
  };
}
