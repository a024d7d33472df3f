import type { Broadcasts, CampaignStatus, Outcome } from "../../../src/broadcast/broadcasts.ts";
import { moved, type Campaign, type CampaignEvent, type PauseReason } from "../../../src/broadcast/campaign.ts";
import type { Address } from "../../../src/message.ts";
import type { StaffMember } from "../../../src/settings/settings.ts";

/** Broadcasts in memory: states and approval as they are, recipients as the test says. */
export function createFakeBroadcasts({ clock, secondPersonAbove }: { clock: () => Date; secondPersonAbove: number }) {
  const campaigns = new Map<number, Campaign>();
  const sent = new Map<number, number>();
  const tests: { id: number; account: string; address: Address }[] = [];
  let recipients = 1234;
  let preflights: Promise<void> = Promise.resolve();
  let stopped = false;

  const refuse = (key: string, values?: Record<string, string | number>): Outcome => ({
    ok: false,
    problem: { key: `broadcast.problem.${key}`, ...(values ? { values } : {}) },
  });

  function step(id: number, event: CampaignEvent, more: (campaign: Campaign) => Campaign = (same) => same): Outcome {
    const campaign = campaigns.get(id);
    if (!campaign) return refuse("not-found", { id });
    const state = moved(campaign.state, event);
    if (!state) return refuse("state", { state: campaign.state });
    const next = more({ ...campaign, state });
    campaigns.set(id, next);
    return { ok: true, campaign: next };
  }

  function status(id: number): CampaignStatus | undefined {
    const campaign = campaigns.get(id);
    if (!campaign) return undefined;
    const done = sent.get(id) ?? 0;
    return {
      campaign,
      counts: {
        total: recipients,
        byStatus: { sent: done, queued: recipients - done },
        skipped: {},
        failed: {},
        waiting: {},
        answers: {},
      },
      stopped: [],
      unknown: [],
    };
  }

  const broadcasts: Broadcasts = {
    create(by, { name, content, audience }) {
      if (content.texts.id.includes("{salah}")) return refuse("unknown-variable", { name: "salah" });
      const id = campaigns.size + 1;
      const campaign: Campaign = {
        id,
        kind: "broadcast",
        name: name ?? content.texts.id.split(" ").slice(0, 3).join(" "),
        content,
        audience,
        state: "draft",
        createdBy: by.id,
        createdAt: clock(),
        filled: false,
      };
      campaigns.set(id, campaign);
      return { ok: true, campaign };
    },
    edit: (id, _, change) => step(id, "edit", (campaign) => ({ ...campaign, ...change })),
    async preflight(id) {
      await preflights;
      const campaign = campaigns.get(id);
      if (!campaign) return undefined;
      return {
        campaign,
        recipients,
        byChannel: { telegram: recipients },
        skipped: {},
        samples: [],
        startsAt: clock(),
        problems: recipients === 0 ? [{ key: "broadcast.problem.no-recipients" }] : [],
        warnings: [],
        needsSecond: recipients > secondPersonAbove,
      };
    },
    test(id, _, to) {
      tests.push({ id, ...to });
      return step(id, "edit");
    },
    approve: (id, by, count) =>
      count > secondPersonAbove && campaigns.get(id)?.createdBy === by.id
        ? refuse("own-approval")
        : step(id, "approve", (campaign) => ({ ...campaign, approvedBy: by.id, approvedFor: count })),
    start: (id, _, { at, repeat } = {}) =>
      at || repeat
        ? step(id, "schedule", (campaign) => ({
            ...campaign,
            startAt: at ?? new Date("2026-11-30T02:00:00Z"),
            ...(repeat ? { repeat } : {}),
          }))
        : step(id, "start", (campaign) => ({ ...campaign, startedAt: clock() })),
    pause: (id, by) =>
      step(id, "pause", (campaign) => ({ ...campaign, pause: { reason: "staff", by: by.id, at: clock() } })),
    resume: (id) => step(id, "resume", (campaign) => ({ ...campaign, startedAt: clock() })),
    cancel: (id) => step(id, "cancel", (campaign) => ({ ...campaign, endedAt: clock() })),
    reopen() {
      const accounts = stopped ? ["wa-main"] : [];
      stopped = false;
      return { ok: true, accounts };
    },
    get: (id) => campaigns.get(id),
    newest: (limit) => [...campaigns.values()].toReversed().slice(0, limit),
    status,
    receipt: () => [],
  };

  return {
    broadcasts,
    tests,
    /** So many are meant from now on. */
    meant(count: number) {
      recipients = count;
    },
    /** So many have got it. */
    sent: (id: number, count: number) => void sent.set(id, count),
    /** It has come to its end. */
    finish: (id: number) => void step(id, "finish", (campaign) => ({ ...campaign, endedAt: clock() })),
    begin: (id: number) => void step(id, "start", (campaign) => ({ ...campaign, startedAt: clock() })),
    /** It stopped by itself. */
    stop(id: number, reason: PauseReason) {
      stopped = reason === "breaker";
      step(id, "pause", (campaign) => ({ ...campaign, pause: { reason, by: "program", at: clock() } }));
    },
    /** Counting takes as long as this. */
    countsUntil(promise: Promise<void>) {
      preflights = promise;
    },
    /** One that is running, as if somebody had made and approved it elsewhere. */
    running(by: StaffMember, name: string): number {
      const made = broadcasts.create(by, {
        name,
        content: { texts: { id: name } },
        audience: { topic: "discount", include: [], exclude: [] },
      });
      if (!made.ok) throw new Error("not made");
      const { id } = made.campaign;
      step(id, "approve");
      step(id, "start", (campaign) => ({ ...campaign, startedAt: clock() }));
      return id;
    },
  };
}
