import type { Segment } from "../broadcast/audience.ts";
import type { CampaignStatus } from "../broadcast/broadcasts.ts";
import type { Campaign } from "../broadcast/campaign.ts";
import type { LedgerCounts } from "../broadcast/ledger.ts";
import { table } from "../lib/table.ts";
import type { SavedSegment } from "../settings/settings.ts";
import type { BroadcastTools } from "./broadcast-tools.ts";
import { momentText } from "./broadcast-when.ts";

type Zoned = Pick<BroadcastTools, "timeZone">;

/** One line on where a broadcast stands: 'Broadcast 5 "Diskon": scheduled for 2026-12-01 09:00 (Asia/Jakarta).' */
export function stateLine({ id, name, ...campaign }: Campaign, tools: Zoned): string {
  return `Broadcast ${id} "${name}": ${stateText(campaign, tools)}.`;
}

/** One line on how far it is: "running: 120 of 300 (40 %), 2 failed, ends about 2026-12-01 14:05". */
export function progressLine({ campaign, counts, endsAt, stopped }: CampaignStatus, { timeZone }: Zoned): string {
  const { settled, total, percent } = progressOf(counts);
  const many = (["failed", "unknown", "skipped"] as const).map((status) => [status, counts.byStatus[status] ?? 0]);
  return [
    campaign.state === "scheduled"
      ? stateText(campaign, { timeZone })
      : `${campaign.state}: ${settled} of ${total} (${percent} %)${campaign.filled ? "" : ", still counting people"}`,
    ...many.flatMap(([status, count]) => (count === 0 ? [] : [`${count} ${status}`])),
    ...(endsAt ? [`ends about ${momentText(endsAt, timeZone)}`] : []),
    ...stopped.map(({ account, why }) => `outreach on ${account} is stopped: ${why}`),
  ].join(", ");
}

/** How many recipients need nothing more; of none, all of it is still to come. */
export function progressOf({ total, byStatus }: LedgerCounts): { settled: number; total: number; percent: number } {
  const settled = total - (byStatus.queued ?? 0) - (byStatus.sending ?? 0);
  return { settled, total, percent: total === 0 ? 0 : Math.floor((settled / total) * 100) };
}

/** Broadcasts as a table, as they come. */
export function broadcastTable(all: readonly CampaignStatus[], { timeZone }: Zoned): string {
  return table(
    ["broadcast", "state", "topic", "by", "settled", "failed", "made or started"],
    all.map(({ campaign, counts }) => {
      const { id, name, state, audience, createdBy, createdAt, startAt, startedAt } = campaign;
      const { settled, total } = progressOf(counts);
      return [
        `${String(id).padStart(4)} ${shorten(name)}`,
        state,
        audience.topic,
        createdBy,
        total === 0 ? "-" : `${settled}/${total}`,
        String(counts.byStatus.failed ?? 0),
        momentText(startedAt ?? startAt ?? createdAt, timeZone),
      ];
    }),
  );
}

/** Saved segments, each by the options that make it. */
export function segmentLines(saved: readonly SavedSegment[], regions: BroadcastTools["regions"]): string {
  return saved.map(({ name, segment }) => `${name}\n  ${asOptions(segment, regions)}\n`).join("");
}

function asOptions(segment: Segment, regions: BroadcastTools["regions"]): string {
  const nameOf = (code: string) => regions.find(code).find((place) => place.code === code)?.name ?? code;
  const lists: [string, readonly string[] | undefined][] = [
    ["role", segment.roles],
    ["region", segment.regions?.map(nameOf)],
    ["occupation", segment.occupations],
    ["language", segment.languages],
    ["tag", segment.tags],
    ["asked-about", segment.askedAbout?.intents],
  ];
  const spans: [string, number | undefined][] = [
    ["asked-within", segment.askedAbout?.withinDays],
    ["seen-within", segment.seenWithinDays],
    ["not-seen-for", segment.notSeenForDays],
  ];
  const words = [
    ...lists.flatMap(([option, values]) => (values ?? []).map((value) => `--${option} ${quoted(value)}`)),
    ...spans.flatMap(([option, days]) => (days === undefined ? [] : [`--${option} ${days}d`])),
  ];
  return words.length > 0 ? words.join(" ") : "everybody";
}

function stateText(campaign: Omit<Campaign, "id" | "name">, { timeZone }: Zoned): string {
  const { state, startAt, repeat, pause, approvedBy, approvedFor } = campaign;
  const again = repeat ? `, again at "${repeat.cron}" (${repeat.timeZone})` : "";
  if (state === "approved") return `approved by ${approvedBy ?? "-"} for ${approvedFor ?? 0} people`;
  if (state === "scheduled" && startAt) return `scheduled for ${momentText(startAt, timeZone)} (${timeZone})${again}`;
  if (state === "running") return `running${again}`;
  if (state !== "paused" || !pause) return state;
  const why = pause.reason === "staff" ? "" : `, ${PAUSED[pause.reason]}${pause.why ? ` (${pause.why})` : ""}`;
  return `paused by ${pause.by} at ${momentText(pause.at, timeZone)}${why}`;
}

const PAUSED: Readonly<Record<Exclude<NonNullable<Campaign["pause"]>["reason"], "staff">, string>> = {
  breaker: "because outreach on the account was stopped",
  missed: "because its start was missed",
  grown: "because far more people are meant than were approved",
};

const LONGEST_NAME = 40;

function shorten(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w.:-]+$/.test(word) ? word : `"${word}"`;
}
