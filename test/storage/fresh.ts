import { onTestFinished } from "vitest";
import type { Campaign } from "../../src/broadcast/campaign.ts";
import type { ContactStore } from "../../src/contacts/contact.ts";
import { createSqliteCampaigns } from "../../src/storage/sqlite/campaigns.ts";
import { createSqliteContacts } from "../../src/storage/sqlite/contacts.ts";
import { IN_MEMORY, openDatabase, type Database } from "../../src/storage/sqlite/database.ts";
import { insert } from "../../src/storage/sqlite/sql.ts";
import { MIGRATIONS, type NewRow } from "../../src/storage/sqlite/tables.ts";

export const NOW = new Date("2026-11-24T05:00:00Z");
export const at = (ms: number) => new Date(NOW.getTime() + ms);

/** Empty tables of one test, and contacts by a word each: the first one made is the oldest. */
export function fresh(): { db: Database; contacts: ContactStore; contact(word: string): string } {
  const db = openDatabase({ path: IN_MEMORY, migrations: MIGRATIONS });
  onTestFinished(() => db.close());
  let made = 0;
  const contacts = createSqliteContacts(db, () => at(made));
  const contact = (word: string) => {
    made++;
    return contacts.idOf({ channel: "whatsapp", chatId: word });
  };
  return { db, contacts, contact };
}

/** A campaign of staff, and its number. */
export function addCampaign(db: Database, more: Partial<Pick<Campaign, "state" | "cursor" | "endedAt">> = {}): number {
  return createSqliteCampaigns(db).add({
    kind: "broadcast",
    name: "diskon",
    content: { texts: { id: "Kabar." } },
    audience: { topic: "safety", include: [], exclude: [] },
    state: "running",
    createdBy: "siti",
    createdAt: NOW,
    filled: false,
    ...more,
  }).id;
}

/** A row of a ledger. */
export function addRecipient(
  db: Database,
  row: Pick<NewRow<"recipient">, "campaign" | "contact_id" | "status"> & Partial<NewRow<"recipient">>,
): number {
  return insert(db, "recipient", {
    account: "wa-main",
    channel: "whatsapp",
    chat_id: `${row.contact_id}@chat`,
    zone: "WIB",
    attempts: 0,
    due_at: NOW.getTime(),
    ...row,
  });
}
