import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as otherWork } from "node:timers/promises";
import type { Audience, AudienceRules } from "../../src/broadcast/audience.ts";
import { createClockwork } from "../../src/broadcast/clockwork.ts";
import { PAGE } from "../../src/broadcast/directing.ts";
import { silentLog } from "../../src/lib/log.ts";
import { openSqliteStores } from "../../src/storage/sqlite/index.ts";
import { EVERYBODY, TEXT } from "./campaign-service.ts";
import { seedPeople } from "./people.ts";

/** What it took to go through all contacts: times in milliseconds, memory in bytes above what was in use before. */
export type Pass = { recipients: number; pages: number[]; resident: number; heap: number };

/** Farmers and traders of two provinces, a village and whoever asked how to register; none who were long silent. */
const SEGMENTS: Audience = {
  topic: "registration",
  include: [
    { regions: ["32", "33"], occupations: ["petani", "pedagang"] },
    { tags: ["soreang"] },
    { askedAbout: { intents: ["registration"], withinDays: 90 } },
  ],
  exclude: [{ notSeenForDays: 365 }, { roles: ["leader"] }],
};

/** Looks at so many contacts for two audiences, and fills the ledger of a campaign to all, as the program does it. */
export async function goThrough(contacts: number, now: Date) {
  const folder = mkdtempSync(join(tmpdir(), "sapa-bench-"));
  const began = performance.now();
  seedPeople(folder, contacts, { now, mixed: true });
  const seedMs = performance.now() - began;
  const stores = openSqliteStores({ folder, clock: () => now });
  const rules: AudienceRules = { now, recentDays: 3, accounts: { telegram: "tg-1", whatsapp: "wa" }, zone: "WIB" };

  const look = (audience: Audience) => {
    let after: string | undefined = "";
    return pass(() => {
      if (after === undefined) return undefined;
      const page = stores.audience.survey({ audience, rules, after, limit: PAGE });
      after = page.next;
      return page.recipients;
    });
  };
  const everybody = await look(EVERYBODY);
  const segments = await look(SEGMENTS);

  const { id } = stores.campaigns.add({
    kind: "broadcast",
    name: "",
    content: { texts: { id: TEXT } },
    audience: EVERYBODY,
    state: "running",
    createdBy: "rina",
    createdAt: now,
    approvedFor: everybody.recipients,
    filled: false,
  });
  const clockwork = createClockwork({ ...stores, rules: () => rules, clock: () => now, log: silentLog });
  const filled = await pass(() => {
    const before = stores.campaigns.get(id)?.recipients ?? 0;
    if (!stores.atomically(() => clockwork.fill())) return undefined;
    return (stores.campaigns.get(id)?.recipients ?? 0) - before;
  });
  const counting = performance.now();
  const { total } = stores.ledger.counts(id);
  const countMs = performance.now() - counting;
  stores.close();
  rmSync(folder, { recursive: true });
  return { everybody, segments, filled, total, countMs, seedMs };
}

/** Takes page by page, with a turn for other work after each. `page` gives how many it found; undefined after the last. */
async function pass(page: () => number | undefined): Promise<Pass> {
  const before = process.memoryUsage();
  const made: Pass = { recipients: 0, pages: [], resident: 0, heap: 0 };
  for (;;) {
    const began = performance.now();
    const found = page();
    if (found === undefined) return made;
    made.pages.push(performance.now() - began);
    made.recipients += found;
    const { rss, heapUsed } = process.memoryUsage();
    made.resident = Math.max(made.resident, rss - before.rss);
    made.heap = Math.max(made.heap, heapUsed - before.heapUsed);
    await otherWork();
  }
}
