import {
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type Compilable,
  type Generated,
} from "kysely";
import type { Database as Connection, Migration, SqliteValue } from "./database.ts";

/** Times are milliseconds since 1970; bodies are JSON. */
export type Tables = {
  contact: { id: string; created_at: number };
  address: { channel: string; chat_id: string; contact_id: string; reachable: number };
  conversation: { contact_id: string; memory: string; saved_at: number };
  inbox: {
    seq: Generated<number>;
    account: string;
    contact_id: string;
    message_id: string;
    /** null once it is answered: only the key is kept. */
    body: string | null;
    status: "waiting" | "done" | "aside";
    attempts: number;
    reason: string | null;
    received_at: number;
    due_at: number;
    settled_at: number | null;
  };
  outbox: {
    seq: Generated<number>;
    key: string;
    account: string;
    contact_id: string;
    body: string | null;
    /** 0 reply, 1 broadcast. */
    priority: number;
    status: string;
    platform_id: string | null;
    answers: string | null;
    attempts: number;
    reason: string | null;
    created_at: number;
    due_at: number;
    settled_at: number | null;
  };
};

/** Changes of the tables, in order; one that shipped is never edited. */
export const MIGRATIONS: readonly Migration[] = [
  {
    name: "contacts, conversations, inbox and outbox",
    sql: `
      create table contact (id text primary key, created_at integer not null) strict;
      create table address (
        channel text not null, chat_id text not null, contact_id text not null references contact(id),
        reachable integer not null default 1, primary key (channel, chat_id)) strict, without rowid;
      create index address_contact on address(contact_id);
      create table conversation (
        contact_id text primary key references contact(id) on delete cascade,
        memory text not null, saved_at integer not null) strict;
      create table inbox (
        seq integer primary key autoincrement, account text not null, contact_id text not null, message_id text not null,
        body text, status text not null, attempts integer not null default 0, reason text,
        received_at integer not null, due_at integer not null, settled_at integer,
        unique (account, contact_id, message_id)) strict;
      create index inbox_waiting on inbox(contact_id, seq) where status = 'waiting';
      create table outbox (
        seq integer primary key autoincrement, key text not null unique, account text not null, contact_id text not null,
        body text, priority integer not null, status text not null, platform_id text, answers text,
        attempts integer not null default 0, reason text,
        created_at integer not null, due_at integer not null, settled_at integer) strict;
      create index outbox_queued on outbox(account, priority, seq) where status in ('queued', 'sending');
      create index outbox_contact on outbox(contact_id, seq) where status in ('queued', 'sending');
      create index outbox_platform on outbox(account, platform_id) where platform_id is not null;
    `,
  },
];

/** Builds queries with their types checked; they run on our own synchronous connection. */
export const sqlite = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** Runs a query and gives its rows. */
export function all<Row>(connection: Connection, query: Compilable<Row>): Row[] {
  const { sql, parameters } = query.compile();
  return connection.prepare(sql).all(...(parameters as SqliteValue[])) as Row[];
}

/** Runs a query and gives its first row. */
export function first<Row>(connection: Connection, query: Compilable<Row>): Row | undefined {
  return all(connection, query)[0];
}

/** Runs a statement and gives the number of rows it changed. */
export function run(connection: Connection, query: Compilable): number {
  const { sql, parameters } = query.compile();
  return Number(connection.prepare(sql).run(...(parameters as SqliteValue[])).changes);
}
