import type { Kit } from "../answers/answer.ts";
import type { CampaignStore } from "../broadcast/campaign.ts";
import type { InterestStore, LeaderStore, LedgerStore, ReminderStore } from "../broadcast/ledger.ts";
import { createLeaderReports, type LeaderReports } from "../broadcast/leaders/reports.ts";
import { createReminded } from "../broadcast/reminders/reminded.ts";
import { createVotes } from "../broadcast/votes.ts";
import type { ContactStore } from "../contacts/contact.ts";
import type { Clock } from "../lib/clock.ts";
import type { Zone } from "../lib/zones.ts";
import { createReminderActs, type ReminderActs } from "./reminders.ts";

/** What people's own messages have to do with outreach: all of it that a process needs which only answers. */
export type OutreachAnswers = {
  reminders: ReminderActs;
  votes: ReturnType<typeof createVotes>;
  /** Weekly lines to community leaders. */
  reports: LeaderReports;
};

export function createOutreachAnswers({
  stores,
  kit,
  zone,
  clock,
}: {
  stores: {
    contacts: ContactStore;
    reminders: ReminderStore;
    campaigns: CampaignStore;
    ledger: LedgerStore;
    leaders: LeaderStore;
    interests: InterestStore;
  };
  kit: Kit;
  /** Of those whose region is not known. */
  zone: () => Zone;
  clock: Clock;
}): OutreachAnswers {
  return {
    reminders: createReminderActs({ ...stores, kit, zone, wasReminded: createReminded(stores).inMonth, clock }),
    votes: createVotes({ ...stores, clock }),
    reports: createLeaderReports({ ...stores, say: kit.say }),
  };
}
