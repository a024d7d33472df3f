import { TOPICS } from "../../../src/contacts/consent.ts";
import { setConsent } from "../../../src/contacts/consents.ts";
import type { ContactDetails } from "../../../src/contacts/contact.ts";
import type { Stores } from "../../../src/storage/stores.ts";

/** Somebody who has written to us and agreed to everything, before a test begins. */
export type Known = { contactId: string; chatId: string };

const NAMES = ["Asep", "Euis", "Dadang", "Neneng", "Ujang", "Siti", "Agus", "Wati"];

/**
 * Puts so many people into the stores, in one transaction. Given in the order in which a campaign on their channel
 * writes to them.
 */
export function addPeople(
  stores: Stores,
  count: number,
  {
    channel,
    at,
    details = {},
    from = 1,
  }: {
    channel: "telegram" | "whatsapp";
    /** When they wrote and agreed. */
    at: Date;
    details?: ContactDetails;
    /** The number of the first one: no two calls may give the same. */
    from?: number;
  },
): Known[] {
  const add = (number: number): Known => {
    const chatId = channel === "telegram" ? String(7_000_000 + number) : `62813${70_000_000 + number}@s.whatsapp.net`;
    const address = { channel, chatId };
    const contactId = stores.contacts.idOf(address);
    stores.contacts.seen(contactId, at, address);
    stores.contacts.learn(contactId, { name: NAMES[number % NAMES.length] ?? "Asep", ...details });
    setConsent(stores.consent, contactId, TOPICS, { at, channel, wording: "ya", source: "person" });
    return { contactId, chatId };
  };
  const people = stores.atomically(() => Array.from({ length: count }, (_, index) => add(from + index)));
  return people.toSorted((a, b) => (a.contactId < b.contactId ? -1 : 1));
}
