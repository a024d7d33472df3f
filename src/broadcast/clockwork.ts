import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { AudienceRules } from "./audience.ts";
import { moved, type Campaign, type CampaignStore } from "./campaign.ts";
import { cronOf, PAGE } from "./directing.ts";
import type { LedgerStore } from "./ledger.ts";

/** A start that is this late was missed: what was true then may not be true now, and somebody has to look. */
const MISSED_MS = 15 * 60_000;

/** More recipients than were approved by this factor, and by so many: somebody has to look again. */
const GROWN = { factor: 1.2, by: 50 } as const;

/** What makes campaigns go on by the clock. Calls are to be transactions of the stores. */
export type Clockwork = {
  /** Starts what is due, tells what was missed. To be called often. */
  tick(): void;
  /** Looks at one more page of contacts for a running campaign; false when none is left to look at. */
  fill(): boolean;
};

export function createClockwork({
  campaigns,
  ledger,
  rules,
  clock,
  log,
}: {
  campaigns: CampaignStore;
  ledger: Pick<LedgerStore, "fill">;
  rules: (now: Date) => AudienceRules;
  clock: Clock;
  log: Log;
}): Clockwork {
  function begin(campaign: Campaign, now: Date): void {
    const startAt = campaign.startAt ?? now;
    repeatLater(campaign, now);
    if (now.getTime() - startAt.getTime() > MISSED_MS) {
      const state = moved(campaign.state, "pause");
      if (!state) return;
      const paused: Campaign = { ...campaign, state, pause: { reason: "missed", by: "program", at: now } };
      campaigns.save(paused);
      campaigns.note(campaign.id, { at: now, by: "program", what: "missed" });
      log.error("broadcast.missed", { campaign: campaign.id });
      return;
    }
    const state = moved(campaign.state, "start");
    if (!state) return;
    campaigns.save({ ...campaign, state, startedAt: now });
    campaigns.note(campaign.id, { at: now, by: "program", what: "start" });
    log.info("broadcast.started", { campaign: campaign.id });
  }

  /** The next one of a row is a campaign of its own, with a ledger of its own, approved as this one was. */
  function repeatLater({ id, repeats, ...campaign }: Campaign, now: Date): void {
    const startAt = campaign.repeat && cronOf(campaign.repeat)?.nextRun(now);
    if (!startAt) return;
    const { startedAt: _1, endedAt: _2, pause: _3, cursor: _4, recipients: _5, ...again } = campaign;
    const next = campaigns.add({
      ...again,
      state: "scheduled",
      createdAt: now,
      startAt,
      repeats: repeats ?? id,
      filled: false,
    });
    campaigns.note(next.id, { at: now, by: "program", what: "repeat", detail: String(id) });
  }

  function hasGrown({ approvedFor }: Campaign, recipients: number): boolean {
    return approvedFor !== undefined && recipients > approvedFor * GROWN.factor && recipients > approvedFor + GROWN.by;
  }

  return {
    tick() {
      const now = clock();
      for (const campaign of campaigns.inState("scheduled"))
        if (campaign.startAt && campaign.startAt <= now) begin(campaign, now);
    },

    fill() {
      const campaign = campaigns.inState("running").find(({ filled }) => !filled);
      if (!campaign) return false;
      const now = clock();
      const { cursor, added } = ledger.fill(campaign, rules(now), PAGE);
      const { cursor: _, ...rest } = campaign;
      const total = (campaign.recipients ?? 0) + added;
      const next: Campaign = {
        ...rest,
        recipients: total,
        ...(cursor === undefined ? {} : { cursor }),
        filled: cursor === undefined,
      };
      const state = hasGrown(campaign, total) ? moved(campaign.state, "pause") : undefined;
      if (!state) {
        campaigns.save(next);
        return true;
      }
      const paused: Campaign = { ...next, state, pause: { reason: "grown", by: "program", at: now } };
      campaigns.save(paused);
      campaigns.note(campaign.id, { at: now, by: "program", what: "grown", detail: String(total) });
      log.warn("broadcast.grown", { campaign: campaign.id, recipients: total });
      return true;
    },
  };
}
