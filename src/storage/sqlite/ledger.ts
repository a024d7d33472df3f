import type { LedgerStore, Recipient } from "../../broadcast/ledger.ts";
import { ZONES, type Zone } from "../../lib/zones.ts";
import type { Database, SqliteValue } from "./database.ts";
import { judged, nextPage, WENT_OUT } from "./judged.ts";
import { countLedger } from "./ledger-counts.ts";
import { part } from "./parts.ts";
import { dateOf, without } from "./rows.ts";
import { all, first, insertOnce, LISTED, listed, run, update } from "./sql.ts";
import type { Row } from "./tables.ts";

/** Who gets what, in SQLite. */
export function createSqliteLedger(db: Database): LedgerStore {
  const one = (sql: string, ...values: SqliteValue[]) => {
    const row = first<RecipientRow>(db, sql, ...values);
    return row && toRecipient(row);
  };
  const asked = (sql: string, ...values: SqliteValue[]) =>
    first<{ campaign: number; seq: number }>(
      db,
      `select recipient.campaign, recipient.seq from recipient join campaign on campaign.id = recipient.campaign
       where recipient.status in ${WENT_OUT} and json_array_length(campaign.body, '$.content.choices') > 0 and ${sql}
       order by recipient.taken_at desc, recipient.seq desc limit 1`,
      ...values,
    );

  return {
    fill({ id, audience, cursor = "" }, rules, limit) {
      const page = { audience, rules, after: cursor, limit };
      const { text, values } = part`
        insert into recipient (campaign, contact_id, account, channel, chat_id, zone, status, due_at)
        ${judged(page)}
        select ${id}, id, account, channel, chat_id, zone, 'queued', ${rules.now.getTime()}
        from judged where skip is null order by id
        on conflict (campaign, contact_id) do nothing`;
      return db.atomically(() => {
        const added = run(db, text, ...values);
        return { cursor: nextPage(db, page), added };
      });
    },
    add: ({ campaign, contactId, account, address, zone, dueAt }) =>
      insertOnce(db, "recipient", {
        campaign,
        contact_id: contactId,
        account,
        channel: address.channel,
        chat_id: address.chatId,
        zone,
        status: "queued",
        attempts: 0,
        due_at: dueAt.getTime(),
        reason: NOT_YET,
      }),
    next(account, campaigns, zones, now) {
      const open = ZONES.map((zone) => (zones.includes(zone) ? zone : null));
      for (const campaign of campaigns) {
        const row = one(NEXT, ...open.flatMap((zone) => [campaign, account, zone, now.getTime()]));
        if (row) return row;
      }
      return undefined;
    },
    nextDue(account, campaigns, now) {
      const row = first<{ at: number }>(
        db,
        `select due_at as at from recipient
         where account = ? and status = 'queued' and reason is not null and due_at > ? and campaign in ${LISTED}
           and delivery is null
         order by due_at limit 1`,
        account,
        now.getTime(),
        listed(campaigns),
      );
      return dateOf(row?.at);
    },
    waitingZones(account, campaigns) {
      const waits = (zone: Zone) =>
        campaigns.some((campaign) => first(db, WAITS, campaign, account, zone) !== undefined);
      return ZONES.filter(waits);
    },
    get: (campaign, contactId) =>
      one(`select ${COLUMNS} from recipient where campaign = ? and contact_id = ?`, campaign, contactId),
    taken: (seq, delivery, platformId, at) =>
      void run(
        db,
        `update recipient set status = 'sending', delivery = ?, platform_id = coalesce(?, platform_id), taken_at = ?,
           attempts = attempts + 1, reason = null, settled_at = null
         where seq = ? and status = 'queued'`,
        delivery,
        platformId ?? null,
        at.getTime(),
        seq,
      ),
    putBack: (seq, dueAt, reason) =>
      void run(
        db,
        `update recipient set status = 'queued', delivery = null, due_at = ?, reason = ?, settled_at = null
         where seq = ? and status in ('queued', 'sending')`,
        dueAt.getTime(),
        reason,
        seq,
      ),
    skip: (seq, reason, at) =>
      void run(
        db,
        `update recipient set status = 'skipped', delivery = null, reason = ?, settled_at = ?
         where seq = ? and status = 'queued'`,
        reason,
        at.getTime(),
        seq,
      ),
    moveZone: (seq, zone) => void update(db, "recipient", { zone }, { seq }),
    counts: (campaign) => countLedger(db, campaign),
    isOpen: (campaign) =>
      first(
        db,
        // what is under way is in the outbox, where there is one a sender
        `select 1 where exists (select 1 from recipient where campaign = ? and status = 'queued')
           or exists (
             select 1 from outbox where outbox.status = 'sending' and exists (
               select 1 from recipient indexed by recipient_delivery
               where delivery = outbox.seq and campaign = ? and recipient.status = 'sending'))`,
        campaign,
        campaign,
      ) !== undefined,
    list: ({ campaign, after, limit, statuses }) =>
      all<Row<"recipient">>(
        db,
        // "not indexed": in the order of seq as they lie there, instead of sorting a whole campaign for every page
        `select * from recipient not indexed where seq > ? and campaign = ?
           and (? is null or status in ${LISTED}) order by seq limit ?`,
        after,
        campaign,
        statuses ? 1 : null,
        listed(statuses ?? []),
        limit,
      ).map((row) => ({ ...toRecipient(row), ...without({ answer: row.answer }) })),
    ofDelivery: (delivery) => one(`select ${COLUMNS} from recipient where delivery = ?`, delivery),
    lastAsked: (contactId, since, platformId) =>
      platformId === undefined
        ? asked("recipient.contact_id = ? and recipient.taken_at >= ?", contactId, since.getTime())
        : // ids of a platform may be unique within a chat only
          asked("recipient.contact_id = ? and +recipient.platform_id = ?", contactId, platformId),
    answered: (seq, index, at) => void update(db, "recipient", { answer: index, answered_at: at.getTime() }, { seq }),
    lastBroadcastTo(contactId, except) {
      const row = first<{ at: number }>(
        db,
        `select recipient.taken_at as at from recipient join campaign on campaign.id = recipient.campaign
         where recipient.contact_id = ? and recipient.taken_at is not null and recipient.status in ${WENT_OUT}
           and campaign.id <> ? and campaign.kind = 'broadcast'
         order by recipient.taken_at desc limit 1`,
        contactId,
        except,
      );
      return dateOf(row?.at);
    },
    takenSince: (account, since) =>
      all<{ at: number }>(
        db,
        "select taken_at as at from recipient where account = ? and taken_at > ? order by taken_at",
        account,
        since.getTime(),
      ).map(({ at }) => new Date(at)),
    outcomes: (account, limit, since) =>
      all<Row<"recipient", "status" | "reason">>(
        db,
        `select status, reason from recipient
         where account = ? and taken_at > ? and status in ('sent', 'delivered', 'read', 'failed', 'unknown')
         order by taken_at desc, seq desc limit ?`,
        account,
        since.getTime(),
        limit,
      ).map(({ status, reason }) => ({ status, ...without({ reason }) })),
  };
}

