import type { Contact } from "../contacts/contact.ts";
import type { Said } from "../contacts/history.ts";
import { plainName } from "../contacts/plain-name.ts";
import type { Say } from "../handoff/ports.ts";
import type { Ticket } from "../handoff/ticket.ts";
import { maskIdNumbers } from "../lib/id-number.ts";

/** What staff read of things that are kept as codes and ids. */
export type Names = {
  region(code: string): string | undefined;
  occupation(id: string): string | undefined;
  /** The subject of an intent, as its choice is labelled. */
  subject(intent: string): string | undefined;
  /** "hari ini 09.12 WIB". */
  moment(at: Date): string;
  /** "09.12"; with the date before it when it was not today. */
  time(at: Date): string;
};

/** What a card shows. */
export type CardFacts = { ticket: Ticket; contact: Contact | undefined; said: readonly Said[] };

/** How much of the chat is shown, and of one message. */
const LINES = 8;
const LONGEST_LINE = 300;

/** Longest name in a title: the rest of it must stay readable on a phone. */
const LONGEST_NAME = 20;

/** "#12 Siti · Kota Bandung · Klaim JKM": what a topic of the staff's group is called. No number of anybody is in it. */
export function topicTitle({ ticket, contact }: Omit<CardFacts, "said">, names: Names, say: Say): string {
  const region = contact?.region ?? ticket.region;
  return [`#${ticket.number} ${firstName(contact, say)}`, region && names.region(region), subjectOf(ticket, names, say)]
    .filter(Boolean)
    .join(" · ");
}

/** What staff must know to answer: who, why, what was asked and what the bot said to it. */
export function cardText({ ticket, contact, said }: CardFacts, again: boolean, names: Names, say: Say): string {
  const region = contact?.region ?? ticket.region;
  const facts = [
    say(`staff.channel.${ticket.address.channel}`),
    contact?.occupation && names.occupation(contact.occupation),
    region && names.region(region),
    contact && contact.role !== "worker" && say(`staff.role.${contact.role}`),
  ].filter(Boolean);
  return [
    say(again ? "staff.card-again" : "staff.card", {
      number: ticket.number,
      reason: say(`staff.reason.${ticket.reason}`),
    }),
    `${firstName(contact, say)} · ${facts.join(" · ")}`,
    say("staff.subject", { subject: subjectOf(ticket, names, say) }),
    "",
    ...said.slice(-LINES).map((line) => chatLine(line, names, say)),
    "",
    say("staff.card-how"),
  ].join("\n");
}

/** One line of the chat: when, who, what. */
export function chatLine({ author, at, text, kind, staffName, attachment }: Said, names: Names, say: Say): string {
  const who = author === "staff" ? (staffName ?? say("staff.author.staff")) : say(`staff.author.${author}`);
  const file = attachment || kind !== "text" ? `[${say(`staff.kind.${kind}`)}]` : "";
  // a number that was broken over two lines is one only now
  const words = maskIdNumbers(text.replace(/\s+/g, " ").trim()).text;
  const shown = words.length > LONGEST_LINE ? `${words.slice(0, LONGEST_LINE)}…` : words;
  return `${names.time(at)} ${who}: ${[file, shown].filter(Boolean).join(" ")}`;
}

/** The first word of a name; nothing that looks like somebody's number. */
export function firstName(contact: Contact | undefined, say: Say): string {
  return callName(contact)?.slice(0, LONGEST_NAME) || say("staff.no-name");
}

/** How a person may be spoken to; undefined when no name of theirs is known. */
export function callName(contact: Contact | undefined): string | undefined {
  return plainName(contact?.name ?? "").split(" ")[0] || undefined;
}

/** What a ticket is about. */
export function subjectOf({ intent, reason }: Ticket, names: Names, say: Say): string {
  return (intent && names.subject(intent)) || say(`staff.reason.${reason}`);
}
