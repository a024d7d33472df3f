import { dayOf, DEFAULT_TIME_ZONE, isPossibleDate, monthNumber, type Day } from "../lib/calendar.ts";
import type { Clock } from "../lib/clock.ts";
import { MASK, maskIdNumbers } from "../lib/id-number.ts";
import type { Address } from "../message.ts";
import { TOPICS, type ConsentChange, type ConsentStore, type Topic } from "./consent.ts";
import type { Contact, ContactDetails, ContactStore, Role } from "./contact.ts";
import { normalisePhone, type PhoneProblem } from "./phone.ts";
import type { SheetRow } from "./sheet.ts";

/** What planning looks up; it changes nothing. */
export type ImportLookups = {
  contacts: Pick<ContactStore, "find" | "get">;
  consent: Pick<ConsentStore, "history">;
  /** A region as people write it, or its code → the code; undefined when it is none or could be several. */
  regionOf(text: string): string | undefined;
  /** An occupation as people write it, or its id → the id. */
  occupationOf(text: string): string | undefined;
  /** The WhatsApp chat of a phone number (E.164 without the plus). */
  whatsappChatId(digits: string): string;
  now: Date;
  /** Where days begin; Jakarta when it is not given. */
  timeZone?: string;
};

/** What a list says somebody agreed to or declined, before it is held against what we know. */
export type Claim = Pick<ConsentChange, "topic" | "granted" | "channel" | "wording"> & { day: Day };

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

/** A row by itself. `address` is missing when it is refused. */
type ReadRow = {
  row: number;
  address?: Address;
  /** Who is known at that address. */
  contactId?: string;
  refused?: string;
  details: ContactDetails;
  claims: Claim[];
  /** Topics that the row says no to, with a date or without. */
  declined: readonly Topic[];
  warnings: string[];
};

const PHONE_PROBLEMS: Readonly<Record<PhoneProblem, string>> = {
  empty: "no phone number and no Telegram id",
  "too-short": "the phone number is too short",
  "not-a-number": "the phone cell holds no mobile number",
  landline: "the phone number is a landline",
  foreign: "the number from abroad is no mobile number",
  scientific: "the spreadsheet has cut the phone number (as in 6,28E+12); set the column to text and enter it again",
  "id-number": "the phone cell holds a sixteen-digit number, perhaps a NIK; it was not kept",
};

function readRow({ number, cells }: SheetRow, lookups: ImportLookups, today: Day): ReadRow {
  const warnings: string[] = [];
  const result: ReadRow = { row: number, details: {}, claims: [], declined: [], warnings };
  const phone = normalisePhone(cells.phone);
  const telegram = telegramId(cells.telegram);
  if (phone.ok) result.address = { channel: "whatsapp", chatId: lookups.whatsappChatId(phone.digits) };
  else if (telegram.ok) result.address = { channel: "telegram", chatId: telegram.chatId };
  else {
    result.refused = phone.reason === "empty" && cells.telegram ? telegram.problem : PHONE_PROBLEMS[phone.reason];
    return result;
  }
  const contactId = lookups.contacts.find(result.address);
  if (contactId !== undefined) result.contactId = contactId;
  if (phone.ok && cells.telegram) warnings.push(...besidesPhone(telegram, contactId, lookups));
  if (!phone.ok && phone.reason !== "empty")
    warnings.push(`${PHONE_PROBLEMS[phone.reason]}; only the Telegram id was used`);
  if (!phone.ok && contactId === undefined)
    warnings.push("nobody with this Telegram id has written to the bot, and Telegram lets it write to nobody else");
  result.details = detailsOf(cells, lookups, warnings);
  const said = cells.consent === undefined ? undefined : consentWords(cells.consent);
  if (said && !said.granted) result.declined = said.topics;
  result.claims = claimsOf(cells, { said, channel: result.address.channel, today, warnings });
  return result;
}

type Telegram = { ok: true; chatId: string } | { ok: false; problem: string };

