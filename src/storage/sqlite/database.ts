import { chmodSync } from "node:fs";
import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What we use of node:sqlite; @photostructure/sqlite has the same shape. */
export type SqliteStatement = {
  run(...parameters: SqliteValue[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  get(...parameters: SqliteValue[]): Record<string, unknown> | undefined;
  all(...parameters: SqliteValue[]): Record<string, unknown>[];
};
export type SqliteValue = string | number | bigint | null | Uint8Array;
type SqliteConnection = { exec(sql: string): void; prepare(sql: string): SqliteStatement; close(): void };

/** The store could not be opened. Thrown at the start only; says what to do, and nothing was changed. */
export class StorageError extends Error {
  override name = "StorageError";
}

/** One change of the tables. They run in order, each once; a change that shipped is never edited. */
export type Migration = { name: string; sql: string };

/** An open database file that this process alone writes to. */
export type Database = {
  /** A prepared statement; the same text gives the same statement. */
  prepare(sql: string): SqliteStatement;
  exec(sql: string): void;
  /** Runs `work` in one transaction: all of it is kept, or nothing. Calls within it join it. */
  atomically<T>(work: () => T): T;
  /** Moves what was written into the file itself, so that nothing forgotten lives on in the write-ahead log. */
  checkpoint(): void;
  /**
   * Writes the whole file anew, so that nothing deleted is left in it: secure_delete clears what a row leaves, but not
   * the copies that stay between the cells of a page when its rows are moved to another one. Takes about a second for
   * 100 MB.
   */
  scrub(): void;
  close(): void;
};

/**
 * Opens a database file with one owner. A damaged file, a file of a newer version or one that another process holds
 * stops the start; nothing is ever replaced or repaired in silence. `durable`: every commit reaches the disk (FULL),
 * else it survives the end of the process but perhaps not a power cut (NORMAL).
 */
export function openDatabase({
  path,
  migrations,
  durable = false,
  shared = false,
}: {
  /** The file; ":memory:" for a database that lives only in this process. */
  path: string;
  migrations: readonly Migration[];
  durable?: boolean;
  /** For a short command beside the running program: takes no lock, and each of its changes waits for its turn. */
  shared?: boolean;
}): Database {
  const inMemory = path === IN_MEMORY;
  const release = inMemory || shared ? () => {} : takeLock(`${path}.lock`);
  try {
    const connection = open(path);
    if (!inMemory) chmodSync(path, 0o600);
    // first of all: on a damaged file even a harmless setting may write
    checkWhole(connection, path);
    connection.exec(
      `pragma journal_mode=WAL; pragma synchronous=${durable ? "FULL" : "NORMAL"}; pragma busy_timeout=5000; pragma foreign_keys=ON; pragma secure_delete=ON; pragma wal_autocheckpoint=${LONGEST_LOG}`,
    );
    migrate(connection, migrations, path);
    return database(connection, release);
  } catch (error) {
    release();
    throw error;
  }
}

/**
 * When the log of changes goes over into the file, which waits for the disk: a hundred times what a commit takes. Not
 * with every few messages of a campaign that runs fast, therefore, but no longer after a change than before at the pace
 * of any real network, for that is what a power cut may take back. SQLite sees to a log that grows by large changes.
 */
const CHECKPOINT_AFTER = { changes: 250, ms: 2_000 } as const;

/** In pages of 4 kB. */
const LONGEST_LOG = 8_000;

/** SQLite's name of a database without a file. */
export const IN_MEMORY = ":memory:";

function database(connection: SqliteConnection, release: () => void): Database {
  const statements = new Map<string, SqliteStatement>();
  let depth = 0;
  let closed = false;
  /** How often this connection may have changed something. */
  let changes = 0;
  let moved = { changes: 0, at: performance.now() };

  function moveOn(): void {
    if (changes - moved.changes < CHECKPOINT_AFTER.changes) return;
    const at = performance.now();
    if (at - moved.at < CHECKPOINT_AFTER.ms) return;
    moved = { changes, at };
    connection.exec("pragma wal_checkpoint(PASSIVE)");
  }

  function statement(sql: string): SqliteStatement {
    const known = statements.get(sql);
    if (known) return known;
    const made = connection.prepare(sql);
    statements.set(sql, made);
    return made;
  }

  const checkpoint = () => connection.exec("pragma wal_checkpoint(TRUNCATE)");
  return {
    // what callers hold is no statement itself, so that closing can let go of all of them
    prepare: (sql) => ({
      run(...parameters) {
        changes++;
        const result = statement(sql).run(...parameters);
        if (depth === 0) moveOn();
        return result;
      },
      get: (...parameters) => statement(sql).get(...parameters),
      all: (...parameters) => statement(sql).all(...parameters),
    }),
    exec(sql) {
      changes++;
      connection.exec(sql);
    },
    atomically(work) {
      if (depth > 0) return work();
      connection.exec("begin immediate");
      depth++;
      let result;
      try {
        result = work();
        connection.exec("commit");
      } catch (error) {
        connection.exec("rollback");
        throw error;
      } finally {
        depth--;
      }
      moveOn();
      return result;
    },
    checkpoint,
    scrub() {
      connection.exec("vacuum");
      checkpoint();
    },
    close() {
      if (closed) return;
      closed = true;
      checkpoint();
      statements.clear();
      connection.close();
      collectStatements();
      release();
    },
  };
}

/** The builtin where there is one, else the package with the same interface (Node 20). */
function open(path: string): SqliteConnection {
  const { DatabaseSync } = loadEngine();
  try {
    return new DatabaseSync(path);
  } catch (cause) {
    throw new StorageError(`${path}: cannot be opened: ${(cause as Error).message}`, { cause });
  }
}

type Engine = { DatabaseSync: new (path: string) => SqliteConnection; collects: boolean };

let engine: Engine | undefined;

function loadEngine(): Engine {
  if (engine) return engine;
  const require = createRequire(import.meta.url);
  try {
    engine = { ...(require("node:sqlite") as Engine), collects: false };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_UNKNOWN_BUILTIN_MODULE") throw error;
    engine = { ...(require("@photostructure/sqlite") as Engine), collects: true };
  }
  return engine;
}

/**
 * @photostructure/sqlite 1.2.1 ends a statement only when it is collected as garbage, and until then a closed connection
 * stays open underneath, with its locks. The builtin ends them with the connection.
 */
function collectStatements(): void {
  if (!loadEngine().collects) return;
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}

function checkWhole(connection: SqliteConnection, path: string): void {
  let verdict: unknown;
  try {
    verdict = Object.values(connection.prepare("pragma quick_check(1)").get() ?? {})[0];
  } catch (cause) {
    throw new StorageError(`${path}: is no whole database: ${(cause as Error).message}. Nothing was changed.`, {
      cause,
    });
  }
  if (verdict !== "ok")
    throw new StorageError(`${path}: is damaged: ${String(verdict)}. Nothing was changed; restore a backup.`);
}

function migrate(connection: SqliteConnection, migrations: readonly Migration[], path: string): void {
  const version = Number(Object.values(connection.prepare("pragma user_version").get() ?? {})[0] ?? 0);
  if (version > migrations.length)
    throw new StorageError(`${path}: was written by a newer version of this program (tables ${version})`);
  migrations.slice(version).forEach(({ name, sql }, index) => {
    connection.exec("begin immediate");
    try {
      connection.exec(sql);
      connection.exec(`pragma user_version=${version + index + 1}`);
      connection.exec("commit");
    } catch (cause) {
      connection.exec("rollback");
      throw new StorageError(`${path}: the change "${name}" failed: ${(cause as Error).message}`, { cause });
    }
  });
}

/** Whether a program works on the store of that file now. */
export function isInUse(path: string): boolean {
  try {
    takeLock(`${path}.lock`)();
    return false;
  } catch (error) {
    if (error instanceof StorageError) return true;
    throw error;
  }
}

/**
 * Keeps other processes from working on the same store: two would answer twice. The lock is that of a second, empty
 * database, which the system itself gives back when a process ends, however it ends; so none is ever left behind.
 * Returns what gives it back.
 */
function takeLock(path: string): () => void {
  const connection = open(path);
  try {
    connection.exec("pragma busy_timeout=0; pragma locking_mode=EXCLUSIVE; begin exclusive; commit");
  } catch (cause) {
    connection.close();
    throw new StorageError(`${path}: another process already works on this store; only one may`, { cause });
  }
  return () => connection.close();
}
