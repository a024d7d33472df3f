import type { ContactStore } from "../../contacts/contact.ts";
import type { Clock } from "../../lib/clock.ts";
import type { Log } from "../../lib/log.ts";
import { zoneOfRegion, type Zone } from "../../lib/zones.ts";
import type { ChannelName } from "../../message.ts";
import type { CampaignStore } from "../campaign.ts";
import type { Kinds } from "../engine.ts";
import type { LedgerStore } from "../ledger.ts";
import type { LeaderReports } from "./reports.ts";

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** A line about last week is late news after this long. */
const LATE_MS = DAY_MS;

/** Sends the weekly lines to community leaders: one campaign a week, made when its moment has come. */
export function createWeeklyWork({
  campaigns,
  ledger,
  contacts,
  reports,
  accounts,
  zone,
  lastMoment,
  clock,
  log,
}: {
  campaigns: Pick<CampaignStore, "add" | "ofPeriod">;
  ledger: Pick<LedgerStore, "add">;
  contacts: Pick<ContactStore, "get">;
  reports: Pick<LeaderReports, "leaderReports" | "leaderText">;
  accounts: Readonly<Partial<Record<ChannelName, string>>>;
  /** Of those whose region is not known. */
  zone: () => Zone;
  /** The last time that the lines were due. */
  lastMoment: (now: Date) => Date;
  clock: Clock;
  log: Log;
}): { tick(): void; kind: Kinds["leader-report"] } {
  /** The moment that was looked at last: nothing more happens until the next one. */
  let seen = 0;

  function tick(): void {
    const now = clock();
    const moment = lastMoment(now);
    if (moment.getTime() === seen) return;
    seen = moment.getTime();
    const period = moment.toISOString().slice(0, 10);
    if (now.getTime() - moment.getTime() > LATE_MS || campaigns.ofPeriod("leader-report", period)) return;
    const { id } = campaigns.add({
      kind: "leader-report",
      name: period,
      period,
      content: { texts: { id: "" } },
      audience: { topic: "registration", include: [], exclude: [] },
      state: "running",
      createdBy: "program",
      createdAt: now,
      startAt: moment,
      startedAt: now,
      filled: true,
    });
    let count = 0;
    for (const { contactId } of reports.leaderReports(new Date(moment.getTime() - WEEK_MS))) {
      const contact = contacts.get(contactId);
      const to = contact?.addresses.find(({ channel, reachable }) => reachable && accounts[channel] !== undefined);
      const account = to && accounts[to.channel];
      if (!contact || !account) continue;
      const address = { channel: to.channel, chatId: to.chatId };
      const where = zoneOfRegion(contact.region, zone());
      if (ledger.add({ campaign: id, contactId, account, address, zone: where, dueAt: now })) count += 1;
    }
    log.info("leaders.reports", { campaign: id, count });
  }

  return {
    tick,
    kind({ startAt, createdAt }, contact) {
      const since = new Date((startAt ?? createdAt).getTime() - WEEK_MS);
      const text = reports.leaderText(contact.id, since);
      return text === undefined ? { skip: "not-wanted" } : { text, choices: [] };
    },
  };
}
