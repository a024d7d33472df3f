import type { Address } from "../message.ts";

/**
 * People, and the chat ids that stand for them. A person may write under several ids on one channel (WhatsApp's LID and
 * phone number); all of them lead to one contact, which everything that is remembered belongs to.
 */
export type ContactStore = {
  /** The contact behind an address; a new one when nobody is known there. */
  idOf(address: Address): string;
  /** Says that a chat id on the same channel is the same person. Two contacts become one, the older one. */
  link(address: Address, alias: string): void;
  /** Whether messages can reach this address: false after the person blocked us. */
  setReachable(address: Address, reachable: boolean): void;
  isReachable(address: Address): boolean;
};
