import type { Unanswered } from "../analytics/unanswered.ts";
import type { ConsentChange, ConsentStore } from "../contacts/consent.ts";
import type { Contact, ContactStore } from "../contacts/contact.ts";
import type { HistoryStore, Said } from "../contacts/history.ts";
import type { Ticket, TicketStore } from "../handoff/ticket.ts";
import { maskIdNumbers } from "../lib/id-number.ts";
import type { ChannelName } from "../message.ts";

/** Where what is held about a person lies. */
export type PersonStores = {
  contacts: Pick<ContactStore, "get">;
  consent: Pick<ConsentStore, "of" | "history">;
  history: Pick<HistoryStore, "recent">;
  tickets: Pick<TicketStore, "openedBetween">;
  /** All questions of a contact that are on the list or were, oldest first. */
  questionsOf: (contactId: string) => Unanswered[];
  outreachOf: (contactId: string) => PersonOutreach;
};

/** What outreach holds about a person. Of the leader they came through it says nothing but when: that is another person. */
export type PersonOutreach = {
  reminders: readonly { kind: string; day?: number; channel: ChannelName; askedAt: Date }[];
  askedAbout: readonly { intent: string; at: Date }[];
  tags: readonly string[];
  /** Campaigns they were a recipient of; `answer`: the index of what they chose. */
  campaigns: readonly {
    campaign: number;
    channel: ChannelName;
    status: string;
    sentAt?: Date;
    answer?: number;
    answeredAt?: Date;
  }[];
  linkCode?: string;
  cameThroughLeaderAt?: Date;
  /** When they became a leader by a code of staff. */
  usedLeaderCodeAt?: Date;
};

/** Plain values: what JSON can hold. Times are ISO 8601 in UTC. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * Everything that is held about one contact, for the person who asks for it; undefined when nobody has this id. Of staff
 * it names no more than the first name; which of them took care of a ticket is theirs. Sixteen-digit numbers are masked
 * once more, whatever was done to them before.
 */
export function personalData(id: string, stores: PersonStores): { readonly [key: string]: Json } | undefined {
  const contact = stores.contacts.get(id);
  if (!contact) return undefined;
  const tickets = stores.tickets.openedBetween(EVER.from, EVER.to).filter(({ contactId }) => contactId === id);
  return {
    details: detailsOf(contact),
    addresses: contact.addresses.map(({ channel, chatId, reachable }) => ({ channel, chatId, reachable })),
    consent: { now: stores.consent.of(id), history: stores.consent.history(id).map(toConsent) },
    said: stores.history.recent(id, EVERYTHING).map(toSaid),
    tickets: tickets.map(toTicket),
    unansweredQuestions: stores.questionsOf(id).map(toQuestion),
    outreach: toOutreach(stores.outreachOf(id)),
  };
}

/** Widest span that a Date can hold. */
const EVER = { from: new Date(0), to: new Date(8.64e15) };

/** More than anybody has said in the time that words are kept. */
const EVERYTHING = 1_000_000_000;

function detailsOf({ id, role, firstSeen, ...more }: Contact): Json {
  return {
    id,
    role,
    firstSeen: firstSeen.toISOString(),
    ...told({
      name: more.name,
      occupation: more.occupation,
      region: more.region,
      language: more.language,
      replyLanguage: more.replyLanguage,
      lastSeen: more.lastSeen,
      consentAskedAt: more.consentAskedAt,
    }),
  };
}

function toConsent({ topic, granted, at, channel, wording, source }: ConsentChange): Json {
  return { topic, granted, at: at.toISOString(), channel, source, ...told({ wording }) };
}

function toSaid({ author, at, text, kind, staffName, ticket, attachment }: Said): Json {
  return {
    author,
    at: at.toISOString(),
    kind,
    // what a platform needs to fetch the file says nothing to the person
    ...told({ text, staffFirstName: staffName?.trim().split(/\s+/)[0], ticket, fileName: attachment?.fileName }),
    ...told({ fileType: attachment?.mimeType, fileBytes: attachment?.bytes }),
  };
}

function toTicket({ number, reason, state, openedAt, address, ...more }: Ticket): Json {
  return {
    number,
    reason,
    state,
    openedAt: openedAt.toISOString(),
    answeredOn: { channel: address.channel, chatId: address.chatId },
    ...told({
      intent: more.intent,
      region: more.region,
      firstReplyAt: more.firstReplyAt,
      closedAt: more.closedAt,
      endedBy: more.endedBy,
      closeReason: more.closeReason,
      satisfaction: more.satisfaction,
    }),
  };
}

function toQuestion({ text, at, reason, intent, tell, state }: Unanswered): Json {
  return { at: at.toISOString(), reason, tell, state, ...told({ text, intent }) };
}

function toOutreach({ reminders, askedAbout, tags, campaigns, ...more }: PersonOutreach): Json {
  return {
    reminders: reminders.map(({ kind, channel, askedAt, day }) => ({ kind, channel, ...told({ askedAt, day }) })),
    askedAbout: askedAbout.map(({ intent, at }) => ({ intent, ...told({ at }) })),
    tags,
    campaigns: {
      received: campaigns.filter(({ sentAt }) => sentAt !== undefined).length,
      list: campaigns.map(({ campaign, channel, status, sentAt, answer, answeredAt }) => ({
        campaign,
        channel,
        status,
        ...told({ sentAt, answer, answeredAt }),
      })),
    },
    ...told(more),
  };
}

/** What is known of these, masked; what is undefined is left out. */
function told(values: Readonly<Record<string, string | number | Date | undefined>>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => {
      if (value === undefined) return [];
      if (value instanceof Date) return [[key, value.toISOString()]];
      return [[key, typeof value === "string" ? maskIdNumbers(value).text : value]];
    }),
  );
}
