import type { Day } from "../lib/calendar.ts";
import type { Address } from "../message.ts";
import type { Topic } from "./consent.ts";
import type { ContactDetails, ContactStore } from "./contact.ts";
import { claimsOf, consentWords, type Claim } from "./import-consent.ts";
import { detailsOf, type DetailLookups } from "./import-details.ts";
import { normalisePhone, type PhoneProblem } from "./phone.ts";
import type { SheetRow } from "./sheet.ts";

/** What reading a row looks up. */
export type RowLookups = DetailLookups & {
  contacts: Pick<ContactStore, "find">;
  /** The WhatsApp chat of a phone number (E.164 without the plus). */
  whatsappChatId(digits: string): string;
};

/** A row by itself. `address` is missing when it is refused. */
export type ReadRow = {
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

/** Reads a row and changes nothing. `today`: consent of a later day is left out. */
export function readRow({ number, cells }: SheetRow, lookups: RowLookups, today: Day): ReadRow {
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

const PHONE_PROBLEMS: Readonly<Record<PhoneProblem, string>> = {
  empty: "no phone number and no Telegram id",
  "too-short": "the phone number is too short",
  "not-a-number": "the phone cell holds no mobile number",
  landline: "the phone number is a landline",
  foreign: "the number from abroad is no mobile number",
  scientific: "the spreadsheet has cut the phone number (as in 6,28E+12); set the column to text and enter it again",
  "id-number": "the phone cell holds a sixteen-digit number, perhaps a NIK; it was not kept",
};

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
function besidesPhone(telegram: Telegram, contactId: string | undefined, { contacts }: RowLookups): string[] {
  if (!telegram.ok) return [telegram.problem];
  const other = contacts.find({ channel: "telegram", chatId: telegram.chatId });
  if (other !== undefined && other === contactId) return [];
  return ["the Telegram id was not used: a list cannot join it to the phone number"];
}
