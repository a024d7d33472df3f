import type { ContactStore } from "../contacts/contact.ts";
import { createMemoryConversations } from "../conversation.ts";
import type { InboxRow, InboxStore } from "../inbox.ts";
import type { Clock } from "../lib/clock.ts";
import type { Address } from "../message.ts";
import { forwardFrom, type Delivery, type OutboxStore } from "../outbox.ts";
import type { ChatMemory } from "../understanding/context.ts";
import type { Stores } from "./stores.ts";

/** Everything in the memory of this process, for the terminal, `ask` and tests. Nothing is taken back when work fails. */
export function createMemoryStores({ clock }: { clock: Clock }): Stores {
  const inboxRows: MemoryInboxRow[] = [];
  const outboxRows: MemoryDelivery[] = [];
  const contacts = createMemoryContacts((keep, drop) => {
    for (const row of [...inboxRows, ...outboxRows]) if (row.contact === drop) row.contact = keep;
    const keys = new Set<string>();
    removeWhere(inboxRows, (row) => {
      const key = inboxKey(row);
      const twice = keys.has(key);
      keys.add(key);
      return twice;
    });
  });
  const conversations = createMemoryConversations<ChatMemory>({ clock, keyOf: contacts.idOf });
  const inbox = createMemoryInbox(inboxRows, contacts);
  const outbox = createMemoryOutbox(outboxRows, contacts);
  return {
    contacts,
    conversations,
    inbox,
    outbox,
    tidy: (before) => conversations.sweep() + inbox.sweep(before) + outbox.sweep(before),
    atomically: (work) => work(),
    close: () => {},
  };
}

function createMemoryContacts(merged: (keep: string, drop: string) => void): ContactStore {
  const byAddress = new Map<string, string>();
  const unreachable = new Set<string>();
  let count = 0;
  const keyOf = ({ channel, chatId }: Address) => `${channel} ${chatId}`;

  function idOf(address: Address): string {
    const key = keyOf(address);
    const id = byAddress.get(key) ?? `contact-${String(++count).padStart(9, "0")}`;
    byAddress.set(key, id);
    return id;
  }

  return {
    idOf,
    link(address, alias) {
      const id = idOf(address);
      const other = byAddress.get(keyOf({ ...address, chatId: alias }));
      if (other === undefined || other === id) return void byAddress.set(keyOf({ ...address, chatId: alias }), id);
      const [keep, drop] = id < other ? [id, other] : [other, id];
      for (const [key, contact] of byAddress) if (contact === drop) byAddress.set(key, keep);
      merged(keep, drop);
    },
    setReachable(address, reachable) {
      idOf(address);
      if (reachable) unreachable.delete(keyOf(address));
      else unreachable.add(keyOf(address));
    },
    isReachable: (address) => !unreachable.has(keyOf(address)),
  };
}

type MemoryInboxRow = InboxRow & {
  contact: string;
  status: "waiting" | "done" | "aside";
  receivedAt: number;
  dueAt: number;
  settledAt: number;
};

function inboxKey({ account, contact, message }: MemoryInboxRow): string {
  return JSON.stringify([account, contact, message.id]);
}

function createMemoryInbox(rows: MemoryInboxRow[], contacts: ContactStore): InboxStore {
  let count = 0;
  const change = (seq: number, more: Partial<MemoryInboxRow>) => {
    const row = rows.find((entry) => entry.seq === seq);
    if (row) Object.assign(row, more);
  };
  const attemptsOf = (seq: number) => rows.find((row) => row.seq === seq)?.attempts ?? 0;
  const waiting = () => rows.filter(({ status }) => status === "waiting");

  return {
    add(account, message, at) {
      for (const alias of message.aliases ?? []) contacts.link(message.from, alias);
      const now = at.getTime();
      const row: MemoryInboxRow = {
        seq: ++count,
        account,
        message,
        contact: contacts.idOf(message.from),
        attempts: 0,
        status: "waiting",
        receivedAt: now,
        dueAt: now,
        settledAt: 0,
      };
      if (rows.some((other) => inboxKey(other) === inboxKey(row))) return false;
      rows.push(row);
      return true;
    },
    due: (now, limit) =>
      waiting()
        .filter((row, index, all) => all.findIndex(({ contact }) => contact === row.contact) === index)
        .filter(({ dueAt }) => dueAt <= now.getTime())
        .slice(0, limit)
        .map(({ seq, account, message, attempts }) => ({ seq, account, message, attempts })),
    nextDue: (now) =>
      earliest(
        waiting().map(({ dueAt }) => dueAt),
        now,
      ),
    done: (seq, at) => change(seq, { status: "done", settledAt: at.getTime() }),
    retry: (seq, dueAt) => change(seq, { dueAt: dueAt.getTime(), attempts: attemptsOf(seq) + 1 }),
    setAside: (seq, _, at) => change(seq, { status: "aside", settledAt: at.getTime(), attempts: attemptsOf(seq) + 1 }),
    depth() {
      const [oldest] = waiting();
      return {
        waiting: waiting().length,
        aside: rows.filter(({ status }) => status === "aside").length,
        ...(oldest ? { oldest: new Date(oldest.receivedAt) } : {}),
      };
    },
    sweep: (before) => removeWhere(rows, ({ status, settledAt }) => status === "done" && settledAt < before.getTime()),
  };
}

