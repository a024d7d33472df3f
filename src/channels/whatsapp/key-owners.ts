import type { StoredKey } from "./auth.ts";
import { normaliseJid } from "./jid.ts";

// How Baileys 7.0.0-rc14 names its keys (Signal/libsignal.js, Signal/lid-mapping.js, Utils/tc-token-utils.js):
//   session, identity-key    628111.0  4242_1.7         user, domain of the address, device
//   sender-key               1203@g.us::4242_1::7       group, then as above
//   sender-key-memory        1203@g.us → {"628111:7@s.whatsapp.net": true}
//   device-list              628111 or 4242             a number or a LID, which it does not say
//   lid-mapping              628111 → "4242", 4242_reverse → "628111"
//   tctoken                  4242@lid, and __index → JSON list of all of these

const LID_DOMAINS = ["1", "129"];
const TOKEN_INDEX = "__index";

/** The addresses of the people that a key belongs to; of those that are merely listed in it, none. */
export function keyOwners({ type, id, value }: StoredKey): string[] {
  switch (type) {
    case "session":
    case "identity-key":
      return [signalAddress(id.slice(0, id.lastIndexOf(".")))];
    case "sender-key":
      return [signalAddress(id.split("::")[1] ?? "")];
    case "device-list":
      return [`${id}@s.whatsapp.net`, `${id}@lid`];
    case "lid-mapping": {
      const other = String(value());
      return id.endsWith("_reverse")
        ? [`${id.slice(0, -"_reverse".length)}@lid`, `${other}@s.whatsapp.net`]
        : [`${id}@s.whatsapp.net`, `${other}@lid`];
    }
    case "sender-key-memory":
    case "tctoken":
      return [normaliseJid(id) ?? ""];
    default:
      return []; // keys of our own
  }
}

/** What stays of a key when nothing of these people may: `undefined` all of it, `null` nothing, else that. */
export function withoutPeople(key: StoredKey, people: { has(address: string): boolean }): unknown {
  if (keyOwners(key).some((owner) => people.has(owner))) return null;
  const isOther = (jid: string) => !people.has(normaliseJid(jid) ?? "");
  if (key.type === "sender-key-memory") {
    const devices = Object.entries((key.value() ?? {}) as Record<string, boolean>);
    const left = devices.filter(([jid]) => isOther(jid));
    return left.length === devices.length ? undefined : Object.fromEntries(left);
  }
  if (key.type === "tctoken" && key.id === TOKEN_INDEX) {
    const jids = tokenIndex(key.value());
    const left = jids.filter(isOther);
    return left.length === jids.length ? undefined : { token: Buffer.from(JSON.stringify(left)) };
  }
  return undefined;
}

function signalAddress(name: string): string {
  const [user, domain = "0"] = name.split("_");
  return `${user}@${LID_DOMAINS.includes(domain) ? "lid" : "s.whatsapp.net"}`;
}

/** Baileys itself takes a list that it cannot read for an empty one. */
function tokenIndex(value: unknown): string[] {
  const { token } = (value ?? {}) as { token?: Uint8Array };
  try {
    const jids: unknown = JSON.parse(Buffer.from(token ?? []).toString());
    return Array.isArray(jids) ? jids.filter((jid) => typeof jid === "string") : [];
  } catch {
    return [];
  }
}
