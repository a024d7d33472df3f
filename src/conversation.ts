import type { Address } from "./message.ts";

/** How long a chat is remembered after its last message. */
export const REMEMBERED_MS = 24 * 60 * 60 * 1000;

/** The part of a memory that tells in which language somebody is answered; `asked`: they asked for it. */
export type SpokenMemory<Language extends string = string> = {
  language?: { reply: Language; asked: boolean; wrote: Language; times: number } | undefined;
};

/**
 * Keeps what is remembered of each chat until it has been silent for too long. The language that somebody asked for is
 * kept with the contact and not forgotten: after a silence the memory holds that alone.
 */
export type ConversationStore<Memory extends SpokenMemory> = {
  load(address: Address): Memory | undefined;
  save(address: Address, memory: Memory): void;
  /** Forgets a chat at once. */
  forget(address: Address): void;
  /** Forgets all chats that have been silent for too long. Returns how many. */
  sweep(): number;
};
