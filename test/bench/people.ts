import { join } from "node:path";
import { openDatabase } from "../../src/storage/sqlite/database.ts";
import { MIGRATIONS } from "../../src/storage/sqlite/tables.ts";

const DAY_MS = 86_400_000;

/** The first one's chat id on Telegram; those of the others follow. */
export const FIRST_CHAT = 100_000_000;

/**
 * Fills a new store with so many people who wrote to us on Telegram and agreed to all; the chat of each is the next
 * number. With `mixed`, people as they are: two channels, some with both; three in ten never agreed, some took it back,
 * some blocked us; places all over the country, trades, what they asked, tags.
 *
 * Everything about a person comes from their number, so that two runs have the same people. Written in SQL, for a
 * million of them one by one would take minutes.
 */
export function seedPeople(
  folder: string,
  count: number,
  { now, mixed = false }: { now: Date; mixed?: boolean },
): void {
  const db = openDatabase({ path: join(folder, "sapa.db"), migrations: MIGRATIONS });
  // it is thrown away when it goes wrong
  db.exec("pragma synchronous=OFF; pragma cache_size=-400000; pragma temp_store=MEMORY");
  // indexes are made of a whole table sooner than row by row
  const indexes = db.prepare("select name, sql from sqlite_master where type = 'index' and sql is not null").all();
  for (const { name } of indexes) db.exec(`drop index ${String(name)}`);
  db.exec(PEOPLE);
  db.prepare(NUMBERED).run(count);
  const at = now.getTime();
  for (const { sql, values = [] } of mixed ? mixedPeople(at) : alike(at))
    db.atomically(() => db.prepare(sql).run(...values));
  db.exec("drop table temp.person");
  for (const { sql } of indexes) db.exec(String(sql));
  db.close();
}

/** `roll`: 0 to 99, like a die of a hundred sides for each person; `spin` another one. */
const PEOPLE = "create temp table person (i integer primary key, id text, roll integer, spin integer, seen_at integer)";
const NUMBERED = `
  insert into person (i, id, roll, spin)
  with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < ?)
  select i,
    -- ids in no order, as those of the program
    printf('%08x-%04x-4000-8000-%012x', i * 2654435761 & 4294967295, i * 40503 & 65535, i),
    (i * 2654435761 & 4294967295) / 7919 % 100, (i * 2246822519 & 4294967295) / 104729 % 100
  from n`;

type Step = { sql: string; values?: number[] };

const CONTACT = "insert into contact (id, created_at, name, role, occupation, region, language, seen_at)";
const ADDRESS = "insert into address (channel, chat_id, contact_id, reachable, seen_at)";
const CONSENT = "insert into consent (contact_id, topic, granted, at, channel, wording, source)";
const TOPICS = "(select 'discount' as topic union all select 'registration' union all select 'safety')";

const alike = (now: number): Step[] => [
  {
    sql: `${CONTACT} select id, ?, 'Asep ' || i, 'worker', 'petani', '32.04', 'id', ? from person`,
    values: [now, now],
  },
  { sql: `${ADDRESS} select 'telegram', ${FIRST_CHAT} + i, id, 1, ? from person`, values: [now] },
  { sql: `${CONSENT} select id, topic, 1, ?, 'telegram', 'ya', 'person' from person, ${TOPICS}`, values: [now] },
];

/** Regions by the share of people that they hold; the last ones of nobody knows where. */
const PLACES = ["32.04", "32.04.16", "32.06", "33.74", "35.78", "34.71", "31.74", "73.71", "64.72", "91.71"];
const TRADES = ["petani", "ojol", "pedagang", "nelayan", "buruh-bangunan"];

const oneOf = (names: readonly string[], die: string) =>
  `case ${die} ${names.map((name, side) => `when ${side} then '${name}'`).join(" ")} end`;

const mixedPeople = (now: number): Step[] => [
  { sql: "update person set seen_at = ? - (i * 7919 % 400) * ?", values: [now, DAY_MS] },
  {
    sql: `${CONTACT}
      select id, seen_at - 1000, iif(spin < 80, 'Asep ' || i, null), iif(roll = 99, 'leader', 'worker'),
        ${oneOf(TRADES, "spin % 7")}, ${oneOf(PLACES, "roll % 12")}, iif(spin < 10, 'su', 'id'), seen_at
      from person`,
  },
  {
    sql: `${ADDRESS}
      select 'telegram', ${FIRST_CHAT} + i, id, spin > 2, seen_at from person where spin < 60`,
  },
  {
    sql: `${ADDRESS}
      select 'whatsapp', (6281000000000 + i) || '@s.whatsapp.net', id, spin < 97, seen_at from person where spin >= 50`,
  },
  {
    sql: `${CONSENT}
      select id, topic, 1, seen_at, iif(spin < 60, 'telegram', 'whatsapp'), 'ya', 'person'
      from person, ${TOPICS} where roll < 70`,
  },
  {
    sql: `${CONSENT}
      select id, 'registration', 0, seen_at + 500, iif(spin < 60, 'telegram', 'whatsapp'), 'stop', 'person'
      from person where roll < 70 and spin % 25 = 0`,
  },
  {
    sql: `insert into interest (contact_id, intent, at)
      select id, ${oneOf(["contribution.amount", "claim.jht", "registration.how"], "spin % 3")}, seen_at
      from person where roll % 2 = 0`,
  },
  { sql: "insert into tag (contact_id, tag) select id, 'soreang' from person where roll < 5" },
];
