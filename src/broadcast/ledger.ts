import type { Address, ChannelName } from "../message.ts";
import type { DeliveryStatus } from "../outbox.ts";
import type { Zone } from "../lib/zones.ts";
import type { AudienceRules, AudienceSkip } from "./audience.ts";
import type { Campaign } from "./campaign.ts";

/** What became of one recipient: what the outbox says of the message, or that there was to be none. */
export type RecipientStatus = DeliveryStatus | "skipped";

/**
 * Why somebody was left out when their turn came: a reason of the audience that holds by now, or
 * - "not-wanted": the reminder was called off, or they are no leader any more
 * - "merged": turned out to be the same person as another recipient
 * - "erased": asked to be forgotten
 * - "no-text": a variable of the text is not known of them
 */
export type RecipientSkip = AudienceSkip | "not-wanted" | "merged" | "erased" | "no-text";

/** One row of a campaign's ledger. Campaign and contact together are unique: nobody gets a campaign twice. */
export type Recipient = {
  seq: number;
  campaign: number;
  contactId: string;
  account: string;
  address: Address;
  zone: Zone;
  status: RecipientStatus;
  /** Why it was skipped, failed or is tried again. */
  reason?: string;
  attempts: number;
  /** Not before that time. */
  dueAt: Date;
  /** The platform's id, kept over attempts where the platform lets us choose it. */
  platformId?: string;
  /** When it was handed to the network the last time. */
  takenAt?: Date;
};

/** How many recipients are in which state; failures and skips by reason too. */
export type LedgerCounts = {
  total: number;
  byStatus: Readonly<Partial<Record<RecipientStatus, number>>>;
  skipped: Readonly<Partial<Record<RecipientSkip, number>>>;
  /** The first word of each reason ("blocked", "invalid", "restricted", "retry"). */
  failed: Readonly<Record<string, number>>;
  /** By account: still to be sent, by zone. */
  waiting: Readonly<Record<string, Readonly<Partial<Record<Zone, number>>>>>;
  /** Answers to the choices: index → how many people. */
  answers: Readonly<Record<number, number>>;
};

/** Who gets what, one row each. Every call is synchronous; several belong into one transaction of the stores. */
export type LedgerStore = {
  /**
   * Looks at the contacts after the campaign's cursor, at most `limit`, and adds those who get it as queued. Who is there
   * already stays as they are. Gives the new cursor, undefined after the last contact, and how many were added.
   */
  fill(
    campaign: Pick<Campaign, "id" | "audience" | "cursor">,
    rules: AudienceRules,
    limit: number,
  ): { cursor: string | undefined; added: number };
  /** Adds one recipient by hand: of what runs by itself. False when they are there already. */
  add(recipient: {
    campaign: number;
    contactId: string;
    account: string;
    address: Address;
    zone: Zone;
    dueAt: Date;
  }): boolean;
  /** The next to send on an account: of the campaigns in this order, queued, due, in one of these zones. */
  next(account: string, campaigns: readonly number[], zones: readonly Zone[], now: Date): Recipient | undefined;
  /** When the next queued row of these campaigns is due that is not due yet, on an account, whatever its zone. */
  nextDue(account: string, campaigns: readonly number[], now: Date): Date | undefined;
  /** Zones in which rows of these campaigns wait on an account. */
  waitingZones(account: string, campaigns: readonly number[]): Zone[];
  get(campaign: number, contactId: string): Recipient | undefined;
  /**
   * It is on its way now, as this delivery of the outbox: from here on its status follows that of the delivery by itself,
   * whatever changes it there (settled, receipts, a crash).
   */
  taken(seq: number, delivery: number, platformId: string | undefined, at: Date): void;
  /** It did not go out and will be tried again at that time; the delivery is gone from the outbox. */
  putBack(seq: number, dueAt: Date, reason: string): void;
  skip(seq: number, reason: RecipientSkip, at: Date): void;
  /** The region of the contact is another one now. */
  moveZone(seq: number, zone: Zone): void;
  counts(campaign: number): LedgerCounts;
  /** Whether any recipient of the campaign is still queued or sending. */
  isOpen(campaign: number): boolean;
  /** A page of the ledger in the order of `seq`, after that one. `statuses`: only those. */
  list(page: {
    campaign: number;
    after: number;
    limit: number;
    statuses?: readonly RecipientStatus[];
  }): (Recipient & { answer?: number })[];
  /** The row of a delivery, by its number in the outbox. */
  ofDelivery(delivery: number): Recipient | undefined;
  /** The last campaign with choices that a contact got since then, or the one whose message has this platform id. */
  lastAsked(contactId: string, since: Date, platformId?: string): { campaign: number; seq: number } | undefined;
  /** Their answer; a later one takes the place of an earlier one. */
  answered(seq: number, index: number, at: Date): void;
  /** When anything of ours was last sent to a contact by a campaign of staff, except that campaign. */
  lastBroadcastTo(contactId: string, except: number): Date | undefined;
  /** When rows were taken on an account since then, oldest first: for ceilings. */
  takenSince(account: string, since: Date): Date[];
  /** The last settled rows of an account, newest first: for the circuit breaker. Only what was taken after `since`. */
  outcomes(account: string, limit: number, since: Date): { status: RecipientStatus; reason?: string }[];
};

