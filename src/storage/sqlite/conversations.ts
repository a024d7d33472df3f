import type { AskedLanguage, ContactStore } from "../../contacts/contact.ts";
import { REMEMBERED_MS, type ConversationStore, type SpokenMemory } from "../../conversation.ts";
import type { Clock } from "../../lib/clock.ts";
import type { Address } from "../../message.ts";
import type { Database } from "./database.ts";
import { first, run } from "./sql.ts";
import type { Row } from "./tables.ts";

/** Conversations in SQLite, one for each contact whatever the chat id. `Memory` must survive JSON. */
export function createSqliteConversations<Memory extends SpokenMemory<AskedLanguage>>(
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

  const ask = ({ channel, chatId }: Address, language: AskedLanguage) =>
    run(
      db,
      `update contact set reply_language = ?1
       where id = (select contact_id from address where channel = ?2 and chat_id = ?3) and reply_language is not ?1`,
      language,
      channel,
      chatId,
    );

  return {
    load({ channel, chatId }) {
      const row = first<Known>(
        db,
        `select memory, saved_at, reply_language from address
         join contact on contact.id = address.contact_id
         left join conversation on conversation.contact_id = address.contact_id
         where channel = ? and chat_id = ?`,
        channel,
        chatId,
      );
      if (!row) return undefined;
      const { memory, saved_at, reply_language: reply } = row;
      const isFresh = memory !== null && saved_at !== null && clock().getTime() - saved_at <= rememberedMs;
      const kept = isFresh ? (JSON.parse(memory) as Memory) : undefined;
      if (reply === null) return kept;
      const { wrote = reply, times = 1 } = kept?.language ?? {};
      return { ...kept, language: { reply, asked: true, wrote, times } } as Memory;
    },
    save: (address, memory) =>
      db.atomically(() => {
        if (write(address, memory) === 0) {
          contacts.idOf(address);
          write(address, memory);
        }
        if (memory.language?.asked) ask(address, memory.language.reply);
      }),
    forget: (address) => void run(db, "delete from conversation where contact_id = ?", contacts.idOf(address)),
    sweep: () => run(db, "delete from conversation where saved_at < ?", clock().getTime() - rememberedMs),
  };
}

/** What is known of a chat: nothing of a conversation when there was none, or it was swept. */
type Known = {
  memory: string | null;
  saved_at: number | null;
  reply_language: Row<"contact">["reply_language"];
};
