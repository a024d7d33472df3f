import type { ContactStore, Role } from "../contacts/contact.ts";
import type { ChannelName } from "../message.ts";
import { CommandMistake } from "./mistake.ts";

type FindTools = { contacts: Pick<ContactStore, "find">; whatsappChatId(digits: string): string };

/** Says who somebody is. `id`: a phone number, or a chat id with its channel before it. */
export async function setRole(
  id: string,
  { role, print, tools }: { role: Role; print(text: string): void; tools: FindTools & LearnTools },
): Promise<void> {
  const { contactId, shown } = await personOf(id, tools);
  tools.contacts.learn(contactId, { role });
  print(`${shown} is now ${role}.\n`);
}

/**
 * The one person that is known under a phone number, or a chat id with its channel before it; `shown` is how to speak of
 * them on the screen. Throws CommandMistake when there is none or more than one.
 */
export async function personOf(id: string, tools: FindTools): Promise<{ contactId: string; shown: string }> {
  const found = await findPerson(id, tools);
  const shown = `…${id.replace(/\D/g, "").slice(-4)}`;
  const people = new Set(found.map(({ contactId }) => contactId));
  if (people.size > 1)
    throw new CommandMistake(`${shown} is known on WhatsApp and on Telegram; write whatsapp: or telegram: before it.`);
  const [person] = found;
  if (!person) throw new CommandMistake(`Nobody is known under ${shown}.`);
  return { contactId: person.contactId, shown: `${shown} (${person.channel})` };
}

type LearnTools = { contacts: Pick<ContactStore, "learn"> };

/** Digits alone may be a phone number and a Telegram id. */
async function findPerson(
  id: string,
  { contacts, whatsappChatId }: FindTools,
): Promise<{ channel: ChannelName; contactId: string }[]> {
  const { normalisePhone } = await import("../contacts/phone.ts");
  const [, only, written = ""] = /^(?:(whatsapp|telegram):)?(.*)$/s.exec(id.trim()) ?? [];
  const phone = normalisePhone(written);
  const addresses = [
    ...(phone.ok && only !== "telegram"
      ? [{ channel: "whatsapp" as const, chatId: whatsappChatId(phone.digits) }]
      : []),
    ...(only !== "whatsapp" && /^\d+$/.test(written) ? [{ channel: "telegram" as const, chatId: written }] : []),
  ];
  return addresses.flatMap((address) => {
    const contactId = contacts.find(address);
    return contactId === undefined ? [] : [{ channel: address.channel, contactId }];
  });
}
