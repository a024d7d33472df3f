import { array, assert, asyncProperty, constantFrom, record, subarray, type Arbitrary } from "fast-check";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { TOPICS } from "../../src/contacts/consent.ts";
import { seededRandom } from "../../src/lib/hash.ts";
import { EXAMPLES, type History } from "./consent/examples.ts";
import { beginHistory, openWorld } from "./consent/history.ts";
import { CHATS, step, type Step } from "./consent/steps.ts";

const RUNS = Number(process.env["CONSENT_RUNS"] ?? 200);
/** The same histories every time, so that a change is held by what it changes; a long run draws others each time. */
const LONG_RUN = process.env["CONSENT_RUNS"] !== undefined;
const SEED = 20261126;
/** On average. */
const STEPS = 40;

const chance = vi.hoisted(() => ({ next: (): number => 0 }));

// contacts are looked at in the order of their ids: the same history has to go the same way again
vi.mock("node:crypto", async (original) => ({
  ...(await original<typeof import("node:crypto")>()),
  randomUUID: () => `${String(chance.next()).slice(2).padEnd(20, "0")}`,
}));

/** People who agreed to something, and a campaign about it that runs. */
const begun = (chats: readonly string[]): Step[] => [
  ...chats.map((chat): Step => ({ do: "agrees", chat, topics: [...TOPICS] })),
  { do: "sent", topic: "registration" },
];

describe("whatever people, staff, lists and networks do", () => {
  it(
    "nobody gets what they have not agreed to at that moment, at night, or twice, and the ledger adds up",
    { timeout: 240_000 },
    async () => {
      const seen = new Map<string, number>();
      const see = (what: string) => void seen.set(what, (seen.get(what) ?? 0) + 1);
      const history: Arbitrary<History> = record({
        agreed: subarray([...CHATS], { minLength: 3 }),
        recentDays: constantFrom(0, 0, 0, 1, 3),
        // at seven it is day in the east, and at nineteen night already
        hour: constantFrom(7, 10, 10, 19),
        steps: array(step, { maxLength: 2 * STEPS, size: "max" }),
      });
      const world = await openWorld();
      onTestFinished(() => world.stores.close());
      await assert(
        asyncProperty(history, async ({ agreed, steps, ...set }) => {
          chance.next = seededRandom(STEPS);
          const play = beginHistory(world, set);
          try {
            for (const one of [...begun(agreed), ...steps]) await play.take(one);
            for (const reason of await play.end()) see(reason);
          } finally {
            world.crash();
          }
          for (const { fate } of play.mail) see(fate);
        }),
        { numRuns: RUNS, examples: EXAMPLES.map((example) => [example]), ...(LONG_RUN ? {} : { seed: SEED }) },
      );
      // what can go wrong had its chance
      const least = (what: string, count: number) =>
        expect([what, (seen.get(what) ?? 0) >= count]).toEqual([what, true]);
      least("sent", 2 * RUNS);
      for (const what of ["failed", "unknown", "back", "no-consent", "unreachable", "recent", "merged", "erased"])
        least(what, RUNS / 20);
    },
  );
});
