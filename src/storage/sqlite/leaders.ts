import { randomInt } from "node:crypto";
import type { LeaderStore } from "../../broadcast/ledger.ts";
import type { Database } from "./database.ts";
import { all, first, insert, insertOnce, run } from "./sql.ts";
import type { Row } from "./tables.ts";

/** A whole number from 0 up to but not including `below`. */
type Random = (below: number) => number;

/** Community leaders in SQLite: their links, who came through them, and the codes that make somebody a leader. */
export function createSqliteLeaders(db: Database, random: Random = (below) => randomInt(below)): LeaderStore {
  const codeOf = (contactId: string) =>
    first<Row<"leader_link", "code">>(db, "select code from leader_link where contact_id = ?", contactId)?.code;

  return {
    linkCode: (contactId) =>
      db.atomically(() => {
        const known = codeOf(contactId);
        if (known !== undefined) return known;
        for (;;) {
          const code = newCode(random);
          if (!isTaken(db, code)) {
            insert(db, "leader_link", { contact_id: contactId, code });
            return code;
          }
        }
      }),
    leaderOfLink: (code) =>
      first<Row<"leader_link", "contact_id">>(db, "select contact_id from leader_link where code = ?", plainCode(code))
        ?.contact_id,
    arrived: (contactId, leaderId, at) =>
      contactId !== leaderId &&
      insertOnce(db, "arrival", { contact_id: contactId, leader_id: leaderId, at: at.getTime() }),
    tally(leaderId, since) {
      const from = since.getTime();
      const arrivals = first<{ arrived: number; recent: number }>(
        db,
        "select count(*) as arrived, count(*) filter (where at >= ?) as recent from arrival where leader_id = ?",
        from,
        leaderId,
      );
      const asked = first<{ people: number }>(
        db,
        `select count(*) as people from arrival where leader_id = ? and exists (
           select 1 from interest where interest.contact_id = arrival.contact_id and interest.at >= ?)`,
        leaderId,
        from,
      );
      const intents = all<{ intent: string; people: number }>(
        db,
        // one row per contact and intent: the rows are people
        `select intent, count(*) as people from arrival join interest using (contact_id)
         where leader_id = ? and interest.at >= ? group by intent order by people desc, intent`,
        leaderId,
        from,
      );
      return {
        arrived: arrivals?.arrived ?? 0,
        arrivedSince: arrivals?.recent ?? 0,
        asked: asked?.people ?? 0,
        intents: Object.fromEntries(intents.map(({ intent, people }) => [intent, people])),
      };
    },
    leaders: ({ after, limit }) =>
      all<Row<"arrival", "leader_id">>(
        db,
        "select distinct leader_id from arrival where leader_id > ? order by leader_id limit ?",
        after,
        limit,
      ).map(({ leader_id }) => leader_id),
    addInvite: ({ code, by, at, expiresAt }) =>
      void insert(db, "leader_invite", {
        code: plainCode(code),
        by,
        at: at.getTime(),
        expires_at: expiresAt.getTime(),
      }),
    useInvite: (code, contactId, at) =>
      run(
        db,
        // whoever used it may be forgotten by now; used up it is all the same
        "update leader_invite set used_by = ?, used_at = ? where code = ? and used_at is null and expires_at > ?",
        contactId,
        at.getTime(),
        plainCode(code),
        at.getTime(),
      ) > 0,
  };
}

/** Neither letters and digits that are taken for each other (0 O, 1 I L, 2 Z, 5 S, 8 B, U V, Q) nor vowels, which spell words. */
const ALPHABET = "CDFGHJKMNPRTWXY34679";
const CODE_LENGTH = 6;

function newCode(random: Random): string {
  return Array.from({ length: CODE_LENGTH }, () => ALPHABET[random(ALPHABET.length)] ?? "").join("");
}

/** An invitation with the same letters would make it unclear what somebody typed. */
function isTaken(db: Database, code: string): boolean {
  return (
    first(
      db,
      "select 1 from leader_link where code = ? union all select 1 from leader_invite where code = ?",
      code,
      code,
    ) !== undefined
  );
}

/** As it is kept, however somebody typed it. */
function plainCode(code: string): string {
  return code.trim().toUpperCase();
}
