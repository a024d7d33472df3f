import type { Address } from "../message.ts";

/** Who somebody is to us: one who asks, one who passes information on to their people, one who answers. */
export type Role = "worker" | "leader" | "staff";

export const ROLES = ["worker", "leader", "staff"] as const satisfies readonly Role[];

/** The languages that somebody may ask to be answered in. */
export type AskedLanguage = "id" | "su" | "jv" | "en";

/** A person, as far as we know them. */
export type Contact = {
  id: string;
  /** As the platform or an import gave it; never asked for. */
  name?: string;
  role: Role;
  /** Id of an occupation in the knowledge, when the person told it. */
  occupation?: string;
  /** Region code, when the person told it. */
  region?: string;
  /** Language of the last message whose language could be told: id, su, jv or en. */
  language?: string;
  /** The language they asked to be answered in, which nothing but another wish changes; undefined until they ask. */
  replyLanguage?: AskedLanguage;
  firstSeen: Date;
  /** When they last wrote to us; undefined for somebody who never did (imported). */
  lastSeen?: Date;
  addresses: readonly (Address & { reachable: boolean })[];
  /** When we asked whether we may send news; we ask once. */
  consentAskedAt?: Date;
};

/** What may be learned of a person besides their addresses; undefined leaves it as it is. */
export type ContactDetails = Partial<
  Pick<Contact, "name" | "role" | "occupation" | "region" | "language" | "replyLanguage" | "consentAskedAt">
>;

/**
 * People, and the chat ids that stand for them. A person may write under several ids on one channel (WhatsApp's LID and
 * phone number); all of them lead to one contact, which everything that is remembered belongs to.
 */
export type ContactStore = {
  /** The contact behind an address; a new one when nobody is known there. */
  idOf(address: Address): string;
  /** The contact behind an address, or undefined; makes none. */
  find(address: Address): string | undefined;
  /** Says that a chat id on the same channel is the same person. Two contacts become one, the older one. */
  link(address: Address, alias: string): void;
  /** Whether messages can reach this address: false after the person blocked us. */
  setReachable(address: Address, reachable: boolean): void;
  isReachable(address: Address): boolean;
  get(id: string): Contact | undefined;
  /** Changes what is known of a contact. */
  learn(id: string, details: ContactDetails): void;
  /** The person wrote to us just now, from that address. */
  seen(id: string, at: Date, from: Address): void;
  /** A page of all contacts in the order of their ids: those after `after`, at most `limit`. */
  list(page: { after?: string; limit: number }): Contact[];
  /**
   * Removes a person and everything they wrote, or we wrote to them, for good; their tickets stay as numbers and times
   * without words. Returns the numbers of those tickets.
   */
  erase(id: string): number[];
};
