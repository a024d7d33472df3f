import type { AudienceStore } from "../broadcast/audience.ts";
import type { CampaignStore } from "../broadcast/campaign.ts";
import type { InterestStore, LeaderStore, LedgerStore, ReminderStore, StopStore } from "../broadcast/ledger.ts";
import type { OutcomeStore } from "../analytics/outcome.ts";
import type { UnansweredStore } from "../analytics/unanswered.ts";
import type { TopicStore } from "../channels/channel.ts";
import type { ConsentStore } from "../contacts/consent.ts";
import type { ContactStore } from "../contacts/contact.ts";
import type { HistoryStore } from "../contacts/history.ts";
import type { ConversationStore } from "../conversation.ts";
import type { TicketStore } from "../handoff/ticket.ts";
import type { InboxStore } from "../inbox.ts";
import type { OutboxStore } from "../outbox.ts";
import type { PrivacyCounts } from "../privacy/held.ts";
import type { PersonOutreach } from "../privacy/person.ts";
import type { ChatMemory } from "../understanding/context.ts";

/** How long what people wrote is kept, in days. */
export type Retention = { messageDays: number; closedTicketDays: number };

/** When work that is due once a day or a week was last done; survives a restart. */
export type DoneStore = { last(what: string): Date | undefined; mark(what: string, at: Date): void };

/** Everything that is kept while the program runs, and the transaction that joins it. */
export type Stores = {
  contacts: ContactStore;
  consent: ConsentStore;
  history: HistoryStore;
  conversations: ConversationStore<ChatMemory>;
  tickets: TicketStore;
  topics: TopicStore;
  outcomes: OutcomeStore;
  unanswered: UnansweredStore;
  inbox: InboxStore;
  outbox: OutboxStore;
  done: DoneStore;
  campaigns: CampaignStore;
  audience: AudienceStore;
  ledger: LedgerStore;
  stops: StopStore;
  reminders: ReminderStore;
  leaders: LeaderStore;
  interests: InterestStore;
  /** Runs `work` as a whole or not at all; calls within it join it. */
  atomically<T>(work: () => T): T;
  /** Forgets what has been kept for long enough, and takes it out of the file. Returns how many rows. */
  tidy(now: Date, retention: Retention): number;
  /** What is held about a contact for outreach. */
  outreachOf(contactId: string): PersonOutreach;
  /** How much is held about people, in numbers alone. */
  privacyCounts(): PrivacyCounts;
  /** Takes what was erased out of the file for good. Writes the file anew: for erasures, which are rare. */
  scrub(): void;
  close(): void;
};