/**
 * An account that may send no outreach until somebody says so: kept, so that no restart forgets it. `why` is a word of
 * stop-words.ts.
 */
export type StoppedAccount = { account: string; at: Date; why: string };

export type StopStore = {
  stoppedAccount(account: string): StoppedAccount | undefined;
  stopAccount(stop: StoppedAccount): void;
  /** Somebody has looked at it. What came before that time counts no more. */
  reopenAccount(account: string, at: Date): void;
  /** When it was last opened again; undefined: never stopped. */
  reopenedAt(account: string): Date | undefined;
};

/** Something a person asked to be reminded of. */
export type Reminder = {
  contactId: string;
  kind: "pay" | "discount-end";
  /** Day of the month for "pay" (1–31; a month without that day: its last one). */
  day?: number;
  /** Where they asked; there they are reminded. */
  address: Address;
  createdAt: Date;
};

/** One reminder of each kind per contact. */
export type ReminderStore = {
  setReminder(reminder: Reminder): void;
  /** Ends those of a kind, or all. Gives how many there were. */
  dropReminders(contactId: string, kind?: Reminder["kind"]): number;
  remindersOf(contactId: string): Reminder[];
  /** Those of a kind (with that day, when given), a page in the order of contact ids. */
  reminders(page: { kind: Reminder["kind"]; days?: readonly number[]; after: string; limit: number }): Reminder[];
};

/** How somebody came to us through a community leader. */
export type LeaderStore = {
  /** The code in a leader's link; made at the first call. Six letters and digits that cannot be mistaken. */
  linkCode(contactId: string): string;
  leaderOfLink(code: string): string | undefined;
  /** The contact came through that leader's link. Only the first time counts, and nobody comes through themselves. */
  arrived(contactId: string, leaderId: string, at: Date): boolean;
  /** People who came through a leader, in all and since then; and of those who asked since then, how many asked what. */
  tally(
    leaderId: string,
    since: Date,
  ): { arrived: number; arrivedSince: number; asked: number; intents: Record<string, number> };
  /** Leaders whose links somebody has come through, a page in the order of their ids. */
  leaders(page: { after: string; limit: number }): string[];
  /** A code by which somebody becomes a leader, once. */
  addInvite(invite: { code: string; by: string; at: Date; expiresAt: Date }): void;
  /** True once for a code that stands and has not expired; it is used up then. */
  useInvite(code: string, contactId: string, at: Date): boolean;
};

/** What people asked about, and the words that staff put to them: for segments. */
export type InterestStore = {
  /** The contact asked about this at that time. */
  asked(contactId: string, intent: string, at: Date): void;
  interestsOf(contactId: string): { intent: string; at: Date }[];
  tag(contactId: string, tag: string): void;
  untag(contactId: string, tag: string): void;
  tagsOf(contactId: string): string[];
  /** All tags there are, with how many contacts have them. */
  tags(): { tag: string; count: number }[];
  /** Forgets what was asked before that time. */
  sweepInterests(before: Date): number;
};

/** Which channels people can be reached on by a link. */
export type Links = Partial<Record<ChannelName, (code: string) => string>>;
