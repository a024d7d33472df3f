import type { Database } from "./database.ts";
import { eraseOutreach, mergeOutreach } from "./people-outreach.ts";
import { all, first, insert, LISTED, listed, run, update } from "./sql.ts";
import type { Row } from "./tables.ts";

export { forgetRecipients } from "./people-outreach.ts";

/** Lane of the outbox and inbox for what is said in one topic of the staff's group. */
export function laneOfTopic(key: string): string {
  return `topic:${key}`;
}

/** Everything of the younger contact goes over to the older one: consent, tickets and words along with it. */
export function mergeContacts(db: Database, keep: string, drop: string, at: Date): void {
  for (const table of ["address", "outbox", "consent", "said", "ticket", "unanswered"] as const)
    update(db, table, { contact_id: keep }, { contact_id: drop });
  // the same message may have come in under both ids: the copy under the older contact stands
  run(
    db,
    `delete from inbox where contact_id = ? and exists (
       select 1 from inbox as kept
       where kept.contact_id = ? and kept.account = inbox.account and kept.message_id = inbox.message_id)`,
    drop,
    keep,
  );
  update(db, "inbox", { contact_id: keep }, { contact_id: drop });
  const newest = first<Row<"conversation", "contact_id">>(
    db,
    "select contact_id from conversation where contact_id in (?, ?) order by saved_at desc limit 1",
    keep,
    drop,
  );
  if (newest) run(db, "delete from conversation where contact_id = ?", newest.contact_id === keep ? drop : keep);
  update(db, "conversation", { contact_id: keep }, { contact_id: drop });
  mergeDetails(db, keep, drop);
  sayNoAgain(db, keep, at);
  mergeOutreach(db, keep, drop, at);
  run(db, "delete from contact where id = ?", drop);
}

/** What only the younger contact had told holds for the person; whom staff named leader or staff stays that. */
function mergeDetails(db: Database, keep: string, drop: string): void {
  const contact = (id: string) => first<Row<"contact">>(db, "select * from contact where id = ?", id);
  const [older, younger] = [contact(keep), contact(drop)];
  if (!older || !younger) return;
  const latest = Math.max(older.seen_at ?? 0, younger.seen_at ?? 0);
  const [wroteFirst, wroteLast] = (older.seen_at ?? 0) > (younger.seen_at ?? 0) ? [younger, older] : [older, younger];
  const merged = {
    name: older.name ?? younger.name,
    role: older.role === "worker" ? younger.role : older.role,
    occupation: older.occupation ?? younger.occupation,
    region: older.region ?? younger.region,
    language: younger.language ?? older.language,
    reply_language: wroteLast.reply_language ?? wroteFirst.reply_language,
    seen_at: latest === 0 ? null : latest,
    consent_asked_at: older.consent_asked_at ?? younger.consent_asked_at,
  };
  update(db, "contact", merged, { id: keep });
}

/** No list outdoes what a person declined themselves, also when it turns out only now that it was this person. */
function sayNoAgain(db: Database, id: string, at: Date): void {
  const said = all<Row<"consent">>(db, "select * from consent where contact_id = ? order by at, seq", id);
  for (const topic of new Set(said.map((change) => change.topic))) {
    const last = said.findLast((change) => change.topic === topic);
    const own = said.findLast((change) => change.topic === topic && change.source === "person");
    if (!last?.granted || last.source !== "import" || !own || own.granted) continue;
    const { seq: _, ...no } = own;
    insert(db, "consent", { ...no, at: at.getTime() });
  }
}

/** Removes a person for good. Tickets and campaigns stay as numbers and times. Returns the numbers of the tickets. */
export function eraseContact(db: Database, id: string, at: Date): number[] {
  const numbers = all<Row<"ticket", "number">>(db, "select number from ticket where contact_id = ?", id).map(
    ({ number }) => number,
  );
  forgetCards(db, id);
  eraseOutreach(db, id, at);
  const lanes = listed([id, ...numbers.map((number) => laneOfTopic(String(number)))]);
  for (const table of ["outbox", "inbox"]) run(db, `delete from ${table} where contact_id in ${LISTED}`, lanes);
  // what members of staff were shown of them on their own phones; ";" is the character after ":"
  for (const number of numbers)
    run(db, "delete from outbox where key >= ? and key < ?", `w:${number}:`, `w:${number};`);
  forgetLists(db, id);
  run(db, "delete from said where contact_id = ?", id);
  run(db, `delete from said where ticket in ${LISTED}`, listed(numbers));
  for (const table of ["conversation", "consent", "unanswered", "address"])
    run(db, `delete from ${table} where contact_id = ?`, id);
  run(
    db,
    `update ticket set state = 'closed', ended_by = 'erased', closed_at = ?, owner = 'bot', waiting_since = null
     where contact_id = ? and state = 'open'`,
    at.getTime(),
    id,
  );
  update(db, "ticket", { contact_id: "", chat_id: "", region: null, close_reason: null }, { contact_id: id });
  run(db, "delete from contact where id = ?", id);
  return numbers;
}

/**
 * What staff were shown of campaigns: cards with a message as this contact would get it ("siaran:5:preflight:<contacts>:…")
 * and receipts that name them because nobody knows whether they got it ("siaran:5:receipt…") lose their words.
 */
function forgetCards(db: Database, id: string): void {
  const inDoubt = all<Row<"recipient", "campaign">>(
    db,
    "select campaign from recipient where contact_id = ? and status = 'unknown'",
    id,
  );
  const receipts = inDoubt.map(({ campaign }) => `siaran:${campaign}:receipt`);
  const cards = all<Row<"outbox", "seq" | "key">>(
    db,
    "select seq, key from outbox where key >= 'siaran:' and key < 'siaran;' and body is not null",
  );
  for (const { seq, key } of cards)
    if (key.split(":")[3]?.split(",").includes(id) || receipts.some((begin) => key.startsWith(begin)))
      forgetWords(db, seq);
}

function forgetWords(db: Database, seq: number): void {
  run(db, "delete from outbox where seq = ? and status = 'queued'", seq);
  run(db, "update outbox set body = null where seq = ? and status <> 'sending'", seq);
}

/** Lists of questions that staff were shown ("q:<ids of questions>:…"): those with one of theirs lose their words. */
function forgetLists(db: Database, id: string): void {
  const questions = all<Row<"unanswered", "id">>(db, "select id from unanswered where contact_id = ?", id);
  const theirs = new Set(questions.map((question) => String(question.id)));
  const lists = all<Row<"outbox", "seq" | "key">>(
    db,
    "select seq, key from outbox where key >= 'q:' and key < 'q;' and body is not null",
  );
  for (const { seq, key } of lists) {
    if (
      !key
        .split(":")[1]
        ?.split(",")
        .some((question) => theirs.has(question))
    )
      continue;
    forgetWords(db, seq);
  }
}
