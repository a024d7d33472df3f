import type { AuthenticationCreds, SignalDataSet, SignalDataTypeMap } from "@whiskeysockets/baileys";
import { closeSync, existsSync, openSync, readSync, renameSync, rmSync } from "node:fs";
import type { StoredKey, WhatsAppAuth } from "../../channels/whatsapp/auth.ts";
import { openDatabase, StorageError, type Database, type Migration } from "./database.ts";

/** What we need of Baileys; whoever joins the program gives a loader that makes the console safe first. */
type BaileysAuth = Pick<typeof import("@whiskeysockets/baileys"), "BufferJSON" | "initAuthCreds" | "proto">;

const MIGRATIONS: readonly Migration[] = [
  {
    name: "login and keys of one WhatsApp account",
    // two columns and no joined key: @photostructure/sqlite cuts text at a NUL character, and all sessions became one
    sql: `
      create table creds (one integer primary key check (one = 1), value text not null) strict;
      create table keys (type text not null, id text not null, value text not null, primary key (type, id))
        strict, without rowid;`,
  },
];

/**
 * Opens the login of a WhatsApp account; the file alone is enough to take over the account, so it is 0600, has one
 * owner, and must never go back to an old copy while in use. Only a file that does not exist makes a new identity:
 * one that exists and cannot be used stops the start, and stays as it is.
 */
export async function openWhatsAppAuth({
  path,
  loadBaileys,
}: {
  path: string;
  loadBaileys: () => Promise<BaileysAuth>;
}): Promise<WhatsAppAuth & { close(): void }> {
  const baileys = await loadBaileys();
  if (!existsSync(path)) createLogin(path, baileys);
  refuseUnfinished(path);
  const database = openDatabase({ path, migrations: MIGRATIONS, durable: true });
  try {
    return login(database, readCreds(database, path, baileys), baileys);
  } catch (error) {
    database.close();
    throw error;
  }
}

function login(database: Database, creds: AuthenticationCreds, { BufferJSON, proto }: BaileysAuth) {
  const find = database.prepare("select value from keys where type = ? and id = ?");
  const put = database.prepare(
    "insert into keys (type, id, value) values (?, ?, ?) on conflict (type, id) do update set value = excluded.value",
  );
  const remove = database.prepare("delete from keys where type = ? and id = ?");
  const list = database.prepare("select type, id from keys");
  const putCreds = database.prepare("update creds set value = ? where one = 1");

  function read<T extends keyof SignalDataTypeMap>(type: T, id: string): SignalDataTypeMap[T] | undefined {
    const row = find.get(type, id);
    if (!row) return undefined;
    const value: unknown = JSON.parse(String(row["value"]), BufferJSON.reviver);
    return (
      type === "app-state-sync-key" ? proto.Message.AppStateSyncKeyData.fromObject(value as object) : value
    ) as SignalDataTypeMap[T];
  }

  return {
    state: {
      creds,
      keys: {
        get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
          const found: { [id: string]: SignalDataTypeMap[T] } = {};
          for (const id of ids) {
            const value = read(type, id);
            if (value !== undefined) found[id] = value;
          }
          return found;
        },
        set(data: SignalDataSet) {
          database.atomically(() => {
            for (const [type, entries] of Object.entries(data))
              for (const [id, value] of Object.entries(entries as Record<string, unknown>))
                if (value === null || value === undefined) remove.run(type, id);
                else put.run(type, id, JSON.stringify(value, BufferJSON.replacer));
          });
        },
        clear() {
          database.exec("delete from keys");
        },
      },
    },
    saveCreds() {
      const { changes } = putCreds.run(JSON.stringify(creds, BufferJSON.replacer));
      if (Number(changes) !== 1) throw new StorageError("The WhatsApp login could not be saved: its row is gone");
    },
    revise(change: (key: StoredKey) => unknown) {
      database.atomically(() => {
        for (const row of list.all()) {
          const [type, id] = [String(row["type"]), String(row["id"])];
          const left = change({ type, id, value: () => read(type as keyof SignalDataTypeMap, id) });
          if (left === null) remove.run(type, id);
          else if (left !== undefined) put.run(type, id, JSON.stringify(left, BufferJSON.replacer));
        }
      });
      database.scrub();
    },
    close: () => database.close(),
  };
}

/** Makes the file aside and moves it into place when it is whole, so that no half of one is ever found. */
function createLogin(path: string, { BufferJSON, initAuthCreds }: BaileysAuth): void {
  if (existsSync(`${path}-wal`)) throw noLogin(path, "it is gone, but a part of it (-wal) is there");
  const fresh = `${path}.new`;
  const database = openDatabase({ path: fresh, migrations: MIGRATIONS, durable: true });
  try {
    database
      .prepare("insert into creds (one, value) values (1, ?) on conflict (one) do update set value = excluded.value")
      .run(JSON.stringify(initAuthCreds(), BufferJSON.replacer));
    database.exec("pragma wal_checkpoint(truncate)");
  } finally {
    database.close();
  }
  renameSync(fresh, path);
  // an engine may keep a closed file open until its statements are collected: what stands beside it is empty by now
  for (const beside of [".lock", "-shm", "-wal"]) rmSync(`${fresh}${beside}`, { force: true });
}

/** Looks at the first bytes before anything is opened, because opening an empty file would already fill it. */
function refuseUnfinished(path: string): void {
  const head = Buffer.alloc(100);
  const file = openSync(path, "r");
  try {
    readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  const version = head.readUInt32BE(60); // user_version: https://www.sqlite.org/fileformat.html#the_database_header
  if (head.toString("latin1", 0, 16) !== "SQLite format 3\0" || version === 0)
    throw noLogin(path, "it is torn or empty");
}

function readCreds(database: Database, path: string, { BufferJSON }: BaileysAuth): AuthenticationCreds {
  const row = database.prepare("select value from creds where one = 1").get();
  if (!row) throw noLogin(path, "the login is missing in it");
  let creds: AuthenticationCreds;
  try {
    creds = JSON.parse(String(row["value"]), BufferJSON.reviver) as AuthenticationCreds;
  } catch (cause) {
    throw noLogin(path, "the login in it cannot be read", cause);
  }
  const pairs = [
    creds?.noiseKey,
    creds?.signedIdentityKey,
    creds?.signedPreKey?.keyPair,
    creds?.pairingEphemeralKeyPair,
  ];
  const whole = pairs.every((pair) => isKey(pair?.public) && isKey(pair?.private));
  if (!whole || !Number.isInteger(creds.registrationId) || typeof creds.advSecretKey !== "string")
    throw noLogin(path, "the login in it lacks keys");
  return creds;
}

function isKey(value: unknown): boolean {
  return value instanceof Uint8Array && value.length >= 32;
}

function noLogin(path: string, why: string, cause?: unknown): StorageError {
  return new StorageError(
    `${path}: ${why}. Nothing was changed. Restore it from the disk it was on, or move it away to link the phone anew.`,
    { cause },
  );
}
