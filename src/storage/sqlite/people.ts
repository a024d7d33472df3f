import type { Database } from "./database.ts";
import { all, run, sqlite } from "./tables.ts";

/** Lane of the outbox and inbox for what is said in one topic of the staff's group. */
export function laneOfTopic(key: string): string {
  return `topic:${key}`;
}

/** Everything of the younger contact goes over to the older one: consent, tickets and words along with it. */
export function mergeContacts(db: Database, keep: string, drop: string): void {
  for (const table of ["address", "outbox", "consent", "said", "ticket", "unanswered"] as const)
    run(db, sqlite.updateTable(table).set({ contact_id: keep }).where("contact_id", "=", drop));
  // the same message may have come in under both ids: the copy under the older contact stands
  run(
    db,
    sqlite
      .deleteFrom("inbox")
      .where("contact_id", "=", drop)
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom("inbox as kept")
            .select("kept.seq")
            .where("kept.contact_id", "=", keep)
            .whereRef("kept.account", "=", "inbox.account")
            .whereRef("kept.message_id", "=", "inbox.message_id"),
        ),
      ),
  );
  run(db, sqlite.updateTable("inbox").set({ contact_id: keep }).where("contact_id", "=", drop));
  const [newest] = all(
    db,
    sqlite.selectFrom("conversation").selectAll().where("contact_id", "in", [keep, drop]).orderBy("saved_at", "desc"),
  );
  run(db, sqlite.deleteFrom("conversation").where("contact_id", "in", [keep, drop]));
  if (newest) run(db, sqlite.insertInto("conversation").values({ ...newest, contact_id: keep }));
  mergeDetails(db, keep, drop);
  run(db, sqlite.deleteFrom("contact").where("id", "=", drop));
}

/** What only the younger contact had told holds for the person; whom staff named leader or staff stays that. */
function mergeDetails(db: Database, keep: string, drop: string): void {
  const both = all(db, sqlite.selectFrom("contact").selectAll().where("id", "in", [keep, drop]));
  const [older, younger] = [both.find(({ id }) => id === keep), both.find(({ id }) => id === drop)];
  if (!older || !younger) return;
  const latest = Math.max(older.seen_at ?? 0, younger.seen_at ?? 0);
  run(
    db,
    sqlite
      .updateTable("contact")
      .set({
        name: older.name ?? younger.name,
        role: older.role === "worker" ? younger.role : older.role,
        occupation: older.occupation ?? younger.occupation,
        region: older.region ?? younger.region,
        language: younger.language ?? older.language,
        seen_at: latest === 0 ? null : latest,
        consent_asked_at: older.consent_asked_at ?? younger.consent_asked_at,
      })
      .where("id", "=", keep),
  );
}

/** Removes a person for good. Tickets stay as numbers and times. Returns their numbers. */
export function eraseContact(db: Database, id: string, at: Date): number[] {
  const tickets = all(db, sqlite.selectFrom("ticket").select(["number", "state"]).where("contact_id", "=", id));
  const numbers = tickets.map(({ number }) => number);
  const lanes = numbers.map((number) => laneOfTopic(String(number)));
  for (const table of ["outbox", "inbox"] as const)
    run(db, sqlite.deleteFrom(table).where("contact_id", "in", [id, ...lanes]));
  // what members of staff were shown of them on their own phones
  for (const number of numbers) run(db, sqlite.deleteFrom("outbox").where("key", "like", `w:${number}:%`));
  run(db, sqlite.deleteFrom("said").where("contact_id", "=", id));
  if (numbers.length > 0) run(db, sqlite.deleteFrom("said").where("ticket", "in", numbers));
  for (const table of ["conversation", "consent", "unanswered", "address"] as const)
    run(db, sqlite.deleteFrom(table).where("contact_id", "=", id));
  run(
    db,
    sqlite
      .updateTable("ticket")
      .set({ state: "closed", ended_by: "erased", closed_at: at.getTime(), owner: "bot", waiting_since: null })
      .where("contact_id", "=", id)
      .where("state", "=", "open"),
  );
  run(
    db,
    sqlite
      .updateTable("ticket")
      .set({ contact_id: "", chat_id: "", region: null, close_reason: null })
      .where("contact_id", "=", id),
  );
  run(db, sqlite.deleteFrom("contact").where("id", "=", id));
  return numbers;
}
