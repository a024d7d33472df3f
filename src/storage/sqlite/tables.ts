import type { CampaignKind, CampaignNote, CampaignState } from "../../broadcast/campaign.ts";
import type { RecipientStatus, Reminder } from "../../broadcast/ledger.ts";
import type { OutcomeKind } from "../../analytics/outcome.ts";
import type { UnansweredReason } from "../../analytics/unanswered.ts";
import type { ConsentSource, Topic } from "../../contacts/consent.ts";
import type { AskedLanguage, Role } from "../../contacts/contact.ts";
import type { Owner, TicketEnd, TicketReason } from "../../handoff/ticket.ts";
import type { Zone } from "../../lib/zones.ts";
import type { ChannelName } from "../../message.ts";
import type { DeliveryStatus } from "../../outbox.ts";
import type { Migration } from "./database.ts";

/** Times are milliseconds since 1970; bodies are JSON. */
export type Tables = {
  contact: {
    id: string;
    created_at: number;
    name: string | null;
    role: Role;
    occupation: string | null;
    region: string | null;
    language: string | null;
    /** When the person last wrote; null: never. */
    seen_at: number | null;
    consent_asked_at: number | null;
    /** null until they asked for one. */
    reply_language: AskedLanguage | null;
  };
  address: {
    channel: ChannelName;
    chat_id: string;
    contact_id: string;
    reachable: number;
    /** When the person last wrote from here; null: never. */
    seen_at: number | null;
  };
  conversation: { contact_id: string; memory: string; saved_at: number };
  inbox: {
    seq: number;
    account: string;
    /** The contact, or of the staff's group the topic: messages are handled one after another within it. */
    contact_id: string;
    message_id: string;
    /** null once it is answered: only the key is kept. */
    body: string | null;
    status: "waiting" | "done" | "aside";
    attempts: number;
    reason: string | null;
    received_at: number;
    due_at: number;
    settled_at: number | null;
  };
  outbox: {
    seq: number;
    key: string;
    account: string;
    contact_id: string;
    body: string | null;
    /** 0 reply, 1 broadcast. */
    priority: number;
    status: DeliveryStatus;
    platform_id: string | null;
    answers: string | null;
    attempts: number;
    reason: string | null;
    created_at: number;
    due_at: number;
    settled_at: number | null;
  };
  consent: {
    seq: number;
    contact_id: string;
    topic: Topic;
    granted: number;
    at: number;
    channel: ChannelName;
    wording: string;
    source: ConsentSource;
  };
  said: {
    seq: number;
    contact_id: string;
    ticket: number | null;
    at: number;
    /** A `Said` without its time and ticket. */
    body: string;
  };
  ticket: {
    number: number;
    /** "" once the person is forgotten, as is `chat_id`. */
    contact_id: string;
    account: string;
    channel: ChannelName;
    chat_id: string;
    reason: TicketReason;
    intent: string | null;
    region: string | null;
    state: "open" | "closed";
    owner: Owner;
    opened_at: number;
    waiting_since: number | null;
    reminders: number;
    first_reply_at: number | null;
    last_said_at: number;
    idle_asked_at: number | null;
    claimed_by: string | null;
    claimed_at: number | null;
    closed_at: number | null;
    ended_by: TicketEnd | null;
    close_reason: string | null;
    satisfaction_asked_at: number | null;
    satisfaction: "up" | "down" | null;
  };
  /** Which topic of the staff's group stands for which key. */
  topic: { key: string; thread: number };
  outcome: {
    seq: number;
    at: number;
    channel: ChannelName;
    intent: string;
    region: string | null;
    kind: OutcomeKind;
  };
  unanswered: {
    id: number;
    contact_id: string;
    text: string;
    at: number;
    reason: UnansweredReason;
    intent: string | null;
    tell: number;
    state: "open" | "answered" | "ignored";
  };
  /** When work that is due once a day or a week was last done. */
  done: { what: string; at: number };
  campaign: {
    id: number;
    kind: CampaignKind;
    /** null but for what runs by itself. */
    period: string | null;
    state: CampaignState;
    /** The whole `Campaign` but for what has a column. */
    body: string;
  };
  campaign_note: {
    seq: number;
    campaign: number;
    at: number;
    by: string;
    what: CampaignNote["what"];
    detail: string | null;
  };
  recipient: {
    seq: number;
    campaign: number;
    /** "gone:<seq>" once the person is forgotten, or turned out to be another recipient. */
    contact_id: string;
    account: string;
    channel: ChannelName;
    chat_id: string;
    zone: Zone;
    status: RecipientStatus;
    reason: string | null;
    attempts: number;
    due_at: number;
    /** The outbox row it went out as. */
    delivery: number | null;
    platform_id: string | null;
    taken_at: number | null;
    settled_at: number | null;
    answer: number | null;
    answered_at: number | null;
  };
  /** `stopped_at` null: opened again. */
  account_stop: { account: string; stopped_at: number | null; why: string; reopened_at: number | null };
  reminder: {
    contact_id: string;
    kind: Reminder["kind"];
    day: number | null;
    channel: ChannelName;
    chat_id: string;
    created_at: number;
  };
  leader_link: { contact_id: string; code: string };
  arrival: { contact_id: string; leader_id: string; at: number };
  leader_invite: {
    code: string;
    by: string;
    at: number;
    expires_at: number;
    used_by: string | null;
    used_at: number | null;
  };
  /** The last time that a contact asked about an intent. */
  interest: { contact_id: string; intent: string; at: number };
  tag: { contact_id: string; tag: string };
};

