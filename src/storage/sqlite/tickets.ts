import type { Ticket, TicketChange, TicketStore } from "../../handoff/ticket.ts";
import type { Database, SqliteValue } from "./database.ts";
import { dateOf, without } from "./rows.ts";
import { all, first, insert, run, update } from "./sql.ts";
import type { Row } from "./tables.ts";

/** Tickets in SQLite. */
export function createSqliteTickets(db: Database): TicketStore {
  const one = (sql: string, ...values: SqliteValue[]) => {
    const row = first<Row<"ticket">>(db, sql, ...values);
    return row && toTicket(row);
  };
  const many = (sql: string, ...values: SqliteValue[]) => all<Row<"ticket">>(db, sql, ...values).map(toTicket);

  const get = (number: number) => one("select * from ticket where number = ?", number);

  function sure(number: number): Ticket {
    const ticket = get(number);
    if (!ticket) throw new Error(`there is no ticket ${number}`);
    return ticket;
  }

  return {
    open({ contactId, account, address, reason, intent, region, openedAt }) {
      const at = openedAt.getTime();
      const number = insert(db, "ticket", {
        contact_id: contactId,
        account,
        channel: address.channel,
        chat_id: address.chatId,
        reason,
        intent: intent ?? null,
        region: region ?? null,
        state: "open",
        owner: "bot",
        opened_at: at,
        waiting_since: at,
        reminders: 0,
        last_said_at: at,
      });
      return sure(number);
    },
    get,
    activeOf: (contactId) =>
      one("select * from ticket where contact_id = ? and state = 'open' order by number limit 1", contactId),
    of: (contactId) => many("select * from ticket where contact_id = ? order by number", contactId),
    lastClosedOf: (contactId) =>
      one("select * from ticket where contact_id = ? and state = 'closed' order by closed_at desc limit 1", contactId),
    change(number, change) {
      update(db, "ticket", toRow(change), { number });
      return sure(number);
    },
    allOpen: () => many("select * from ticket where state = 'open' order by number"),
    aheadOf: ({ number }) =>
      first<{ count: number }>(
        db,
        `select count(*) as count from ticket
         where state = 'open' and claimed_by is null and waiting_since is not null and number < ?`,
        number,
      )?.count ?? 0,
    firstWaits: (since, limit) =>
      all<{ opened_at: number; first_reply_at: number }>(
        db,
        `select opened_at, first_reply_at from ticket where opened_at >= ? and first_reply_at is not null
         order by opened_at desc limit ?`,
        since.getTime(),
        limit,
      ).map(({ opened_at, first_reply_at }) => ({ from: new Date(opened_at), to: new Date(first_reply_at) })),
    openedBetween: (from, to) =>
      many("select * from ticket where opened_at >= ? and opened_at < ? order by number", from.getTime(), to.getTime()),
    sweep: (before) => run(db, "delete from ticket where state = 'closed' and closed_at < ?", before.getTime()),
  };
}

function toTicket(row: Row<"ticket">): Ticket {
  return {
    number: row.number,
    contactId: row.contact_id,
    account: row.account,
    address: { channel: row.channel, chatId: row.chat_id },
    reason: row.reason,
    state: row.state,
    owner: row.owner,
    openedAt: new Date(row.opened_at),
    reminders: row.reminders,
    lastSaidAt: new Date(row.last_said_at),
    ...without({
      intent: row.intent,
      region: row.region,
      waitingSince: dateOf(row.waiting_since),
      firstReplyAt: dateOf(row.first_reply_at),
      idleAskedAt: dateOf(row.idle_asked_at),
      claimedBy: row.claimed_by,
      claimedAt: dateOf(row.claimed_at),
      closedAt: dateOf(row.closed_at),
      endedBy: row.ended_by,
      closeReason: row.close_reason,
      satisfactionAskedAt: dateOf(row.satisfaction_asked_at),
      satisfaction: row.satisfaction,
    }),
  };
}

/** undefined leaves a column as it is, null empties it. */
function toRow({ address, ...change }: TicketChange): Partial<Row<"ticket">> {
  const time = (date: Date | null | undefined) => (date instanceof Date ? date.getTime() : date);
  const row = {
    account: change.account,
    channel: address?.channel,
    chat_id: address?.chatId,
    reason: change.reason,
    intent: change.intent,
    region: change.region,
    state: change.state,
    owner: change.owner,
    opened_at: time(change.openedAt),
    waiting_since: time(change.waitingSince),
    reminders: change.reminders,
    first_reply_at: time(change.firstReplyAt),
    last_said_at: time(change.lastSaidAt),
    idle_asked_at: time(change.idleAskedAt),
    claimed_by: change.claimedBy,
    claimed_at: time(change.claimedAt),
    closed_at: time(change.closedAt),
    ended_by: change.endedBy,
    close_reason: change.closeReason,
    satisfaction_asked_at: time(change.satisfactionAskedAt),
    satisfaction: change.satisfaction,
  };
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
}
