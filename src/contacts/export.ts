import { dayOf } from "../lib/calendar.ts";
import { maskIdNumbers } from "../lib/id-number.ts";
import type { ChannelName } from "../message.ts";
import type { ConsentStore, Topic } from "./consent.ts";
import type { Contact, ContactStore, Role } from "./contact.ts";

/** What an export looks up. */
export type ExportLookups = {
  contacts: Pick<ContactStore, "list">;
  consent: Pick<ConsentStore, "of" | "history">;
  regionOf(text: string): string | undefined;
  /** A region's code → its name as people write it. */
  regionName(code: string): string;
  occupationOf(text: string): string | undefined;
  /** An occupation's id → what we call it. */
  occupationLabel(id: string): string;
  /** The phone number of a WhatsApp chat; undefined for chats that hide it. */
  whatsappDigits(chatId: string): string | undefined;
  /** Where days begin; Jakarta when it is not given. */
  timeZone?: string;
};

/** The columns of an export. Those that an import knows carry the names by which it does. */
export const EXPORT_HEADER = [
  "id",
  "nama",
  "whatsapp",
  "telegram",
  "peran",
  "pekerjaan",
  "wilayah",
  "bahasa",
  "bahasa jawaban",
  "topik disetujui",
  "sejak",
  "terakhir menulis",
  "bisa dihubungi",
] as const;

/**
 * All contacts, one row each, in the order of EXPORT_HEADER. An import of it changes nothing: what somebody agreed to is
 * shown but not read back, since its proof is not in it.
 */
export function* exportContacts(lookups: ExportLookups, pageSize = 500): Generator<string[]> {
  for (let after: string | undefined; ;) {
    const page = lookups.contacts.list({ limit: pageSize, ...(after === undefined ? {} : { after }) });
    for (const contact of page) yield rowOf(contact, lookups);
    after = page.at(-1)?.id;
    if (after === undefined) return;
  }
}

const ROLE_NAMES: Readonly<Record<Role, string>> = { worker: "pekerja", leader: "tokoh", staff: "petugas" };

const TOPIC_NAMES: Readonly<Record<Topic, string>> = {
  discount: "diskon",
  registration: "pendaftaran",
  safety: "penipuan",
};

function rowOf(contact: Contact, lookups: ExportLookups): string[] {
  const { id, name, role, occupation, region, language, replyLanguage, lastSeen } = contact;
  const day = (at: Date | undefined) => (at ? dayOf(at, lookups.timeZone) : "");
  return [
    id,
    maskIdNumbers(name ?? "").text,
    firstOf(contact, "whatsapp", lookups.whatsappDigits),
    firstOf(contact, "telegram", (chatId) => chatId),
    ROLE_NAMES[role],
    readable(occupation, lookups.occupationLabel, lookups.occupationOf),
    readable(region, lookups.regionName, lookups.regionOf),
    language ?? "",
    replyLanguage ?? "",
    lookups.consent
      .of(id)
      .map((topic) => TOPIC_NAMES[topic])
      .join(", "),
    day(lookups.consent.history(id).at(-1)?.at),
    day(lastSeen),
    contact.addresses.some(({ reachable }) => reachable) ? "ya" : "tidak",
  ];
}

/** The first address on a channel that can be written down, one that messages reach if there is any. */
function firstOf(contact: Contact, channel: ChannelName, written: (chatId: string) => string | undefined): string {
  return (
    contact.addresses
      .filter((address) => address.channel === channel)
      .toSorted((a, b) => Number(b.reachable) - Number(a.reachable))
      .map(({ chatId }) => written(chatId))
      .find((text) => text !== undefined) ?? ""
  );
}

/** The name that people know, unless it could mean something else when it is read back: then the code. */
function readable(
  code: string | undefined,
  name: (code: string) => string,
  codeOf: (text: string) => string | undefined,
): string {
  if (code === undefined) return "";
  return codeOf(name(code)) === code ? name(code) : code;
}
