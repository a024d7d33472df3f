import type { Campaign, CampaignStore } from "../../broadcast/campaign.ts";
import type { Database, SqliteValue } from "./database.ts";
import { dateOf, without } from "./rows.ts";
import { all, first, insert, LISTED, listed, update } from "./sql.ts";
import type { Row } from "./tables.ts";

/** What runs by itself is numbered from here on, so that staff's own campaigns are 1, 2, 3 … without gaps. */
const BY_ITSELF = 1_000_000_000;

/** Campaigns in SQLite. */
export function createSqliteCampaigns(db: Database): CampaignStore {
  const read = createReader();
  const one = (sql: string, ...values: SqliteValue[]) => {
    const row = first<Row<"campaign">>(db, sql, ...values);
    return row && read(row);
  };
  const many = (sql: string, ...values: SqliteValue[]) => all<Row<"campaign">>(db, sql, ...values).map(read);

  return {
    add(campaign) {
      const [least, most] = campaign.kind === "broadcast" ? [0, BY_ITSELF] : [BY_ITSELF, Number.MAX_SAFE_INTEGER];
      const last = first<{ id: number }>(
        db,
        "select coalesce(max(id), ?) as id from campaign where id > ? and id < ?",
        least,
        least,
        most,
      );
      const id = (last?.id ?? least) + 1;
      insert(db, "campaign", { id, ...toRow(campaign) });
      return { ...campaign, id };
    },
    get: (id) => one("select * from campaign where id = ?", id),
    save({ id, ...campaign }) {
      if (update(db, "campaign", toRow(campaign), { id }) === 0) throw new Error(`there is no campaign ${id}`);
    },
    inState: (...states) =>
      states.length === 1
        ? many("select * from campaign where state = ? order by id", states[0] ?? null) // before each message
        : many(`select * from campaign where state in ${LISTED} order by id`, listed(states)),
    newest: (limit) => many("select * from campaign where kind = 'broadcast' order by id desc limit ?", limit),
    ofPeriod: (kind, period) => one("select * from campaign where kind = ? and period = ?", kind, period),
    note: (id, { at, by, what, detail }) =>
      void insert(db, "campaign_note", { campaign: id, at: at.getTime(), by, what, detail: detail ?? null }),
    notes: (id) =>
      all<Row<"campaign_note">>(db, "select * from campaign_note where campaign = ? order by seq", id).map(
        ({ at, by, what, detail }) => ({ at: new Date(at), by, what, ...without({ detail }) }),
      ),
  };
}

/** More campaigns than are ever read again and again. */
const MOST_REMEMBERED = 50;

/**
 * Reads rows. What runs is read anew before each message, for another process may have changed it, but its body hardly
 * ever is another one: the same text is taken apart once.
 */
function createReader(): (row: Row<"campaign">) => Campaign {
  const known = new Map<number, { row: Row<"campaign">; campaign: Campaign }>();
  return (row) => {
    const last = known.get(row.id);
    if (last && isSame(last.row, row)) return { ...last.campaign };
    if (known.size >= MOST_REMEMBERED) known.clear();
    const campaign = toCampaign(row);
    known.set(row.id, { row, campaign });
    return { ...campaign };
  };
}

function isSame(one: Row<"campaign">, other: Row<"campaign">): boolean {
  return one.body === other.body && one.state === other.state && one.kind === other.kind && one.period === other.period;
}

type Moment = "createdAt" | "startAt" | "startedAt" | "endedAt";

/** What is kept of a campaign besides its columns: times as milliseconds. */
type Body = Omit<Campaign, "id" | "kind" | "period" | "state" | "pause" | Moment> & { createdAt: number } & {
  [Field in Exclude<Moment, "createdAt">]?: number;
} & { pause?: Omit<NonNullable<Campaign["pause"]>, "at"> & { at: number } };

function toRow({ kind, period, state, createdAt, startAt, startedAt, endedAt, pause, ...rest }: Omit<Campaign, "id">) {
  const body: Body = {
    ...rest,
    createdAt: createdAt.getTime(),
    ...without({
      startAt: startAt?.getTime(),
      startedAt: startedAt?.getTime(),
      endedAt: endedAt?.getTime(),
      pause: pause && { ...pause, at: pause.at.getTime() },
    }),
  };
  return { kind, period: period ?? null, state, body: JSON.stringify(body) };
}

function toCampaign({ id, kind, period, state, body }: Row<"campaign">): Campaign {
  const { createdAt, startAt, startedAt, endedAt, pause, ...rest } = JSON.parse(body) as Body;
  return {
    ...rest,
    id,
    kind,
    state,
    createdAt: new Date(createdAt),
    ...without({
      period,
      startAt: dateOf(startAt),
      startedAt: dateOf(startedAt),
      endedAt: dateOf(endedAt),
      pause: pause && { ...pause, at: new Date(pause.at) },
    }),
  };
}
