import type { RecipientStatus, Reminder } from "../../broadcast/ledger.ts";
import type { PersonOutreach } from "../../privacy/person.ts";
import type { Database } from "./database.ts";
import { dateOf, without } from "./rows.ts";
import { all, first } from "./sql.ts";
import type { Row } from "./tables.ts";

/** What outreach holds about one contact. Reads only: nobody gets a link by being looked at. */
export function outreachOf(db: Database, contactId: string): PersonOutreach {
  const reminders = all<Row<"reminder">>(db, "select * from reminder where contact_id = ? order by kind", contactId);
  const interests = all<Row<"interest">>(db, "select * from interest where contact_id = ? order by at", contactId);
  const tags = all<Row<"tag">>(db, "select * from tag where contact_id = ? order by tag", contactId);
  const received = all<Row<"recipient">>(db, "select * from recipient where contact_id = ? order by seq", contactId);
  const link = first<Row<"leader_link">>(db, "select * from leader_link where contact_id = ?", contactId);
  const arrival = first<Row<"arrival">>(db, "select * from arrival where contact_id = ?", contactId);
  const invited = first<{ at: number | null }>(
    db,
    "select max(used_at) as at from leader_invite where used_by = ?",
    contactId,
  );
  return {
    reminders: reminders.map(toReminder),
    askedAbout: interests.map(({ intent, at }) => ({ intent, at: new Date(at) })),
    tags: tags.map(({ tag }) => tag),
    campaigns: received.map(toReceived),
    ...without({
      linkCode: link?.code,
      cameThroughLeaderAt: dateOf(arrival?.at),
      usedLeaderCodeAt: dateOf(invited?.at),
    }),
  };
}

function toReminder({ kind, day, channel, created_at }: Row<"reminder">) {
  return { kind: kind satisfies Reminder["kind"], channel, askedAt: new Date(created_at), ...without({ day }) };
}

function toReceived({ campaign, channel, status, taken_at, answer, answered_at }: Row<"recipient">) {
  return {
    campaign,
    channel,
    status: status satisfies RecipientStatus,
    ...without({ sentAt: dateOf(taken_at), answer, answeredAt: dateOf(answered_at) }),
  };
}
