import type { AudienceSkip, AudienceStore, Survey } from "../../broadcast/audience.ts";
import type { Zone } from "../../lib/zones.ts";
import type { Database } from "./database.ts";
import { judged, nextPage } from "./judged.ts";
import { part } from "./parts.ts";
import { all } from "./sql.ts";

/** How many recipients of a page are named as samples. */
const SAMPLES = 3;

/** Looks at the contacts in SQLite. */
export function createSqliteAudience(db: Database): AudienceStore {
  return {
    survey(page) {
      // little more than counts leaves the database: of a page of thousands a few dozen rows
      const { text, values } = part`${judged(page)}
        select skip, account, zone, language, nameless, region is null as placeless, count(*) as count,
          json_group_array(id) filter (where skip is null) as ids
        from judged group by skip, account, zone, language, nameless, placeless`;
      const groups = all<Group>(db, text, ...values);
      const next = nextPage(db, page);
      return { ...summed(groups), ...(next === undefined ? {} : { next }) };
    },
  };
}

/** Contacts of a page that are alike in all of this. */
type Group = {
  skip: AudienceSkip | null;
  /** null only of those who are skipped. */
  account: string | null;
  zone: Zone;
  language: string;
  nameless: number;
  placeless: number;
  count: number;
  /** Of recipients, as JSON. */
  ids: string;
};

function summed(groups: readonly Group[]): Omit<Survey, "next"> {
  const skipped: Partial<Record<AudienceSkip, number>> = {};
  const byAccount: Record<string, Partial<Record<Zone, number>>> = {};
  const languages: Record<string, number> = {};
  const ids: string[] = [];
  let [recipients, withoutName, withoutRegion] = [0, 0, 0];
  for (const { skip, account, zone, language, nameless, placeless, count, ids: those } of groups) {
    if (skip !== null) {
      skipped[skip] = (skipped[skip] ?? 0) + count;
      continue;
    }
    if (account === null) throw new Error("a recipient without an account");
    const zones = (byAccount[account] ??= {});
    zones[zone] = (zones[zone] ?? 0) + count;
    languages[language] = (languages[language] ?? 0) + count;
    recipients += count;
    withoutName += nameless * count;
    withoutRegion += placeless * count;
    ids.push(...(JSON.parse(those) as string[]));
  }
  return {
    recipients,
    byAccount,
    skipped,
    withoutName,
    withoutRegion,
    languages,
    samples: spread(ids.toSorted(), SAMPLES),
  };
}

/** A few of a list: from the middle of each of so many equal parts. */
function spread(ids: readonly string[], count: number): string[] {
  if (ids.length <= count) return [...ids];
  return Array.from({ length: count }, (_, part) => ids[Math.floor(((part + 0.5) * ids.length) / count)] ?? "");
}
