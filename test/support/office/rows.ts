import { createRequire } from "node:module";

/** One value of the database; of a column that holds JSON each leaf by itself. */
export type Cell = {
  /** "outbox.body.message.text" */
  place: string;
  value: string;
};

type Connection = {
  exec(sql: string): void;
  prepare(sql: string): { all(...parameters: unknown[]): Record<string, unknown>[] };
  close(): void;
};

/** Looks into a database file past all stores, also while the program works on it. */
export function openRows(path: string) {
  const db = connect(path);
  db.exec("pragma busy_timeout=5000");
  const tables = db
    .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
    .all()
    .map(({ name }) => String(name));
  const readers = new Map(tables.map((table) => [table, db.prepare(`select * from ${table}`)]));

  return {
    cells: (only: readonly string[] = tables): Cell[] =>
      only.flatMap((table) =>
        (readers.get(table)?.all() ?? []).flatMap((row) =>
          Object.entries(row).flatMap(([column, value]) => leaves(`${table}.${column}`, parsed(value))),
        ),
      ),
    /** Leaves nothing in any table. */
    wipe(): void {
      db.exec("pragma foreign_keys=OFF");
      for (const table of tables) db.exec(`delete from ${table}`);
    },
    close: () => db.close(),
  };
}

function connect(path: string): Connection {
  const require = createRequire(import.meta.url);
  type Engine = { DatabaseSync: new (path: string) => Connection };
  try {
    return new (require("node:sqlite") as Engine).DatabaseSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_UNKNOWN_BUILTIN_MODULE") throw error;
    return new (require("@photostructure/sqlite") as Engine).DatabaseSync(path);
  }
}

function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function leaves(place: string, value: unknown): Cell[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((entry: unknown) => leaves(place, entry));
  if (typeof value === "object")
    return Object.entries(value).flatMap(([key, entry]) => [
      { place: `${place} (key)`, value: key },
      ...leaves(`${place}.${key}`, entry),
    ]);
  return [{ place, value: typeof value === "string" ? value : JSON.stringify(value) }];
}
