import { BUDI, RINA, type OutreachWorld } from "../../support/outreach.ts";
import { markOf, NETWORKS, type Network, type Networks } from "./networks.ts";
import type { Plan } from "./rules.ts";
import { ANY, type Doing } from "./steps.ts";

/** A start that is later than this was missed, and staff have to look at it. */
const MISSED_MS = 15 * 60_000;

/** What staff and the clock do with campaigns. `ids`: of the stores, by our numbers. */
export function campaignSteps({
  world,
  plans,
  ids,
  networks,
  problems,
}: {
  world: OutreachWorld;
  plans: Map<number, Plan>;
  ids: Map<number, number>;
  networks: Networks;
  problems: string[];
}) {
  const { broadcasts, stores } = world;
  const now = () => world.clock().getTime();

  /** Does something with one of the campaigns that are in these states, if staff get their way. */
  function direct(
    which: number,
    states: readonly Plan["state"][],
    what: (id: number) => ReturnType<typeof broadcasts.approve>,
    then: (plan: Plan) => void,
  ): void {
    const fitting = [...plans].toReversed().filter(([, { state }]) => states.includes(state));
    const number = which === ANY ? plans.size : (fitting[which]?.[0] ?? 0);
    const [id, plan] = [ids.get(number), plans.get(number)];
    if (id === undefined || !plan || !what(id).ok) return;
    if (!states.includes(plan.state)) problems.push(`campaign ${number} was ${plan.state}`);
    then(plan);
  }

  const steps = {
    planned({ topic, only, tagged, ready }) {
      const number = plans.size + 1;
      const made = broadcasts.create(BUDI, {
        content: { texts: { id: `Kabar ${markOf(number)} untuk {nama|Bapak/Ibu}.` } },
        audience: {
          topic,
          ...(only ? { channels: [only as Network] } : {}),
          include: [],
          exclude: tagged ? [{ tags: ["soreang"] }] : [],
        },
      });
      if (!made.ok) throw new Error(made.problem.key);
      ids.set(number, made.campaign.id);
      plans.set(number, { topic, channels: only ? [only] : NETWORKS, state: "draft" });
      if (ready) steps.approved({ do: "approved", which: ANY });
    },
    /** All that it takes, so that much happens in few steps. */
    sent({ topic }) {
      steps.planned({ do: "planned", topic, only: undefined, tagged: false, ready: true });
      steps.started({ do: "started", which: ANY, inMinutes: 0 });
      steps.filled();
    },
    edited: ({ which }) =>
      direct(
        which,
        ["draft", "approved", "scheduled"],
        (id) => broadcasts.edit(id, BUDI, { name: "lain" }),
        (plan) => void (plan.state = "draft"),
      ),
    approved: ({ which }) =>
      direct(
        which,
        ["draft"],
        (id) => broadcasts.approve(id, RINA, 10),
        (plan) => void (plan.state = "approved"),
      ),
    started({ which, inMinutes }) {
      const at = inMinutes > 0 ? new Date(now() + inMinutes * 60_000) : undefined;
      direct(
        which,
        at ? ["approved"] : ["approved", "scheduled"],
        (id) => broadcasts.start(id, BUDI, at ? { at } : {}),
        (plan) => {
          plan.state = at ? "scheduled" : "running";
          plan.startAt = at?.getTime();
        },
      );
    },
    filled: () => world.fill(),
    paused: ({ which }) =>
      direct(
        which,
        ["scheduled", "running"],
        (id) => broadcasts.pause(id, BUDI),
        (plan) => void (plan.state = "paused"),
      ),
    resumed({ which }) {
      // what runs, as far as staff said, may have been paused for its account
      direct(
        which,
        ["paused", "running"],
        (id) => broadcasts.resume(id, RINA),
        (plan) => {
          const waits = plan.state === "paused" && plan.startAt !== undefined && plan.startAt > now();
          plan.state = waits ? "scheduled" : "running";
        },
      );
      networks.lookAtAccounts();
    },
    cancelled: ({ which }) =>
      direct(
        which,
        ["draft", "approved", "scheduled", "running", "paused"],
        (id) => broadcasts.cancel(id, BUDI),
        (plan) => void (plan.state = "ended"),
      ),
    reopened() {
      broadcasts.reopen(RINA);
      networks.lookAtAccounts();
    },
    later({ ms }) {
      world.skip(ms);
      for (const plan of plans.values())
        if (plan.state === "scheduled" && plan.startAt !== undefined && plan.startAt <= now())
          plan.state = now() - plan.startAt > MISSED_MS ? "paused" : "running";
      stores.atomically(() => world.tick());
    },
  } satisfies Partial<Doing>;
  return steps;
}
