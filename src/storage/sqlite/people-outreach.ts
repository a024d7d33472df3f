import type { RecipientSkip } from "../../broadcast/ledger.ts";
import type { Database } from "./database.ts";
import { all, run, update } from "./sql.ts";
import type { Row } from "./tables.ts";

/** What outreach holds of the younger contact goes over to the older one. Both are still there. */
export function mergeOutreach(db: Database, keep: string, drop: string, at: Date): void {
  mergeReminders(db, keep, drop);
  run(
    db,
    `insert into interest (contact_id, intent, at) select ?, intent, at from interest where contact_id = ?
     on conflict (contact_id, intent) do update set at = max(at, excluded.at)`,
    keep,
    drop,
  );
  run(db, "insert or ignore into tag (contact_id, tag) select ?, tag from tag where contact_id = ?", keep, drop);
  mergeLeaders(db, keep, drop);
  mergeRecipients(db, keep, drop, at);
  stepBack(db, drop);
}

/** Takes a person out of everything that outreach holds; of campaigns the numbers stay. Before their outbox rows go. */
export function eraseOutreach(db: Database, id: string, at: Date): void {
  for (const table of ["reminder", "leader_link", "interest", "tag"])
    run(db, `delete from ${table} where contact_id = ?`, id);
  run(db, "delete from arrival where contact_id = ? or leader_id = ?", id, id);
  update(db, "leader_invite", { used_by: null }, { used_by: id });
  run(
    db,
    // What is under way may arrive or not, and nobody can ask any more. The word before ":" says why something failed;
    // what comes after it is the network's and may hold anything. Rows that were taken for another person's while they
    // were under way (see `mergeRecipients`) are found by their deliveries.
    `update recipient set
       reason = case status when 'queued' then ? when 'sending' then ?
         else substr(reason, 1, instr(reason || ':', ':') - 1) end,
       settled_at = case when status in ('queued', 'sending') then ? else settled_at end,
       status = case status when 'queued' then 'skipped' when 'sending' then 'unknown' else status end,
       ${GONE}
     where contact_id = ? or delivery in (select seq from outbox where contact_id = ?)`,
    "erased" satisfies RecipientSkip,
    "erased" satisfies RecipientSkip,
    at.getTime(),
    id,
    id,
  );
  stepBack(db, id);
}

/**
 * Forgets who the recipients were of campaigns that ended before that time, and keeps how many there were. Returns how
 * many rows. What ended without a time counts from its beginning.
 */
export function forgetRecipients(db: Database, before: Date): number {
  // two stretches of the index on both sides of what is forgotten already, which only grows
  const forget = (named: string) =>
    run(
      db,
      `update recipient set ${GONE} where ${named} and status <> 'sending' and campaign in (
         select id from campaign where state in ('done', 'cancelled')
           and coalesce(json_extract(body, '$.endedAt'), json_extract(body, '$.createdAt')) < ?)`,
      before.getTime(),
    );
  return forget("contact_id < 'gone:'") + forget("contact_id >= 'gone;'");
}

/** A recipient that is nobody's any more: neither who, nor where, nor which message. */
const GONE = "contact_id = 'gone:' || seq, chat_id = '', platform_id = null, delivery = null";

/** Of two wishes for the same the newer one stands. */
function mergeReminders(db: Database, keep: string, drop: string): void {
  run(
    db,
    `delete from reminder where contact_id in (?, ?) and exists (
       select 1 from reminder as other
       where other.contact_id in (?, ?) and other.contact_id <> reminder.contact_id and other.kind = reminder.kind
         and (other.created_at > reminder.created_at
           or (other.created_at = reminder.created_at and other.contact_id = ?)))`,
    keep,
    drop,
    keep,
    drop,
    keep,
  );
  update(db, "reminder", { contact_id: keep }, { contact_id: drop });
}

/**
 * A person has one code: of two the older contact's stays, and the younger one's leads nowhere from then on. Whoever came
 * through either came through the person; of two arrivals the first one counts, and none through themselves.
 */
function mergeLeaders(db: Database, keep: string, drop: string): void {
  run(db, "update or ignore leader_link set contact_id = ? where contact_id = ?", keep, drop);
  update(db, "arrival", { leader_id: keep }, { leader_id: drop });
  run(db, "delete from arrival where contact_id in (?, ?) and leader_id = ?", keep, drop, keep);
  run(
    db,
    `insert into arrival (contact_id, leader_id, at) select ?, leader_id, at from arrival where contact_id = ?
     on conflict (contact_id) do update set leader_id = excluded.leader_id, at = excluded.at where excluded.at < at`,
    keep,
    drop,
  );
  update(db, "leader_invite", { used_by: keep }, { used_by: drop });
}

type Side = Pick<Row<"recipient">, "seq" | "status" | "taken_at">;

/** Where both were to get a campaign, one row stays the person's: the one that says most of what they got. */
function mergeRecipients(db: Database, keep: string, drop: string, at: Date): void {
  const both = all<{ campaign: number }>(
    db,
    `select campaign from recipient where contact_id = ?
     intersect select campaign from recipient where contact_id = ?`,
    keep,
    drop,
  );
  const side = "select seq, status, taken_at from recipient where campaign = ? and contact_id = ?";
  for (const { campaign } of both) {
    const [older] = all<Side>(db, side, campaign, keep);
    const [younger] = all<Side>(db, side, campaign, drop);
    if (!older || !younger) continue;
    const further = farness(younger) - farness(older);
    const [stays, goes] =
      further > 0 || (further === 0 && takenAt(younger) > takenAt(older)) ? [younger, older] : [older, younger];
    if (goes.status === "queued")
      update(
        db,
        "recipient",
        { status: "skipped", reason: "merged" satisfies RecipientSkip, settled_at: at.getTime() },
        { seq: goes.seq },
      );
    // what is under way, or was sent, goes on following its delivery
    update(db, "recipient", { contact_id: `gone:${goes.seq}`, chat_id: "" }, { seq: goes.seq });
    // days without news count from the later one
    if (farness(goes) >= UNDER_WAY && takenAt(goes) > takenAt(stays))
      update(db, "recipient", { taken_at: goes.taken_at }, { seq: stays.seq });
  }
  update(db, "recipient", { contact_id: keep }, { contact_id: drop });
}

const UNDER_WAY = 2;

/** Waits, came to nothing, is under way and may still come back, or went out: the further, the more it says. */
function farness({ status }: Side): number {
  if (status === "queued") return 0;
  if (status === "skipped" || status === "failed") return 1;
  return status === "sending" ? UNDER_WAY : 3;
}

function takenAt({ taken_at: at }: Side): number {
  return at ?? 0;
}

/** A campaign that has come as far as this contact: it goes on from the one before, which is the same place without them. */
function stepBack(db: Database, id: string): void {
  run(
    db,
    `update campaign set body = json_set(body, '$.cursor',
       coalesce((select max(contact.id) from contact where contact.id < ?), ''))
     where json_extract(body, '$.cursor') = ?`,
    id,
    id,
  );
}
