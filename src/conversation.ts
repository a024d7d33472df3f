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
