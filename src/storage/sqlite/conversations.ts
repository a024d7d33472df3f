import type { ContactStore } from "../../contacts/contact.ts";
import { REMEMBERED_MS, type ConversationStore } from "../../conversation.ts";
import type { Clock } from "../../lib/clock.ts";
import type { Address } from "../../message.ts";
import type { Database } from "./database.ts";
import { first, run } from "./sql.ts";
import type { Row } from "./tables.ts";

/** Conversations in SQLite, one for each contact whatever the chat id. `Memory` must survive JSON. */
export function createSqliteConversations<Memory>(
  db: Database,
  { contacts, clock, rememberedMs = REMEMBERED_MS }: { contacts: ContactStore; clock: Clock; rememberedMs?: number },
): ConversationStore<Memory> {
  /** Changes no row when the address is not known yet. */
  const write = ({ channel, chatId }: Address, memory: Memory) =>
    run(
      db,
      `insert into conversation (contact_id, memory, saved_at)
       select contact_id, ?, ? from address where channel = ? and chat_id = ?
       on conflict (contact_id) do update set memory = excluded.memory, saved_at = excluded.saved_at`,
      JSON.stringify(memory),
      clock().getTime(),
      channel,
      chatId,
    );

  return {
    load({ channel, chatId }) {
      const row = first<Row<"conversation", "memory" | "saved_at">>(
        db,
        `select memory, saved_at from conversation
         where contact_id = (select contact_id from address where channel = ? and chat_id = ?)`,
        channel,
        chatId,
      );
      if (!row || clock().getTime() - row.saved_at > rememberedMs) return undefined;
      return JSON.parse(row.memory) as Memory;
    },
    save(address, memory) {
      if (write(address, memory) > 0) return;
      contacts.idOf(address);
      write(address, memory);
    },
    forget: (address) => void run(db, "delete from conversation where contact_id = ?", contacts.idOf(address)),
    sweep: () => run(db, "delete from conversation where saved_at < ?", clock().getTime() - rememberedMs),
  };
}
