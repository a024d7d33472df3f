import type { Selectable, Updateable } from "kysely";
import type { Ticket, TicketChange, TicketStore } from "../../handoff/ticket.ts";
import type { Database } from "./database.ts";
import { dateOf, without } from "./rows.ts";
import { all, first, run, sqlite, type Tables } from "./tables.ts";

/** Tickets in SQLite. */
export function createSqliteTickets(db: Database): TicketStore {
  const rows = () => sqlite.selectFrom("ticket").selectAll();

  function get(number: number): Ticket | undefined {
    const row = first(db, rows().where("number", "=", number));
    return row && toTicket(row);
  }

  function sure(number: number): Ticket {
    const ticket = get(number);
    if (!ticket) throw new Error(`there is no ticket ${number}`);
    return ticket;
  }

  return {
    open({ contactId, account, address, reason, intent, region, openedAt }) {
      const at = openedAt.getTime();
      run(
        db,
        sqlite.insertInto("ticket").values({
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
        }),
      );
      const made = first(
        db,
        sqlite.selectFrom("ticket").select(({ fn }) => fn.max("number").as("number")),
      );
      return sure(Number(made?.number));
    },
    get,
    activeOf(contactId) {
      const row = first(
        db,
        rows().where("contact_id", "=", contactId).where("state", "=", "open").orderBy("number").limit(1),
      );
      return row && toTicket(row);
    },
    lastClosedOf(contactId) {
      const row = first(
        db,
        rows().where("contact_id", "=", contactId).where("state", "=", "closed").orderBy("closed_at", "desc").limit(1),
      );
      return row && toTicket(row);
    },
    change(number, change) {
      const values = toRow(change);
      if (Object.keys(values).length > 0)
        run(db, sqlite.updateTable("ticket").set(values).where("number", "=", number));
      return sure(number);
    },
    allOpen: () => all(db, rows().where("state", "=", "open").orderBy("number")).map(toTicket),
    aheadOf({ number }) {
      const row = first(
        db,
        sqlite
          .selectFrom("ticket")
          .select(({ fn }) => fn.countAll<number>().as("count"))
          .where("state", "=", "open")
          .where("claimed_by", "is", null)
          .where("first_reply_at", "is", null)
          .where("number", "<", number),
      );
      return Number(row?.count ?? 0);
    },
    firstReplyTimes: (since) =>
      all(
        db,
        sqlite
          .selectFrom("ticket")
          .select(["opened_at", "first_reply_at"])
          .where("opened_at", ">=", since.getTime())
          .where("first_reply_at", "is not", null),
      ).map(({ opened_at, first_reply_at }) => Number(first_reply_at) - opened_at),
    openedBetween: (from, to) =>
      all(
        db,
        rows().where("opened_at", ">=", from.getTime()).where("opened_at", "<", to.getTime()).orderBy("number"),
      ).map(toTicket),
    sweep: (before) =>
      run(db, sqlite.deleteFrom("ticket").where("state", "=", "closed").where("closed_at", "<", before.getTime())),
  };
}

function toTicket(row: Selectable<Tables["ticket"]>): Ticket {
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
function toRow({ address, ...change }: TicketChange): Updateable<Tables["ticket"]> {
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
