import { setImmediate as otherWork } from "node:timers/promises";
import { seededRandom } from "../../../src/lib/hash.ts";
import { openOutreach, type OutreachWorld } from "../../support/outreach.ts";
import { campaignSteps } from "./campaign-steps.ts";
import type { History } from "./examples.ts";
import { checkLedger } from "./ledger-check.ts";
import { ACCOUNTS, BACK_MS, createNetworks, NETWORKS } from "./networks.ts";
import { createPeople } from "./people.ts";
import { personSteps } from "./person-steps.ts";
import type { Plan } from "./rules.ts";
import type { Doing, Step } from "./steps.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** What histories are played on, one after another: its clock stands still between two steps. */
export const openWorld = () => openOutreach({ still: true, random: seededRandom(1) });

/** Begins a history on the real stores, engine and senders, held against what is right to know at each moment. */
export function beginHistory(world: OutreachWorld, { recentDays, hour }: Pick<History, "recentDays" | "hour">) {
  clear(world, hour);
  world.change((settings) => ({ ...settings, broadcast: { ...settings.broadcast, recentDays } }));
  const problems: string[] = [];
  const people = createPeople();
  const plans = new Map<number, Plan>();
  const ids = new Map<number, number>();
  const networks = createNetworks({ world, people, plans, recentDays, problems });
  const { mail } = networks;

  const doing: Doing = {
    ...personSteps(world, people),
    ...campaignSteps({ world, plans, ids, networks, problems }),
    answered: ({ network, fate }) => networks.answer(network, fate),
    silent: ({ network }) => networks.fallSilent(network),
    refusedLate: ({ network }) => networks.refuseLate(network),
    crashed() {
      networks.crash();
      world.startSending();
    },
  };

  async function take(step: Step): Promise<void> {
    world.skip(1_000);
    (doing[step.do] as (step: Step) => void)(step);
    // the senders do what can be done without the networks
    world.wake();
    await otherWork();
    if (problems.length > 0) throw new Error(problems.join("; "));
  }

  world.startSending();

  return {
    mail,
    take,

    /**
     * Lets everything go on that may, by day and with networks that work, and holds the ledgers against what the networks
     * saw. Gives why people were left out.
     */
    async end(): Promise<string[]> {
      networks.speakAgain();
      world.setTo(inJakarta(world, 2, 10));
      await take({ do: "later", ms: 0 });
      for (let which = 0; which < plans.size; which++) await take({ do: "resumed", which });
      await take({ do: "reopened" });
      await take({ do: "filled" });
      for (let idle = 0; idle < 3; idle++) {
        for (; networks.isBusy(); idle = 0) await take({ do: "answered", network: "telegram", fate: "sent" });
        await take({ do: "later", ms: BACK_MS });
      }
      await world.stopSending();
      return [...plans].flatMap(([number, plan]) => {
        const own = mail.filter(({ campaign }) => campaign === number);
        return checkLedger(world, { id: ids.get(number) ?? 0, plan, mail: own });
      });
    },
  };
}

/** Nothing is left of what was played before. */
function clear(world: OutreachWorld, hour: number): void {
  const { stores } = world;
  for (const campaign of stores.campaigns.inState("draft", "approved", "scheduled", "running", "paused"))
    stores.campaigns.save({ ...campaign, state: "cancelled" });
  for (const { id } of stores.contacts.list({ limit: 1_000 })) stores.contacts.erase(id);
  world.setTo(inJakarta(world, 2, hour));
  for (const network of NETWORKS) stores.stops.reopenAccount(ACCOUNTS[network], world.clock());
}

/** That hour in Jakarta, so many days from now. */
function inJakarta(world: OutreachWorld, days: number, hour: number): Date {
  return new Date((Math.floor(world.clock().getTime() / DAY_MS) + days) * DAY_MS + (hour - 7) * HOUR_MS);
}