/** People have chat ids above zero; those of groups are below it, and a user name is no id. */
function telegramId(cell: string | undefined): Telegram {
  const text = (cell ?? "").replace(/^'/, "").replace(/\s/g, "");
  if (/^\d{16}$/.test(text))
    return { ok: false, problem: "the Telegram cell holds a sixteen-digit number; it was not kept" };
  if (!/^[1-9]\d{4,14}$/.test(text))
    return { ok: false, problem: "the Telegram cell holds no chat id of a person, which is digits only" };
  return { ok: true, chatId: text };
}

/** A list must not make one person of two chats: what one has written would be seen by the other. */
function besidesPhone(telegram: Telegram, contactId: string | undefined, { contacts }: ImportLookups): string[] {
  if (!telegram.ok) return [telegram.problem];
  const other = contacts.find({ channel: "telegram", chatId: telegram.chatId });
  if (other !== undefined && other === contactId) return [];
  return ["the Telegram id was not used: a list cannot join it to the phone number"];
}

const ROLE_WORDS: Readonly<Record<string, Role>> = {
  pekerja: "worker",
  worker: "worker",
  tokoh: "leader",
  kader: "leader",
  leader: "leader",
  petugas: "staff",
  staff: "staff",
};

const LANGUAGE_WORDS: Readonly<Record<string, string>> = {
  id: "id",
  indonesia: "id",
  indonesian: "id",
  su: "su",
  sunda: "su",
  sundanese: "su",
  jv: "jv",
  jawa: "jv",
  javanese: "jv",
  en: "en",
  inggris: "en",
  english: "en",
};

/** Longest name and wording that are kept. */
const LONGEST_NAME = 100;
const LONGEST_WORDING = 500;

function detailsOf(cells: SheetRow["cells"], lookups: ImportLookups, warnings: string[]): ContactDetails {
  const name = tidy(cells.name);
  if (name?.includes(MASK)) warnings.push("the name holds a sixteen-digit number and was left out");
  /** A cell that must mean something we know. */
  function known<T>(what: keyof ContactDetails & keyof SheetRow["cells"], meaning: (text: string) => T | undefined) {
    const cell = tidy(cells[what]);
    const value = cell === undefined ? undefined : meaning(cell);
    if (cell !== undefined && value === undefined) warnings.push(`the ${what} is not known and was left out`);
    return value;
  }
  return withoutUndefined({
    name: name?.includes(MASK) ? undefined : name,
    role: known("role", (text) => ROLE_WORDS[text.toLowerCase()]),
    occupation: known("occupation", lookups.occupationOf),
    region: known("region", lookups.regionOf),
    language: known("language", (text) => LANGUAGE_WORDS[text.toLowerCase().replace(/^(?:bahasa|basa) /, "")]),
  });
}

/** One line without signs that cannot be seen; undefined when nothing is left. */
function tidy(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const line = maskIdNumbers(text.replace(/[\u0000-\u001f\u007f\s]+/g, " "))
    .text.trim()
    .slice(0, LONGEST_NAME)
    .trim();
  return line === "" ? undefined : line;
}

function withoutUndefined(details: { [Key in keyof ContactDetails]: ContactDetails[Key] | undefined }): ContactDetails {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}

const YES: ReadonlySet<string> = new Set(["ya", "y", "yes", "true", "1", "setuju", "semua", "all"]);
const NO: ReadonlySet<string> = new Set(["tidak", "tdk", "no", "n", "false", "0", "tidak setuju"]);

const TOPIC_WORDS: Readonly<Record<string, Topic>> = {
  diskon: "discount",
  discount: "discount",
  pendaftaran: "registration",
  registration: "registration",
  penipuan: "safety",
  safety: "safety",
};

type Said = { granted: boolean; topics: readonly Topic[] };

/** "ya" is all topics, "tidak" none of them, names of topics are those; undefined when it can be read as neither. */
function consentWords(text: string): Said | undefined {
  const word = text.toLowerCase().replace(/\s+/g, " ").trim();
  if (YES.has(word)) return { granted: true, topics: TOPICS };
  if (NO.has(word)) return { granted: false, topics: TOPICS };
  const topics = word
    .split(/[^a-z]+/)
    .filter((part) => part !== "" && part !== "dan" && part !== "and")
    .map((part) => TOPIC_WORDS[part]);
  if (topics.length === 0 || topics.includes(undefined)) return undefined;
  return { granted: true, topics: TOPICS.filter((topic) => topics.includes(topic)) };
}

function claimsOf(
  cells: SheetRow["cells"],
  {
    said,
    channel,
    today,
    warnings,
  }: { said: Said | undefined; channel: Address["channel"]; today: Day; warnings: string[] },
): Claim[] {
  if (cells.consent === undefined) return [];
  const day = cells.consentDate === undefined ? undefined : parseDay(cells.consentDate);
  const problem = consentProblem(cells, { said, day, today });
  if (problem !== undefined) warnings.push(`consent was left out: ${problem}`);
  if (problem !== undefined || !said || day === undefined) return [];
  const wording = maskIdNumbers(cells.wording ?? cells.consent).text.slice(0, LONGEST_WORDING);
  return said.topics.map((topic) => ({ topic, granted: said.granted, day, channel, wording }));
}

function consentProblem(
  cells: SheetRow["cells"],
  { said, day, today }: { said: Said | undefined; day: Day | undefined; today: Day },
): string | undefined {
  if (!said) return "the consent cell is neither ya, tidak nor topics (diskon, pendaftaran, penipuan)";
  if (cells.consentDate === undefined) return "there is no date of consent";
  if (day === undefined) return "the date of consent is no day that exists, as in 2026-01-31 or 31/01/2026";
  if (day > today) return "the date of consent lies in the future";
  return said.granted && cells.wording === undefined ? "there is no wording or proof of it (bukti)" : undefined;
}

/** "2026-01-31", "31/01/2026", "31-1-2026", "31.01.2026", "31 Januari 2026". The day comes first, as in Indonesia. */
function parseDay(text: string): Day | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+Z?)?$/.exec(text);
  const [, day, month, year] = /^(\d{1,2})\s*[-/. ]\s*(\d{1,2}|[a-z]+)\s*[-/. ]\s*(\d{4})$/i.exec(text) ?? [];
  const parts = iso
    ? [iso[1], iso[2], iso[3]]
    : [year, /^\d/.test(month ?? "") ? month : monthNumber(month ?? ""), day];
  if (parts.some((part) => part === undefined)) return undefined;
  const written = parts.map((part) => String(part).padStart(2, "0")).join("-");
  return isPossibleDate(written) ? written : undefined;
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

