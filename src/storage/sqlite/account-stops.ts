import type { StopStore } from "../../broadcast/ledger.ts";
import type { Database } from "./database.ts";
import { dateOf } from "./rows.ts";
import { first, run, update } from "./sql.ts";
import type { Row } from "./tables.ts";

/** Accounts on which outreach was stopped, in SQLite. */
export function createSqliteStops(db: Database): StopStore {
  const find = (account: string) =>
    first<Row<"account_stop">>(db, "select * from account_stop where account = ?", account);

  return {
    stoppedAccount(account) {
      const row = find(account);
      const at = dateOf(row?.stopped_at);
      return row && at && { account, at, why: row.why };
    },
    stopAccount: ({ account, at, why }) =>
      void run(
        db,
        `insert into account_stop (account, stopped_at, why) values (?, ?, ?)
         on conflict (account) do update set stopped_at = excluded.stopped_at, why = excluded.why`,
        account,
        at.getTime(),
        why,
      ),
    reopenAccount: (account, at) =>
      void update(db, "account_stop", { stopped_at: null, reopened_at: at.getTime() }, { account }),
    reopenedAt: (account) => dateOf(find(account)?.reopened_at),
  };
}
