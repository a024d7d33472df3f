/** Servers that stand for another one. */
const SERVERS: Readonly<Record<string, string>> = {
  "c.us": "s.whatsapp.net",
  hosted: "s.whatsapp.net",
  "hosted.lid": "lid",
};

/**
 * The address of a person without the part that names one of their devices: "628:7@s.whatsapp.net" →
 * "628@s.whatsapp.net". The same as Baileys makes of it before it emits a message; not imported because that loads the
 * package.
 */
export function normaliseJid(jid: string | null | undefined): string | undefined {
  const at = jid?.indexOf("@") ?? -1;
  if (!jid || at < 1) return undefined;
  const user = jid.slice(0, at).split(":")[0]?.split("_")[0];
  const server = jid.slice(at + 1);
  return user && server ? `${user}@${SERVERS[server] ?? server}` : undefined;
}

/** What kind of chat an address is. "other": status, broadcast lists, newsletters, Meta's own bots; nobody to answer. */
export function chatKind(jid: string): "person" | "group" | "other" {
  const server = jid.slice(jid.indexOf("@") + 1);
  if (server === "g.us") return "group";
  if (jid.startsWith("0@")) return "other"; // WhatsApp's own announcements
  return ["s.whatsapp.net", "lid"].includes(server) ? "person" : "other";
}

/** The chat of a phone number: the digits of E.164, without the plus. */
export function chatIdOfPhone(digits: string): string {
  if (!/^\d{5,15}$/.test(digits)) throw new RangeError("A phone number is written as 5 to 15 digits, without a plus");
  return `${digits}@s.whatsapp.net`;
}

/** The digits of the phone number that a chat belongs to; undefined where the address is none (a LID, a group). */
export function phoneOfChatId(chatId: string): string | undefined {
  return /^(\d+)@s\.whatsapp\.net$/.exec(normaliseJid(chatId) ?? "")?.[1];
}
