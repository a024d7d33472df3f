import type { ContactStore, Role } from "../contacts/contact.ts";
import type { ChannelName } from "../message.ts";
import { CommandMistake } from "./mistake.ts";

type RoleTools = {
  contacts: Pick<ContactStore, "find" | "learn">;
  whatsappChatId(digits: string): string;
};

/** Says who somebody is. `id`: a phone number, or a chat id with its channel before it. */
export async function setRole(
  id: string,
  { role, print, tools }: { role: Role; print(text: string): void; tools: RoleTools },
): Promise<void> {
  const found = await findPerson(id, tools);
  const shown = `…${id.replace(/\D/g, "").slice(-4)}`;
  const people = new Set(found.map(({ contactId }) => contactId));
  if (people.size > 1)
    throw new CommandMistake(`${shown} is known on WhatsApp and on Telegram; write whatsapp: or telegram: before it.`);
  const [person] = found;
  if (!person) throw new CommandMistake(`Nobody is known under ${shown}.`);
  tools.contacts.learn(person.contactId, { role });
  print(`${shown} (${person.channel}) is now ${role}.\n`);
}

/** Digits alone may be a phone number and a Telegram id. */
async function findPerson(
  id: string,
  { contacts, whatsappChatId }: RoleTools,
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
