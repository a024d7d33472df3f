import { dayOf, DEFAULT_TIME_ZONE } from "../lib/calendar.ts";
import type { Clock } from "../lib/clock.ts";
import type { Address } from "../message.ts";
import type { ConsentStore } from "./consent.ts";
import type { ContactDetails, ContactStore } from "./contact.ts";
import { weigh, type Claim } from "./import-consent.ts";
import { isKnown } from "./import-details.ts";
import { readRow, type ReadRow, type RowLookups } from "./import-row.ts";
import type { SheetRow } from "./sheet.ts";

/** What planning looks up; it changes nothing. */
export type ImportLookups = RowLookups & {
  contacts: Pick<ContactStore, "find" | "get">;
  consent: Pick<ConsentStore, "history">;
  now: Date;
  /** Where days begin; Jakarta when it is not given. */
  timeZone?: string;
};

/** What a row, or several of one person, will change. `contactId`: undefined for somebody new. */
export type PersonPlan = { address: Address; contactId?: string; details: ContactDetails; claims: readonly Claim[] };

export type RowOutcome =
  | { row: number; kind: "new" | "unchanged" }
  /** Adds to a known contact, or to the person of an earlier row of the same list. */
  | { row: number; kind: "merged"; contactId?: string; intoRow?: number; changes: string[] }
  | { row: number; kind: "refused"; reason: string };

export type ImportPlan = {
  /** Those with something to do. */
  people: PersonPlan[];
  /** One for every row, in their order. */
  rows: RowOutcome[];
  warnings: { row: number; text: string }[];
};

/** What an import did. `consents`: changes of what people agreed to. */
export type ImportResult = { created: number; changed: number; consents: number };

/**
 * What a list would change. Filled cells count, empty ones leave what is known. A list can record that somebody agreed
 * only with the day and the wording of it, and never against what that person said themselves.
 */
export function planImport({ rows, lookups }: { rows: readonly SheetRow[]; lookups: ImportLookups }): ImportPlan {
  const plan: ImportPlan = { people: [], rows: [], warnings: [] };
  const people = new Map<string, ReadRow[]>();
  const today = dayOf(lookups.now, lookups.timeZone);
  const read = rows.map((row) => readRow(row, lookups, today));
  for (const one of read) {
    for (const text of one.warnings) plan.warnings.push({ row: one.row, text });
    if (!one.address) continue;
    const key = one.contactId ?? `${one.address.channel} ${one.address.chatId}`;
    const known = people.get(key);
    if (known) known.push(one);
    else people.set(key, [one]);
  }
  const outcomes = new Map<number, RowOutcome>();
  for (const group of people.values()) planPerson(group, { lookups, plan, outcomes });
  for (const { row, refused } of read)
    plan.rows.push(
      refused === undefined
        ? (outcomes.get(row) ?? { row, kind: "unchanged" })
        : { row, kind: "refused", reason: refused },
    );
  plan.warnings.sort((a, b) => a.row - b.row);
  return plan;
}

/**
 * Does what was planned, all of it or nothing. Who has come or said something since then is seen: consent is held
 * against what is known at this moment. People who never wrote stay without a time of their last message.
 */
export function applyImport(
  plan: ImportPlan,
  {
    contacts,
    consent,
    clock,
    atomically,
    timeZone = DEFAULT_TIME_ZONE,
  }: {
    contacts: ContactStore;
    consent: ConsentStore;
    clock: Clock;
    atomically<T>(work: () => T): T;
    timeZone?: string;
  },
): ImportResult {
  return atomically(() => {
    const result: ImportResult = { created: 0, changed: 0, consents: 0 };
    for (const { address, details, claims } of plan.people) {
      const known = contacts.find(address);
      const id = known ?? contacts.idOf(address);
      if (Object.keys(details).length > 0) contacts.learn(id, details);
      const { changes } = weigh(claims, {
        history: known === undefined ? [] : consent.history(id),
        now: clock(),
        timeZone,
      });
      for (const change of changes) consent.change(id, change);
      result.consents += changes.length;
      if (known === undefined) result.created++;
      else result.changed++;
    }
    return result;
  });
}

/** All rows of one person: the first that fills a cell is right, and any "tidak" among them outdoes every "ya". */
function planPerson(
  group: readonly ReadRow[],
  { lookups, plan, outcomes }: { lookups: ImportLookups; plan: ImportPlan; outcomes: Map<number, RowOutcome> },
): void {
  const [first, ...others] = group;
  if (!first?.address) return;
  for (const { row } of others)
    plan.warnings.push({ row, text: `the same person as in row ${first.row}; the rows were joined` });
  const { contactId } = first;
  const whom = contactId === undefined ? {} : { contactId };
  const contact = contactId === undefined ? undefined : lookups.contacts.get(contactId);

  const details: ContactDetails = {};
  const filled = new Set<string>();
  const declined = group.flatMap((one) => one.declined);
  const claims = group.flatMap((one) => one.claims).filter((one) => !one.granted || !declined.includes(one.topic));
  const { changes, kept } = weigh(claims, {
    history: contactId === undefined ? [] : lookups.consent.history(contactId),
    now: lookups.now,
    timeZone: lookups.timeZone,
  });
  if (kept.length > 0)
    plan.warnings.push({ row: first.row, text: "the person has declined since then, or themselves; that stays" });

  const consents = new Set(changes.map(({ topic }) => topic));
  for (const one of group) {
    const { row } = one;
    const news = Object.entries(one.details).filter(([key]) => !filled.has(key) && filled.add(key));
    const fresh = news.filter(([key, value]) => !isKnown(contact, key as keyof ContactDetails, value));
    const topics = one.claims.filter(({ topic }) => consents.delete(topic)).map(({ topic }) => `consent ${topic}`);
    const changed = [...fresh.map(([key]) => key), ...topics];
    const into = one === first ? {} : { intoRow: first.row };
    if (one === first && contactId === undefined) outcomes.set(row, { row, kind: "new" });
    else if (changed.length > 0) outcomes.set(row, { row, kind: "merged", changes: changed, ...whom, ...into });
    Object.assign(details, Object.fromEntries(fresh));
  }
  if (contactId === undefined || Object.keys(details).length > 0 || changes.length > 0)
    plan.people.push({ address: first.address, details, claims, ...whom });
}
