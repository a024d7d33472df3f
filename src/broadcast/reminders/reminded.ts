import { monthOf, type Day, type Month } from "../../lib/calendar.ts";
import { ZONES } from "../../lib/zones.ts";
import type { CampaignStore } from "../campaign.ts";
import type { LedgerStore, Recipient, Reminder } from "../ledger.ts";
import { dayInMonth, daysUntil, momentIn } from "./moments.ts";
import { periodOf, type ReminderKind } from "./periods.ts";

/** Tells who has got a reminder already. */
export type Reminded = {
  /** Whether a contact was reminded to pay in that month. */
  inMonth(contactId: string, month: Month): boolean;
  /**
   * Whether those with a wish have got what is due on that day: in another zone on the same day, or in that month before
   * they named another day.
   */
  on(kind: ReminderKind, day: Day): (wish: Reminder) => boolean;
};

export function createReminded({
  campaigns,
  ledger,
}: {
  campaigns: Pick<CampaignStore, "ofPeriod">;
  ledger: Pick<LedgerStore, "get">;
}): Reminded {
  const campaignsOn = (kind: ReminderKind, days: readonly Day[]): number[] =>
    days.flatMap((day) => ZONES.flatMap((zone) => campaigns.ofPeriod(kind, periodOf(day, zone))?.id ?? []));

  const wasIn = (contactId: string, ids: readonly number[], counts: (row: Recipient) => boolean) =>
    ids.some((id) => {
      const row = ledger.get(id, contactId);
      return row !== undefined && counts(row);
    });

  return {
    inMonth: (contactId, month) =>
      wasIn(contactId, campaignsOn("pay-reminder", daysUntil(dayInMonth(month, 31))), wentOut),
    on(kind, day) {
      const sameDay = campaignsOn(kind, [day]);
      let before: number[] | undefined;
      // a wish from an earlier month has had one day in this one
      const monthBegan = momentIn(dayInMonth(monthOf(day), 1), "WIT", 0);
      return ({ contactId, createdAt }) => {
        if (wasIn(contactId, sameDay, () => true)) return true;
        if (kind !== "pay-reminder" || createdAt < monthBegan) return false;
        before ??= campaignsOn(kind, daysUntil(day).slice(0, -1));
        return wasIn(contactId, before, wentOut);
      };
    },
  };
}

/** Whether it went out, or may have. What failed or was left out reminded nobody. */
function wentOut({ status }: Recipient): boolean {
  return status !== "queued" && status !== "skipped" && status !== "failed";
}
