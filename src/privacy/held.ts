import { TOPICS, type Topic } from "../contacts/consent.ts";
import type { ChannelName } from "../message.ts";

/**
 * How many there are of something, and from when on the time of keeping runs for the oldest of them: when it was said,
 * asked or remembered; for what was sent or set aside, when that was done. Undefined when it runs for none.
 */
export type Kept = { count: number; oldest?: Date };

/** How much is held about people, in numbers alone. */
export type PrivacyCounts = {
  contacts: number;
  /** Chat ids by channel. */
  addresses: Readonly<Partial<Record<ChannelName, number>>>;
  /** Contacts who agree to a topic now. */
  consents: Readonly<Record<Topic, number>>;
  /** Contacts who asked to be answered in a language. */
  replyLanguages: number;
  /** What was said in chats. */
  messages: Kept;
  /** Rows of the inbox and the outbox that still hold words. */
  inboxWithWords: Kept;
  outboxWithWords: Kept;
  tickets: { open: number; closed: number; /** Of the closed ones, when the first was closed. */ oldestClosed?: Date };
  unanswered: Kept;
  /** Chats whose last questions are remembered. */
  conversations: Kept;
  /** Messages that could not be answered, with their words. */
  setAside: Kept;
  /** What people asked to be reminded of. */
  reminders: number;
  /** Topics that people asked about, with the last time of each. */
  interests: Kept;
  /** Words that staff put to people. */
  tags: number;
  /** Leaders who have a link, and people who came through one. */
  leaderLinks: number;
  arrivals: number;
  /** Rows of campaigns that still say who got it; `oldest`: when the first of these campaigns ended. */
  recipients: Kept;
};

/** How long what is held is kept. */
export type Keeping = {
  messageDays: number;
  closedTicketDays: number;
  unansweredDays: number;
  /** Words of messages that went out. */
  sentDays: number;
  /** Messages that were set aside. */
  setAsideDays: number;
  rememberedHours: number;
};

/** One kind of thing that is held. `overdueSince`: when the oldest of them should have been forgotten. */
export type Held = { what: string; count: number; kept: string; why: string; overdueSince?: Date };

/** What is forgotten hourly may be late by a day before it is called overdue: the program may have been off for a night. */
export const LATE_MS = 24 * 3_600_000;

/** What is held about how many people, for how long and why, and what of it is overdue. */
export function held(counts: PrivacyCounts, { keeping, now }: { keeping: Keeping; now: Date }): Held[] {
  const { tickets } = counts;
  const untilErased = { kept: UNTIL_ERASED };
  const days = (number: number) => ({ kept: `${number} days`, ms: number * DAY_MS });
  const row = (
    what: string,
    why: string,
    { count, oldest }: Kept,
    { kept, ms }: { kept: string; ms?: number },
  ): Held => {
    const due = oldest === undefined || ms === undefined ? undefined : oldest.getTime() + ms;
    const overdue = due !== undefined && due + LATE_MS < now.getTime();
    return { what, count, kept, why, ...(overdue ? { overdueSince: new Date(due) } : {}) };
  };
  const oldestClosed = tickets.oldestClosed === undefined ? {} : { oldest: tickets.oldestClosed };
  return [
    row("people", "to know who asks, and what they told for their answers", { count: counts.contacts }, untilErased),
    ...CHANNELS.map((channel) =>
      row(`addresses on ${channel}`, "to answer", { count: counts.addresses[channel] ?? 0 }, untilErased),
    ),
    ...TOPICS.map((topic) =>
      row(`consents to ${topic}`, "proof of what they agreed to", { count: counts.consents[topic] }, untilErased),
    ),
    row("languages asked for", "to answer in them", { count: counts.replyLanguages }, untilErased),
    row("messages", "for staff who take over a chat", counts.messages, days(keeping.messageDays)),
    row("messages to be answered, with words", "to answer", counts.inboxWithWords, { kept: "until answered" }),
    row("messages set aside", "for people to look at", counts.setAside, days(keeping.setAsideDays)),
    row("messages sent, with words", "a phone may ask for one again", counts.outboxWithWords, days(keeping.sentDays)),
    row("open tickets", "to help", { count: tickets.open }, { kept: "until closed" }),
    row(
      "closed tickets",
      "a case may come back",
      { count: tickets.closed, ...oldestClosed },
      days(keeping.closedTicketDays),
    ),
    row("unanswered questions", "so that the bot learns them", counts.unanswered, days(keeping.unansweredDays)),
    row("chats remembered", "so that the next message is understood", counts.conversations, {
      kept: `${keeping.rememberedHours} hours`,
      ms: keeping.rememberedHours * HOUR_MS,
    }),
    row("reminders", "they asked to be reminded", { count: counts.reminders }, { kept: "until called off" }),
    row("topics asked about", "to send news to those it concerns", counts.interests, days(keeping.messageDays)),
    row("tags", "to send news to those it concerns", { count: counts.tags }, untilErased),
    row("links of leaders", "so that leaders can pass the bot on", { count: counts.leaderLinks }, untilErased),
    row("people who came through a leader", "to thank leaders", { count: counts.arrivals }, untilErased),
    row("recipients of campaigns", "proof of who was written to", counts.recipients, days(keeping.closedTicketDays)),
  ];
}

const UNTIL_ERASED = "until erased";
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const CHANNELS = ["telegram", "whatsapp", "terminal"] as const satisfies readonly ChannelName[];
