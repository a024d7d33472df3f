import { TOPICS, type ConsentSource, type Topic } from "../../../src/contacts/consent.ts";
import { setConsent } from "../../../src/contacts/consents.ts";
import { applyImport, planImport } from "../../../src/contacts/import.ts";
import { dayOf } from "../../../src/lib/calendar.ts";
import type { OutreachWorld } from "../../support/outreach.ts";
import { addressOf } from "./networks.ts";
import type { Chat, People } from "./people.ts";
import { networkOf } from "./rules.ts";
import type { Doing } from "./steps.ts";

const DAY_MS = 86_400_000;

/** What happens to people: in the stores as the program does it, and in what is right to know of them. */
export function personSteps({ stores, clock }: OutreachWorld, people: People) {
  const { contacts, consent, interests } = stores;
  const now = () => clock().getTime();
  const idOf = (chat: Chat) => contacts.find(addressOf(chat));

  function consents(chat: Chat, topics: readonly Topic[], source: ConsentSource): void {
    const address = addressOf(chat);
    const how = { at: clock(), channel: address.channel, wording: "-", source };
    setConsent(consent, contacts.idOf(address), topics, how);
    people.said(people.meet(chat, now()), topics, TOPICS, now(), source);
  }

  function writes(chat: Chat, region?: string): void {
    const address = addressOf(chat);
    const id = contacts.idOf(address);
    contacts.seen(id, clock(), address);
    if (!contacts.isReachable(address)) contacts.setReachable(address, true);
    if (region) contacts.learn(id, { region });
    people.wrote(chat, now(), region);
  }

  /** What a list says of one chat. */
  function listOf(chat: Chat, granted: boolean, daysAgo: number, region: string | undefined) {
    const number = addressOf(chat).chatId.replace("@s.whatsapp.net", "");
    const cells = {
      [networkOf(chat) === "whatsapp" ? "phone" : "telegram"]: number,
      consent: granted ? "ya" : "tidak",
      consentDate: dayOf(new Date(now() - daysAgo * DAY_MS)),
      wording: "formulir",
      ...(region ? { region } : {}),
    };
    return planImport({
      rows: [{ number: 2, cells }],
      lookups: {
        contacts,
        consent,
        regionOf: (text) => text,
        occupationOf: () => undefined,
        whatsappChatId: (digits) => `${digits}@s.whatsapp.net`,
        now: clock(),
      },
    });
  }

  return {
    writes: ({ chat, region }) => writes(chat, region),
    moves({ chat, region }) {
      const id = idOf(chat);
      if (id !== undefined) contacts.learn(id, { region });
      const person = people.at(chat);
      if (person) person.region = region;
    },
    agrees({ chat, topics }) {
      writes(chat);
      consents(chat, topics, "person");
    },
    stops({ chat }) {
      writes(chat);
      consents(chat, [], "person");
    },
    staffSay({ chat, topics }) {
      if (people.at(chat)) consents(chat, topics, "staff");
    },
    listed({ chat, granted, daysAgo, region }) {
      // a list knows no ids that WhatsApp alone knows
      if (chat.endsWith("@lid")) return;
      applyImport(listOf(chat, granted, daysAgo, region), { ...stores, clock });
      const person = people.meet(chat, now());
      person.region = region ?? person.region;
      people.listed(person, granted, TOPICS, daysAgo, now());
    },
    blocks({ chat }) {
      if (idOf(chat) !== undefined) contacts.setReachable(addressOf(chat), false);
      people.at(chat)?.blocked.add(chat);
    },
    returns({ chat }) {
      if (idOf(chat) !== undefined) contacts.setReachable(addressOf(chat), true);
      people.at(chat)?.blocked.delete(chat);
    },
    joined({ chat, other }) {
      if (chat === other || networkOf(chat) !== networkOf(other)) return;
      contacts.link(addressOf(chat), addressOf(other).chatId);
      people.joined(chat, other, now());
    },
    erased({ chat }) {
      const id = idOf(chat);
      if (id !== undefined) contacts.erase(id);
      const person = people.at(chat);
      if (person) people.forgotten(person);
    },
    tagged({ chat }) {
      const id = idOf(chat);
      if (id !== undefined) interests.tag(id, "soreang");
    },
  } satisfies Partial<Doing>;
}