type MemoryDelivery = Delivery & {
  contact: string;
  createdAt: number;
  dueAt: number;
  settledAt?: number;
  swept?: boolean;
};

function createMemoryOutbox(rows: MemoryDelivery[], contacts: ContactStore): OutboxStore {
  let count = 0;
  const rank = ({ priority }: Delivery) => (priority === "reply" ? 0 : 1);
  const open = ({ status }: Delivery) => status === "queued" || status === "sending";
  const find = (seq: number) => rows.find((row) => row.seq === seq);
  const ofAccount = (account: string) => rows.filter((row) => row.account === account);

  return {
    add(delivery, at) {
      if (rows.some(({ key }) => key === delivery.key)) return false;
      const now = at.getTime();
      rows.push({
        ...delivery,
        seq: ++count,
        status: "queued",
        attempts: 0,
        contact: contacts.idOf(delivery.message.to),
        createdAt: now,
        dueAt: now,
      });
      return true;
    },
    next: (account, now) =>
      ofAccount(account)
        .filter(({ status, dueAt }) => status === "queued" && dueAt <= now.getTime())
        .filter(
          (row) =>
            !rows.some(
              (other) =>
                open(other) && other.contact === row.contact && rank(other) <= rank(row) && other.seq < row.seq,
            ),
        )
        .sort((a, b) => rank(a) - rank(b) || a.seq - b.seq)
        .map(visible)[0],
    nextDue: (account, now) =>
      earliest(
        ofAccount(account)
          .filter(({ status }) => status === "queued")
          .map(({ dueAt }) => dueAt),
        now,
      ),
    sending(seq, platformId) {
      const row = find(seq);
      if (row) Object.assign(row, { status: "sending", ...(platformId === undefined ? {} : { platformId }) });
    },
    settle(seq, status, at, { platformId } = {}) {
      const row = find(seq);
      if (!row || !open(row)) return;
      Object.assign(row, { status, attempts: row.attempts + 1, settledAt: at.getTime() });
      if (platformId !== undefined) row.platformId = platformId;
    },
    retry(seq, dueAt) {
      const row = find(seq);
      if (row?.status === "sending")
        Object.assign(row, { status: "queued", attempts: row.attempts + 1, dueAt: dueAt.getTime() });
    },
    receipt(account, platformId, status, at) {
      for (const row of ofAccount(account))
        if (row.platformId === platformId && forwardFrom(status).includes(row.status))
          Object.assign(row, { status, settledAt: at.getTime() });
    },
    byPlatformId(account, platformId) {
      const row = ofAccount(account).find((entry) => entry.platformId === platformId && !entry.swept);
      return row && visible(row);
    },
    inDoubt: (account) =>
      ofAccount(account)
        .filter(({ status }) => status === "sending")
        .map(visible),
    depth(account) {
      const all = account === undefined ? rows : ofAccount(account);
      const oldest = Math.min(...all.filter(open).map(({ createdAt }) => createdAt));
      const count = (status: string) => all.filter((row) => row.status === status).length;
      return {
        queued: all.filter(open).length,
        unknown: count("unknown"),
        failed: count("failed"),
        ...(Number.isFinite(oldest) ? { oldest: new Date(oldest) } : {}),
      };
    },
    sweep(before) {
      const old = rows.filter(
        ({ settledAt, swept }) => !swept && settledAt !== undefined && settledAt < before.getTime(),
      );
      for (const row of old) row.swept = true;
      return old.length;
    },
  };
}

function visible({ seq, key, account, message, priority, status, platformId, attempts, answers }: Delivery): Delivery {
  return {
    seq,
    key,
    account,
    message,
    priority,
    status,
    attempts,
    ...(platformId === undefined ? {} : { platformId }),
    ...(answers === undefined ? {} : { answers }),
  };
}

function earliest(times: readonly number[], now: Date): Date | undefined {
  const later = times.filter((time) => time > now.getTime());
  return later.length === 0 ? undefined : new Date(Math.min(...later));
}

function removeWhere<T>(rows: T[], gone: (row: T) => boolean): number {
  const before = rows.length;
  rows.splice(0, before, ...rows.filter((row) => !gone(row)));
  return before - rows.length;
}
