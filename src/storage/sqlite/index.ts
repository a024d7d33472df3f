import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../lib/clock.ts";
import type { ChatMemory } from "../../understanding/context.ts";
import type { Retention, Stores } from "../stores.ts";
import { createSqliteStops } from "./account-stops.ts";
import { createSqliteOutcomes, createSqliteUnanswered } from "./analytics.ts";
import { createSqliteAudience } from "./audience.ts";
import { createSqliteCampaigns } from "./campaigns.ts";
import { createSqliteConsent } from "./consent.ts";
import { createSqliteContacts } from "./contacts.ts";
import { createSqliteConversations } from "./conversations.ts";
import { IN_MEMORY, openDatabase, type Database } from "./database.ts";
import { countHeld } from "./counts.ts";
import { createSqliteHistory } from "./history.ts";
import { createSqliteInbox } from "./inbox.ts";
import { createSqliteInterests } from "./interests.ts";
import { createSqliteLeaders } from "./leaders.ts";
import { createSqliteLedger } from "./ledger.ts";
import { createSqliteOutbox } from "./outbox.ts";
import { forgetRecipients } from "./people.ts";
import { outreachOf } from "./person-outreach.ts";
import { createSqliteReminders } from "./reminders.ts";
import { createSqliteTickets } from "./tickets.ts";
import { createSqliteTopics } from "./topics.ts";
import { first, run } from "./sql.ts";
import { MIGRATIONS, type Row } from "./tables.ts";

const DAY_MS = 86_400_000;

/** How long the keys of answered messages and the words of delivered ones are kept: a network may bring one again. */
export const KEY_DAYS = 7;

/** Outcomes hold nothing of anybody; they are kept for two yearly reports. */
const OUTCOME_DAYS = 800;

/**
 * Opens everything that is kept, in one file of the state folder. Throws StorageError when it cannot be trusted.
 * `shared`: for a short command beside the running program.
 */
export function openSqliteStores({
  folder,
  clock,
  shared = false,
}: {
  folder: string;
  clock: Clock;
  shared?: boolean;
}): Stores {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return createStores(openDatabase({ path: join(folder, "sapa.db"), migrations: MIGRATIONS, shared }), clock);
}

/** The same in the memory of this process, for the terminal, `ask` and tests: gone when it ends. */
export function openMemoryStores({ clock }: { clock: Clock }): Stores {
  return createStores(openDatabase({ path: IN_MEMORY, migrations: MIGRATIONS }), clock);
}

function createStores(db: Database, clock: Clock): Stores {
  const contacts = createSqliteContacts(db, clock);
  const stores = {
    contacts,
    consent: createSqliteConsent(db),
    history: createSqliteHistory(db),
    conversations: createSqliteConversations<ChatMemory>(db, { contacts, clock }),
    tickets: createSqliteTickets(db),
    topics: createSqliteTopics(db),
    outcomes: createSqliteOutcomes(db),
    unanswered: createSqliteUnanswered(db),
    inbox: createSqliteInbox(db, contacts),
    outbox: createSqliteOutbox(db, contacts),
    campaigns: createSqliteCampaigns(db),
    audience: createSqliteAudience(db),
    ledger: createSqliteLedger(db),
    stops: createSqliteStops(db),
    reminders: createSqliteReminders(db),
    leaders: createSqliteLeaders(db),
    interests: createSqliteInterests(db),
  };

  function sweep(now: Date, { messageDays, closedTicketDays }: Retention): number {
    const before = (days: number) => new Date(now.getTime() - days * DAY_MS);
    return (
      stores.conversations.sweep() +
      stores.inbox.sweep(before(KEY_DAYS)) +
      stores.inbox.sweepAside(before(messageDays)) +
      stores.outbox.sweep(before(Math.min(KEY_DAYS, messageDays))) +
      stores.outbox.sweepKeys(before(messageDays)) +
      stores.history.sweep(before(messageDays)) +
      stores.unanswered.sweep(before(messageDays)) +
      stores.interests.sweepInterests(before(messageDays)) +
      stores.tickets.sweep(before(closedTicketDays)) +
      forgetRecipients(db, before(closedTicketDays)) +
      stores.outcomes.sweep(before(OUTCOME_DAYS))
    );
  }

  return {
    ...stores,
    done: {
      last(what) {
        const row = first<Row<"done", "at">>(db, "select at from done where what = ?", what);
        return row && new Date(row.at);
      },
      mark: (what, at) =>
        void run(
          db,
          "insert into done (what, at) values (?, ?) on conflict (what) do update set at = excluded.at",
          what,
          at.getTime(),
        ),
    },
    tidy(now, retention) {
      const rows = db.atomically(() => sweep(now, retention));
      db.scrub();
      return rows;
    },
    atomically: (work) => db.atomically(work),
    outreachOf: (contactId) => outreachOf(db, contactId),
    privacyCounts: () => countHeld(db, clock()),
    scrub: () => db.scrub(),
    close: () => db.close(),
  };
}
