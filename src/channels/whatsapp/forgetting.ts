import type { SignalDataSet, WASocket } from "@whiskeysockets/baileys";
import type { WhatsAppAuth } from "./auth.ts";
import { keyOwners, withoutPeople } from "./key-owners.ts";
import { normaliseJid } from "./jid.ts";

/**
 * Removes the keys of people who are to be forgotten, and lets none of them come back while the person stays away: what
 * is still on its way to the store, and what Baileys holds in memory and writes later. Whoever writes again, or is
 * written to, gets keys again.
 */
export function createForgetting(auth: WhatsAppAuth) {
  const away = new Map<string, ReadonlySet<string>>(); // under each address all addresses of that person
  return {
    /** Returns all addresses of the person, which their own keys tell. */
    forget(chatIds: readonly string[], socket: WASocket | undefined): ReadonlySet<string> {
      const people = everyAddress(auth, chatIds);
      for (const address of people) away.set(address, people);
      auth.revise((key) => withoutPeople(key, people));
      if (socket) dropCaches(socket, people);
      return people;
    },
    /** Somebody who was forgotten may be in contact again. */
    inContact(chatIds: readonly (string | undefined)[], socket: WASocket | undefined): void {
      if (away.size === 0) return;
      for (const chatId of chatIds) {
        const people = away.get(normaliseJid(chatId) ?? "");
        for (const address of people ?? []) away.delete(address);
        if (people && socket) dropCaches(socket, people); // they hold what was not written meanwhile
      }
    },
    /** What may be written of some keys. */
    allowed(data: SignalDataSet): SignalDataSet {
      if (away.size === 0) return data;
      const kept: Record<string, Record<string, unknown>> = {};
      for (const [type, entries] of Object.entries(data)) {
        const keptEntries: Record<string, unknown> = (kept[type] = {});
        for (const [id, value] of Object.entries(entries as Record<string, unknown>)) {
          const left = value === null ? value : withoutPeople({ type, id, value: () => value }, away);
          if (value === null || left !== null) keptEntries[id] = left === undefined ? value : left;
        }
      }
      return kept as SignalDataSet;
    },
  };
}

/** The addresses given, and those that the store knows to be the same person's: a number has a LID, and the other way. */
function everyAddress(auth: WhatsAppAuth, chatIds: readonly string[]): ReadonlySet<string> {
  const people = new Set(chatIds.map((chatId) => normaliseJid(chatId)).filter((chatId) => chatId !== undefined));
  const pairs: string[][] = [];
  auth.revise((key) => {
    if (key.type === "lid-mapping") pairs.push(keyOwners(key));
    return undefined;
  });
  for (let before = 0; before < people.size;) {
    before = people.size;
    for (const pair of pairs) if (pair.some((one) => people.has(one))) for (const one of pair) people.add(one);
  }
  return people;
}

/** What a socket holds in memory about people and would otherwise write again, or take for written. */
function dropCaches({ signalRepository, userDevicesCache }: WASocket, people: ReadonlySet<string>): void {
  signalRepository.close?.(); // only empties its caches, which fill again from the store
  for (const address of people)
    void Promise.resolve(userDevicesCache.del(address.slice(0, address.indexOf("@")))).catch(() => {});
}