/**
 * Why somebody waits who is to get it at a time of their own. What waits without a reason is due at once, also when the
 * clock was put back since.
 */
const NOT_YET = "not yet";

/** What a `Recipient` is made of: columns that nobody looks at cost as much as others. */
const COLUMNS =
  "seq, campaign, contact_id, account, channel, chat_id, zone, status, reason, attempts, due_at, platform_id, taken_at";

type RecipientRow = Row<
  "recipient",
  | "seq"
  | "campaign"
  | "contact_id"
  | "account"
  | "channel"
  | "chat_id"
  | "zone"
  | "status"
  | "reason"
  | "attempts"
  | "due_at"
  | "platform_id"
  | "taken_at"
>;

/** What waits in one zone; what has a delivery waits in the outbox. */
const WAITING = `from recipient indexed by recipient_next
  where campaign = ? and account = ? and zone = ? and status = 'queued' and delivery is null`;

const WAITS = `select 1 ${WAITING} limit 1`;

/** Of one campaign the first that is due in any of the zones: each looked up by itself, for together they are sorted. */
const NEXT = `select ${COLUMNS} from recipient where seq = (select min(seq) from (
  ${ZONES.map(() => `select * from (select seq ${WAITING} and (due_at <= ? or reason is null) order by seq limit 1)`).join(" union all ")}))`;

function toRecipient(row: RecipientRow): Recipient {
  return {
    seq: row.seq,
    campaign: row.campaign,
    contactId: row.contact_id,
    account: row.account,
    address: { channel: row.channel, chatId: row.chat_id },
    zone: row.zone,
    status: row.status,
    attempts: row.attempts,
    dueAt: new Date(row.due_at),
    // one by one: read with each message, and `without` takes longer than all of the rest
    ...(row.reason === null || row.reason === NOT_YET ? {} : { reason: row.reason }),
    ...(row.platform_id === null ? {} : { platformId: row.platform_id }),
    ...(row.taken_at === null ? {} : { takenAt: new Date(row.taken_at) }),
  };
}