/** A row as a query gives it that asks for these columns; without them, for all. */
export type Row<Name extends keyof Tables, Column extends keyof Tables[Name] = keyof Tables[Name]> = Pick<
  Tables[Name],
  Column
>;

/** A row to be made: what may be null, or SQLite fills in itself, may be left out. */
export type NewRow<Name extends keyof Tables> = Omit<Tables[Name], Optional<Name>> &
  Partial<Pick<Tables[Name], Optional<Name>>>;

type Optional<Name extends keyof Tables> = {
  [Column in keyof Tables[Name]]: null extends Tables[Name][Column]
    ? Column
    : Column extends FilledIn<Name>
      ? Column
      : never;
}[keyof Tables[Name]];

type FilledIn<Name extends keyof Tables> = Name extends "contact"
  ? "role"
  : Name extends "ticket"
    ? "number"
    : Name extends "unanswered" | "campaign"
      ? "id"
      : "seq";

/** Changes of the tables, in order; one that shipped is never edited. */
export const MIGRATIONS: readonly Migration[] = [
  {
    name: "contacts, conversations, inbox and outbox",
    sql: `
      create table contact (id text primary key, created_at integer not null) strict;
      create table address (
        channel text not null, chat_id text not null, contact_id text not null references contact(id),
        reachable integer not null default 1, primary key (channel, chat_id)) strict, without rowid;
      create index address_contact on address(contact_id);
      create table conversation (
        contact_id text primary key references contact(id) on delete cascade,
        memory text not null, saved_at integer not null) strict;
      create table inbox (
        seq integer primary key autoincrement, account text not null, contact_id text not null, message_id text not null,
        body text, status text not null, attempts integer not null default 0, reason text,
        received_at integer not null, due_at integer not null, settled_at integer,
        unique (account, contact_id, message_id)) strict;
      create index inbox_waiting on inbox(contact_id, seq) where status = 'waiting';
      create table outbox (
        seq integer primary key autoincrement, key text not null unique, account text not null, contact_id text not null,
        body text, priority integer not null, status text not null, platform_id text, answers text,
        attempts integer not null default 0, reason text,
        created_at integer not null, due_at integer not null, settled_at integer) strict;
      create index outbox_queued on outbox(account, priority, seq) where status in ('queued', 'sending');
      create index outbox_contact on outbox(contact_id, seq) where status in ('queued', 'sending');
      create index outbox_platform on outbox(account, platform_id) where platform_id is not null;
    `,
  },
  {
    name: "what is known of contacts, consent, what was said, tickets, outcomes, unanswered questions",
    sql: `
      alter table contact add column name text;
      alter table contact add column role text not null default 'worker';
      alter table contact add column occupation text;
      alter table contact add column region text;
      alter table contact add column language text;
      alter table contact add column seen_at integer;
      alter table contact add column consent_asked_at integer;
      create table consent (
        seq integer primary key autoincrement, contact_id text not null references contact(id) on delete cascade,
        topic text not null, granted integer not null, at integer not null, channel text not null,
        wording text not null, source text not null) strict;
      create index consent_contact on consent(contact_id, at);
      create table said (
        seq integer primary key autoincrement, contact_id text not null, ticket integer, at integer not null,
        body text not null) strict;
      create index said_contact on said(contact_id, seq);
      create index said_ticket on said(ticket, seq) where ticket is not null;
      create index said_at on said(at);
      create table ticket (
        number integer primary key autoincrement, contact_id text not null, account text not null,
        channel text not null, chat_id text not null, reason text not null, intent text, region text,
        state text not null, owner text not null, opened_at integer not null, waiting_since integer,
        reminders integer not null, first_reply_at integer, last_said_at integer not null, idle_asked_at integer,
        claimed_by text, claimed_at integer, closed_at integer, ended_by text, close_reason text,
        satisfaction_asked_at integer, satisfaction text) strict;
      create index ticket_contact on ticket(contact_id, state);
      create index ticket_open on ticket(number) where state = 'open';
      create index ticket_opened on ticket(opened_at);
      create table topic (key text primary key, thread integer not null unique) strict, without rowid;
      create table outcome (
        seq integer primary key autoincrement, at integer not null, channel text not null, intent text not null,
        region text, kind text not null) strict;
      create index outcome_at on outcome(at);
      create table unanswered (
        id integer primary key autoincrement, contact_id text not null, text text not null, at integer not null,
        reason text not null, intent text, tell integer not null default 0, state text not null default 'open') strict;
      create index unanswered_open on unanswered(id) where state = 'open';
      create index unanswered_contact on unanswered(contact_id);
      create table done (what text primary key, at integer not null) strict, without rowid;
      create index outbox_lane on outbox(contact_id);
    `,
  },
  {
    name: "what is due is found without looking at all that is done",
    // Each holds only what is still on its way, so that it stays small however much is kept. "or" and not "in": for a
    // list of more than two SQLite fills a table of its own at every change of a row.
    sql: `
      create index inbox_due on inbox(seq) where status = 'waiting';
      create index inbox_left on inbox(status, due_at, received_at) where status = 'waiting' or status = 'aside';
      drop index outbox_queued;
      create index outbox_next on outbox(account, priority, seq) where status = 'queued';
      create index outbox_left on outbox(status, account, due_at, created_at)
        where status = 'queued' or status = 'sending' or status = 'unknown' or status = 'failed';
    `,
  },
  {
    name: "campaigns and their ledger, reminders, community leaders, what people asked about",
    // Who agreed, and where they can be reached, is read from the indexes alone: a broadcast asks it of everybody.
    // A recipient's status follows that of the delivery in the outbox, whatever changes it there: one statement settles
    // both, and no crash can come in between.
    sql: `
      drop index consent_contact;
      create index consent_of on consent(contact_id, topic, at, seq, granted, channel);
      drop index address_contact;
      alter table address add column seen_at integer;
      update address set seen_at = (select seen_at from contact where contact.id = address.contact_id);
      create index address_of on address(contact_id, reachable, seen_at);
      create table campaign (
        id integer primary key autoincrement, kind text not null, period text, state text not null,
        body text not null) strict;
      create index campaign_state on campaign(state, id);
      create unique index campaign_period on campaign(kind, period) where period is not null;
      create table campaign_note (
        seq integer primary key autoincrement, campaign integer not null references campaign(id) on delete cascade,
        at integer not null, by text not null, what text not null, detail text) strict;
      create index campaign_note_of on campaign_note(campaign, seq);
      create table recipient (
        seq integer primary key autoincrement, campaign integer not null references campaign(id) on delete cascade,
        contact_id text not null, account text not null, channel text not null, chat_id text not null,
        zone text not null, status text not null, reason text, attempts integer not null default 0,
        due_at integer not null, delivery integer, platform_id text, taken_at integer, settled_at integer,
        answer integer, answered_at integer, unique (campaign, contact_id)) strict;
      create index recipient_next on recipient(campaign, account, zone, seq) where status = 'queued';
      create index recipient_due on recipient(account, due_at) where status = 'queued';
      create index recipient_open on recipient(campaign) where status = 'sending';
      create index recipient_contact on recipient(contact_id, taken_at);
      create index recipient_delivery on recipient(delivery) where delivery is not null;
      create index recipient_taken on recipient(account, taken_at) where taken_at is not null;
      create index recipient_platform on recipient(platform_id) where platform_id is not null;
      create trigger recipient_follows after update of status on outbox when new.priority = 1 begin
        update recipient set status = new.status, reason = new.reason, settled_at = new.settled_at,
          platform_id = coalesce(new.platform_id, platform_id)
        where delivery = new.seq;
      end;
      create table account_stop (
        account text primary key, stopped_at integer, why text not null, reopened_at integer) strict, without rowid;
      create table reminder (
        contact_id text not null references contact(id) on delete cascade, kind text not null, day integer,
        channel text not null, chat_id text not null, created_at integer not null,
        primary key (contact_id, kind)) strict, without rowid;
      create index reminder_due on reminder(kind, day, contact_id);
      create table leader_link (contact_id text primary key references contact(id) on delete cascade,
        code text not null unique) strict, without rowid;
      create table arrival (
        contact_id text primary key references contact(id) on delete cascade, leader_id text not null,
        at integer not null) strict, without rowid;
      create index arrival_leader on arrival(leader_id, at);
      create table leader_invite (
        code text primary key, by text not null, at integer not null, expires_at integer not null,
        used_by text, used_at integer) strict, without rowid;
      create table interest (
        contact_id text not null references contact(id) on delete cascade, intent text not null, at integer not null,
        primary key (contact_id, intent)) strict, without rowid;
      create index interest_intent on interest(intent, at);
      create table tag (
        contact_id text not null references contact(id) on delete cascade, tag text not null,
        primary key (contact_id, tag)) strict, without rowid;
      create index tag_contacts on tag(tag, contact_id);
    `,
  },
  {
    name: "an index that no query reads any more",
    sql: `drop index recipient_platform;`,
  },
  {
    name: "fewer indexes change with each message of a campaign",
    // A commit writes every page it touched, and that is most of what a message costs here. Gone are an index of times
    // that only the daily tidying read, one of what lies in the outbox of a contact that moved with each broadcast, and
    // those of the ledger that moved at every step: what is under way is in the outbox, and only what has to wait for a
    // time of its own (it says why) is looked up by it.
    sql: `
      drop index said_at;
      drop index outbox_contact;
      create index outbox_contact on outbox(contact_id, seq)
        where priority = 0 and (status = 'queued' or status = 'sending');
      drop index recipient_open;
      drop index recipient_contact;
      create index recipient_contact on recipient(contact_id);
      update recipient set reason = 'not yet' where status = 'queued' and reason is null and campaign in (
        select id from campaign where kind <> 'broadcast');
      drop index recipient_due;
      create index recipient_due on recipient(account, due_at) where status = 'queued' and reason is not null;
    `,
  },
  {
    name: "the language that somebody asked to be answered in",
    // until now it was a part of what is remembered of a chat, which is forgotten after a day of silence
    sql: `
      alter table contact add column reply_language text;
      update contact set reply_language = (
        select json_extract(memory, '$.language.reply') from conversation
        where conversation.contact_id = contact.id and json_extract(memory, '$.language.asked'));
    `,
  },
];
