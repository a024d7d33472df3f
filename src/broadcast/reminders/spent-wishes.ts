import type { Day } from "../../lib/calendar.ts";
import { ZONES, zoneOfRegion } from "../../lib/zones.ts";
import type { LedgerStore, Reminder, ReminderStore } from "../ledger.ts";
import type { CampaignStore } from "../campaign.ts";
import type { ContactStore } from "../../contacts/contact.ts";
import type { Log } from "../../lib/log.ts";
import type { Zone } from "../../lib/zones.ts";
import { dayIn } from "./moments.ts";
import { daysBefore, isInTime, periodOf, type DiscountEnds } from "./periods.ts";

/** Wishes looked at in one go. */
const PAGE = 200;

const HOUR_MS = 3_600_000;

/** Drops wishes to hear of the end of a discount once there is nothing more to be heard of it. */
export function createSpentWishes({
  reminders,
  campaigns,
  ledger,
  contacts,
  zone,
  discountEnds,
  log,
}: {
  reminders: Pick<ReminderStore, "reminders" | "dropReminders">;
  campaigns: Pick<CampaignStore, "ofPeriod">;
  ledger: Pick<LedgerStore, "get">;
  contacts: Pick<ContactStore, "get">;
  zone: () => Zone;
  discountEnds: DiscountEnds;
  log: Log;
}) {
  /** Where the look that began in that hour is; a restart begins it again. */
  let look = { hour: Number.NEGATIVE_INFINITY, after: "", isDone: true };

  function isSpent({ contactId, createdAt }: Reminder, now: Date): boolean {
    const contact = contacts.get(contactId);
    const here = zoneOfRegion(contact?.region, zone());
    // the discount that held when they asked; a later one is a new wish
    const end = discountEnds.of(contact?.occupation, dayIn(createdAt, here));
    const last = end && daysBefore(end).at(-1);
    if (last === undefined) return true;
    const today = dayIn(now, here);
    return today >= last && (!isInTime("discount-reminder", last, today) || wasTold(contactId, last));
  }

  function wasTold(contactId: string, day: Day): boolean {
    return ZONES.some((one) => {
      const campaign = campaigns.ofPeriod("discount-reminder", periodOf(day, one));
      const status = campaign && ledger.get(campaign.id, contactId)?.status;
      return status !== undefined && status !== "queued" && status !== "sending";
    });
  }

  return {
    /** Looks at one page; all of them once an hour. True when there are more. */
    sweep(now: Date): boolean {
      const hour = Math.floor(now.getTime() / HOUR_MS);
      if (look.hour !== hour && look.isDone) look = { hour, after: "", isDone: false };
      if (look.isDone) return false;
      const page = reminders.reminders({ kind: "discount-end", after: look.after, limit: PAGE });
      const dropped = page.filter((wish) => isSpent(wish, now));
      for (const { contactId } of dropped) reminders.dropReminders(contactId, "discount-end");
      if (dropped.length > 0) log.info("reminder.dropped", { count: dropped.length });
      look = { hour: look.hour, after: page.at(-1)?.contactId ?? "", isDone: page.length < PAGE };
      return !look.isDone;
    },
  };
}
