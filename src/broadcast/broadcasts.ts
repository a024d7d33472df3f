import type { StaffMember } from "../settings/settings.ts";
import type { Address, ChannelName } from "../message.ts";
import type { Audience, AudienceSkip } from "./audience.ts";
import type { Campaign, Content } from "./campaign.ts";
import type { LedgerCounts, Recipient, StoppedAccount } from "./ledger.ts";

/** Something to tell staff: a text of broadcast.json ("broadcast.problem.…", "broadcast.warning.…") and what fills it. */
export type Remark = { key: string; values?: Readonly<Record<string, string | number>> };

/** What came of something staff wanted: the campaign as it is now, or why not. */
export type Outcome = { ok: true; campaign: Campaign } | { ok: false; problem: Remark };

/** One message as a real recipient would get it. */
export type Sample = { channel: ChannelName; contactId: string; firstName?: string; text: string };

/** Everything to be known before a campaign is approved. */
export type Preflight = {
  campaign: Campaign;
  recipients: number;
  byChannel: Readonly<Partial<Record<ChannelName, number>>>;
  skipped: Readonly<Partial<Record<AudienceSkip, number>>>;
  samples: readonly Sample[];
  /** When it would begin (its start, or now), and when the last message goes out at the pace of now, quiet hours included. */
  startsAt: Date;
  endsAt?: Date;
  /** What keeps it from being approved. */
  problems: readonly Remark[];
  /** What should be looked at: figures, the same text again, people without a name, a long time … */
  warnings: readonly Remark[];
  /** Whether somebody else than the author has to approve. */
  needsSecond: boolean;
};

/** How a campaign stands. */
export type CampaignStatus = {
  campaign: Campaign;
  counts: LedgerCounts;
  /** When the last message goes out if it goes on like this; undefined when nothing is left or it stands still. */
  endsAt?: Date;
  /** Accounts of this campaign on which all outreach is stopped. */
  stopped: readonly StoppedAccount[];
  /** Who may have got it or not, at most twenty: for staff to ask. */
  unknown: readonly { contactId: string; channel: ChannelName; firstName?: string; at?: Date }[];
};

/** One row of the receipt: no name and no number of anybody, but what can be proved. */
export type ReceiptRow = Pick<Recipient, "contactId" | "account" | "zone" | "status" | "reason" | "takenAt"> & {
  channel: ChannelName;
  answer?: string;
};

/** What staff do with campaigns, from the desk and from the command line alike. Roles are checked here. */
export type Broadcasts = {
  create(by: StaffMember, what: { name?: string; content: Content; audience: Audience }): Outcome;
  /** Changes it; what was approved has to be approved again. */
  edit(id: number, by: StaffMember, change: { name?: string; content?: Content; audience?: Audience }): Outcome;
  /** Looks at all contacts, page by page, letting other work go on in between. undefined: no such campaign. */
  preflight(id: number): Promise<Preflight | undefined>;
  /** Sends it, marked as a test, to the one who asks, as they would get it. */
  test(id: number, by: StaffMember, to: { account: string; address: Address }): Outcome;
  /** `recipients`: how many the approver was shown. */
  approve(id: number, by: StaffMember, recipients: number): Outcome;
  /** Starts it now, or at a time, and again by a cron pattern. */
  start(id: number, by: StaffMember, when?: { at?: Date; repeat?: Campaign["repeat"] }): Outcome;
  pause(id: number, by: StaffMember): Outcome;
  /** After the circuit breaker this also opens the number again: whoever says so has looked at it. */
  resume(id: number, by: StaffMember): Outcome;
  cancel(id: number, by: StaffMember): Outcome;
  /** Opens all numbers again on which outreach was stopped, whatever it was stopped for. Paused campaigns stay paused. */
  reopen(by: StaffMember): { ok: true; accounts: readonly string[] } | { ok: false; problem: Remark };
  get(id: number): Campaign | undefined;
  newest(limit: number): Campaign[];
  status(id: number): CampaignStatus | undefined;
  /** The whole ledger of a campaign, a page at a time. */
  receipt(id: number): Iterable<ReceiptRow>;
};
