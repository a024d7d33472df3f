import type { Clock } from "./lib/clock.ts";
import type { Address } from "./message.ts";

/** How long a chat is remembered after its last message. */
export const REMEMBERED_MS = 24 * 60 * 60 * 1000;

/** Keeps what is remembered of each chat until it has been silent for too long. */
export type ConversationStore<Memory> = {
  load(address: Address): Memory | undefined;
  save(address: Address, memory: Memory): void;
  /** Forgets a chat at once. */
  forget(address: Address): void;
  /** Forgets all chats that have been silent for too long. Returns how many. */
  sweep(): number;
};

/** Conversations in the memory of this process, for the terminal, `ask` and tests. */
export function createMemoryConversations<Memory>({
  clock,
  rememberedMs = REMEMBERED_MS,
  keyOf: key = ({ channel, chatId }) => `${channel} ${chatId}`,
}: {
  clock: Clock;
  rememberedMs?: number;
  /** What several addresses of one person have in common. */
  keyOf?: (address: Address) => string;
}): ConversationStore<Memory> {
  const chats = new Map<string, { memory: Memory; at: number }>();

  return {
    load(address) {
      const chat = chats.get(key(address));
      if (!chat) return undefined;
      if (clock().getTime() - chat.at <= rememberedMs) return chat.memory;
      chats.delete(key(address));
      return undefined;
    },
    save: (address, memory) => void chats.set(key(address), { memory, at: clock().getTime() }),
    forget: (address) => void chats.delete(key(address)),
    sweep() {
      const before = chats.size;
      for (const [chat, { at }] of chats) if (clock().getTime() - at > rememberedMs) chats.delete(chat);
      return before - chats.size;
    },
  };
}
