import { TOPICS } from "../../contacts/consent.ts";
import type { ChannelName } from "../../message.ts";
import type { Kept, PrivacyCounts } from "../../privacy/held.ts";
import type { Database } from "./database.ts";
import { dateOf, without } from "./rows.ts";

/** Counts what is held, in numbers alone. */
export function countHeld(db: Database, now: Date): PrivacyCounts {
  const number = (sql: string, ...values: (string | number)[]) =>
    Number(Object.values(db.prepare(sql).get(...values) ?? {})[0] ?? 0);
  const kept = (from: string, since: string): Kept => {
    const row = db.prepare(`select count(*) as count, min(${since}) as oldest from ${from}`).get();
    return { count: Number(row?.["count"]), ...without({ oldest: dateOf(row?.["oldest"] as number | null) }) };
  };
  const addresses = Object.fromEntries(
    db
      .prepare("select channel, count(*) as count from address group by channel")
      .all()
      .map(({ channel, count }) => [channel as ChannelName, Number(count)]),
  );
  const consents = Object.fromEntries(
    TOPICS.map((topic) => [
      topic,
      number(
        `select count(*) from (select granted, row_number() over (partition by contact_id order by at desc, seq desc) as place
         from consent where topic = ? and at <= ?) where place = 1 and granted = 1`,
        topic,
        now.getTime(),
      ),
    ]),
  ) as PrivacyCounts["consents"];
  // their time begins when the campaign ends
  const recipients = (): Kept => {
    const { count } = kept("recipient where contact_id not like 'gone:%'", "null");
    const ended = db
      .prepare(
        `select min(coalesce(json_extract(body, '$.endedAt'), json_extract(body, '$.createdAt'))) as oldest
         from campaign where state in ('done', 'cancelled') and exists (
           select 1 from recipient where recipient.campaign = campaign.id and contact_id not like 'gone:%')`,
      )
      .get()?.["oldest"];
    return { count, ...(typeof ended === "number" ? { oldest: new Date(ended) } : {}) };
  };
  const closed = kept("ticket where state = 'closed'", "closed_at");
  return {
    contacts: number("select count(*) from contact"),
    addresses,
    consents,
    replyLanguages: number("select count(*) from contact where reply_language is not null"),
    messages: kept("said", "at"),
    inboxWithWords: kept("inbox where body is not null and status <> 'aside'", "received_at"),
    outboxWithWords: kept("outbox where body is not null", "settled_at"),
    tickets: {
      open: number("select count(*) from ticket where state = 'open'"),
      closed: closed.count,
      ...(closed.oldest ? { oldestClosed: closed.oldest } : {}),
    },
    unanswered: kept("unanswered", "at"),
    conversations: kept("conversation", "saved_at"),
    setAside: kept("inbox where status = 'aside'", "settled_at"),
    reminders: number("select count(*) from reminder"),
    interests: kept("interest", "at"),
    tags: number("select count(*) from tag"),
    leaderLinks: number("select count(*) from leader_link"),
    arrivals: number("select count(*) from arrival"),
    recipients: recipients(),
  };
}
