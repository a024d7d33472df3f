import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe } from "vitest";
import type { Address } from "../../src/message.ts";
import { openMemoryStores, openSqliteStores } from "../../src/storage/sqlite/index.ts";
import type { Stores } from "../../src/storage/stores.ts";

type Clock = () => Date;

/** Every form of the stores; each makes a fresh one and says whether it survives being opened again. */
export const FORMS: [name: string, open: (folder: string, clock: Clock) => Stores, durable: boolean][] = [
  ["in memory", (_, clock) => openMemoryStores({ clock }), false],
  ["in SQLite", (folder, clock) => openSqliteStores({ folder, clock }), true],
];

/** Fresh stores, and the time they see. */
export type Kept = Readonly<Pick<Stores, Exclude<keyof Stores, "close">>> & {
  now: Date;
  later(ms: number): Date;
  /** Where the file is, of those that have one. */
  folder: string;
  durable: boolean;
};

/** Runs the same tests over every form of the stores, each time on fresh ones. */
export function describeStores(what: string, tests: (kept: Kept) => void): void {
  describe.each(FORMS)(`${what} %s`, (_, open, durable) => {
    const kept = { durable, later: (ms: number) => new Date(kept.now.getTime() + ms) } as Kept;
    let stores: Stores;
    beforeEach(() => {
      kept.now = new Date("2026-11-24T05:00:00Z");
      kept.folder = mkdtempSync(join(tmpdir(), "sapa-stores-"));
      stores = open(kept.folder, () => kept.now);
      Object.assign(kept, stores);
    });
    afterEach(() => {
      stores.close();
      rmSync(kept.folder, { recursive: true });
    });
    tests(kept);
  });
}

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export const whatsapp = (chatId: string): Address => ({ channel: "whatsapp", chatId });
export const telegram = (chatId: string): Address => ({ channel: "telegram", chatId });
