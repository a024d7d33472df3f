import type { ContactStore } from "../contacts/contact.ts";
import type { ConversationStore } from "../conversation.ts";
import type { InboxStore } from "../inbox.ts";
import type { OutboxStore } from "../outbox.ts";
import type { ChatMemory } from "../understanding/context.ts";

/** Everything that is kept while the program runs, and the transaction that joins it. */
export type Stores = {
  contacts: ContactStore;
  conversations: ConversationStore<ChatMemory>;
  inbox: InboxStore;
  outbox: OutboxStore;
  /** Runs `work` as a whole or not at all; calls within it join it. */
  atomically<T>(work: () => T): T;
  /** Forgets chats that are over, and the keys and words of what was settled before that time. Returns how many rows. */
  tidy(before: Date): number;
  close(): void;
};
