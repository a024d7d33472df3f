import type { SocketConfig } from "@whiskeysockets/baileys";
import { stat } from "node:fs/promises";
import type { Clock } from "../../lib/clock.ts";

/** So many files are remembered; what was uploaded first is forgotten first. */
const MOST_KNOWN = 50;

/** WhatsApp keeps an upload for some weeks only, and a phone may be off for long before it fetches the file. */
const KEPT_MS = 3_600_000;

/**
 * What Baileys asks before it uploads a file of ours: the message that carries an earlier upload, for as long as the file
 * is the same. The words of each message are put into it by Baileys. Nothing of a file itself is kept.
 */
export function createUploadCache(clock: Clock): NonNullable<SocketConfig["mediaCache"]> {
  const known = new Map<string, { version: string; at: number; carrier: unknown }>();
  /** As the file was before it was read. */
  const asked = new Map<string, string>();

  async function look(key: string): Promise<unknown> {
    const version = await versionOf(key);
    const upload = known.get(key);
    if (version !== undefined && upload?.version === version && clock().getTime() - upload.at < KEPT_MS)
      return upload.carrier;
    known.delete(key);
    if (version !== undefined) keep(asked, key, version);
    return undefined;
  }

  return {
    get: <T>(key: string) => look(key) as Promise<T>, // undefined is taken for unknown, though its type says no such thing
    set(key, carrier) {
      const version = asked.get(key);
      asked.delete(key);
      if (version !== undefined) keep(known, key, { version, at: clock().getTime(), carrier });
    },
    del: (key) => void known.delete(key),
    flushAll: () => known.clear(),
  };
}

/** The key of Baileys is "image:path". `undefined` when there is no such file. */
async function versionOf(key: string): Promise<string | undefined> {
  const file = await stat(key.slice(key.indexOf(":") + 1)).catch(() => undefined);
  return file && `${file.mtimeMs} ${file.size}`;
}

function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  const oldest = map.size > MOST_KNOWN ? map.keys().next().value : undefined;
  if (oldest !== undefined) map.delete(oldest);
}
