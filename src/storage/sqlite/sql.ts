import type { Database, SqliteValue } from "./database.ts";
import type { NewRow, Tables } from "./tables.ts";

// Names of tables and columns come from our own literals alone, which the types check; whatever came from outside is
// only ever a value. The texts are few and stay the same, so that each is prepared once (see `Database.prepare`).

/** Runs a query and gives its rows. */
export function all<Row>(db: Database, sql: string, ...values: SqliteValue[]): Row[] {
  return db.prepare(sql).all(...values) as Row[];
}

/** Runs a query and gives its first row. */
export function first<Row>(db: Database, sql: string, ...values: SqliteValue[]): Row | undefined {
  return db.prepare(sql).get(...values) as Row | undefined;
}

/** Runs a statement and gives the number of rows it changed. */
export function run(db: Database, sql: string, ...values: SqliteValue[]): number {
  return Number(db.prepare(sql).run(...values).changes);
}

/** Makes a row and gives the number that SQLite counted it with. */
export function insert<Name extends keyof Tables>(db: Database, table: Name, row: NewRow<Name>): number {
  const sql = insertion("insert", table, Object.keys(row));
  return Number(db.prepare(sql).run(...(Object.values(row) as SqliteValue[])).lastInsertRowid);
}

/** Makes a row; false when there is one with that key, which stays as it is. */
export function insertOnce<Name extends keyof Tables>(db: Database, table: Name, row: NewRow<Name>): boolean {
  const sql = insertion("insert or ignore", table, Object.keys(row));
  return run(db, sql, ...(Object.values(row) as SqliteValue[])) > 0;
}

/** Changes columns of the rows that have all the values of `where`, and gives their number. */
export function update<Name extends keyof Tables>(
  db: Database,
  table: Name,
  values: Partial<Tables[Name]>,
  where: Partial<Tables[Name]>,
): number {
  const columns = Object.keys(values);
  if (columns.length === 0) return 0;
  const equal = (names: string[]) => names.map((name) => `${name} = ?`);
  const sql = `update ${table} set ${equal(columns).join(", ")} where ${equal(Object.keys(where)).join(" and ")}`;
  return run(db, sql, ...(Object.values(values) as SqliteValue[]), ...(Object.values(where) as SqliteValue[]));
}

/** Any of a list that `listed` binds: one text for every length, and no limit to it. */
export const LISTED = "(select value from json_each(?))";

/** The value that one `LISTED` takes. */
export function listed(values: readonly (string | number)[]): string {
  return JSON.stringify(values);
}

function insertion(verb: string, table: string, columns: readonly string[]): string {
  return `${verb} into ${table} (${columns.join(", ")}) values (${columns.map(() => "?").join(", ")})`;
}