function isKnown(contact: Contact | undefined, key: keyof ContactDetails, value: unknown): boolean {
  const known = contact?.[key];
  // a name from a chat may hold line breaks that no cell gives back
  return known === value || (typeof known === "string" && tidy(known) === value);
}

/**
 * Which claims of a list hold against what is known. A "no" of the person is stronger at any time, and so is a later one
 * of anybody; on the same day nobody can tell, and then too the "no" stands. `kept`: topics that stay declined.
 */
function weigh(
  claims: readonly Claim[],
  { history, now, timeZone }: { history: readonly ConsentChange[]; now: Date; timeZone: string | undefined },
): { changes: ConsentChange[]; kept: Topic[] } {
  const changes: ConsentChange[] = [];
  const kept: Topic[] = [];
  for (const { day, ...claim } of claims) {
    const said = [...history, ...changes].filter(({ topic }) => topic === claim.topic);
    const last = said.at(-1);
    if (last?.granted === claim.granted) continue;
    const lastDay = last ? dayOf(last.at, timeZone) : "";
    if (!claim.granted && last && day < lastDay) continue;
    const declined = said.some(({ granted, source }) => !granted && source === "person") || (last && day <= lastDay);
    if (claim.granted && declined) kept.push(claim.topic);
    else changes.push({ ...claim, at: momentOf(day, { now, last: last?.at }), source: "import" });
  }
  return { changes, kept };
}

/**
 * A list tells the day and not the hour: noon in Jakarta. Never after this moment, so that whatever the person says next
 * comes after it, and never before the change that it follows.
 */
function momentOf(day: Day, { now, last }: { now: Date; last: Date | undefined }): Date {
  const noon = Math.min(new Date(`${day}T12:00:00+07:00`).getTime(), now.getTime());
  return new Date(Math.max(noon, last?.getTime() ?? 0));
}
