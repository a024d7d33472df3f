import { numberText } from "../lib/numbers.ts";
import type { CampaignStatus } from "./broadcasts.ts";
import type { Campaign } from "./campaign.ts";
import { accountText, byCount, durationText, stopText, whoText, type CardHelpers } from "./card-words.ts";
import type { LedgerCounts } from "./ledger.ts";

/** Signs of the bar. */
const BAR = 10;

/** People in doubt that are named on a receipt; the rest stand in the CSV. */
const MOST_NAMED = 10;

/** How far a campaign is: a text that is shown again and again in the same place. */
export function progressText({ campaign, counts, endsAt, stopped }: CampaignStatus, helpers: CardHelpers): string {
  const { say, time } = helpers;
  const progress = (key: string, values?: Record<string, string | number>) => say(`broadcast.progress.${key}`, values);
  const { sent, delivered, read, failed, unknown, skipped, notSent } = totals(counts);
  // nothing is whole before the last one is through
  const share = counts.total === 0 ? 0 : (counts.total - notSent) / counts.total;
  const filled = Math.floor(share * BAR);
  const next = campaign.pause?.reason === "breaker" && campaign.state === "paused" ? "breaker" : campaign.state;
  return [
    say("broadcast.card.title", { id: campaign.id, name: campaign.name }),
    progress(`state.${campaign.state}`),
    ...pauseLines(campaign, helpers),
    ...stopped.map(({ account, why }) =>
      progress("stopped", { account: accountText(account, say), why: stopText(why, say) }),
    ),
    "",
    progress("bar", { bar: "▓".repeat(filled) + "░".repeat(BAR - filled), percent: Math.floor(share * 100) }),
    progress("sent", { sent: numberText(sent), total: numberText(counts.total) }),
    ...(delivered > 0 ? [progress("reached", { delivered: numberText(delivered), read: numberText(read) })] : []),
    ...(failed + unknown + skipped > 0
      ? [
          progress("others", {
            failed: numberText(failed),
            unknown: numberText(unknown),
            skipped: numberText(skipped),
          }),
        ]
      : []),
    ...(campaign.state === "running" && !campaign.filled ? [progress("filling")] : []),
    ...(campaign.state === "scheduled" && campaign.startAt
      ? [progress("start", { time: time(campaign.startAt) })]
      : []),
    ...(endsAt ? [progress("end", { time: time(endsAt) })] : []),
    ...(next === "running" || next === "paused" || next === "breaker" ? ["", progress(`next.${next}`)] : []),
  ].join("\n");
}

/** What became of a campaign, adding up exactly: sent, failed, in doubt, left out and not sent are all recipients. */
export function receiptText({ campaign, counts, unknown: inDoubt }: CampaignStatus, helpers: CardHelpers): string {
  const { say } = helpers;
  const receipt = (key: string, values?: Record<string, string>) => say(`broadcast.receipt.${key}`, values);
  const { sent, delivered, read, failed, unknown, skipped, notSent, sum } = totals(counts);
  const count = (number: number) => ({ count: numberText(number) });
  const blocks = [
    headLines(campaign, helpers),
    [
      receipt("total", count(counts.total)),
      receipt("sent", count(sent)),
      ...(delivered > 0 ? [receipt("reached", { delivered: numberText(delivered), read: numberText(read) })] : []),
      receipt("failed", count(failed)),
      ...reasonLines("failed", failedByReason(counts, failed), helpers),
      receipt("unknown", count(unknown)),
      receipt("skipped", count(skipped)),
      ...reasonLines("skip", counts.skipped, helpers),
      receipt("not-sent", count(notSent)),
      ...(sum === counts.total ? [] : [receipt("mismatch", { sum: numberText(sum), ...count(counts.total) })]),
    ],
    answerLines(campaign, counts, helpers),
    doubtLines(inDoubt, unknown, helpers),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

/** `sent`: all that the network took, also what arrived and was read; `delivered`: also what was read. */
export function totals({ byStatus }: LedgerCounts) {
  const { queued = 0, sending = 0, sent = 0, delivered = 0, read = 0, failed = 0, unknown = 0, skipped = 0 } = byStatus;
  const all = { sent: sent + delivered + read, failed, unknown, skipped, notSent: queued + sending };
  const sum = all.sent + all.failed + all.unknown + all.skipped + all.notSent;
  return { ...all, delivered: delivered + read, read, sum };
}

function pauseLines({ state, pause }: Campaign, helpers: CardHelpers): string[] {
  if (state !== "paused" || !pause) return [];
  const { say } = helpers;
  const values = {
    name: whoText(pause.by, helpers),
    time: helpers.time(pause.at),
    why: stopText(pause.why ?? "", say),
  };
  return [say(`broadcast.pause.${pause.reason}`, values)];
}

function headLines(campaign: Campaign, helpers: CardHelpers): string[] {
  const { say, time } = helpers;
  const receipt = (key: string, values: Record<string, string | number>) => say(`broadcast.receipt.${key}`, values);
  const { id, name, state, startedAt, endedAt, createdBy, approvedBy, approvedFor } = campaign;
  const isOver = endedAt !== undefined && (state === "done" || state === "cancelled");
  return [
    receipt("title", { id, name }),
    isOver
      ? receipt(`ended.${state}`, { time: time(endedAt) })
      : receipt("not-ended", { state: say(`broadcast.state.${state}`) }),
    ...(startedAt ? [receipt("started", { time: time(startedAt) })] : []),
    ...(startedAt && isOver ? [receipt("duration", { duration: durationText(startedAt, endedAt, say) })] : []),
    receipt("by", { name: whoText(createdBy, helpers) }),
    ...(approvedBy === undefined
      ? []
      : [receipt("approved", { name: whoText(approvedBy, helpers), count: numberText(approvedFor ?? 0) })]),
  ];
}

const FAILURES = ["blocked", "invalid", "restricted", "retry"];

/** What has no reason that we know is "other", so that the reasons add up too. */
function failedByReason({ failed }: LedgerCounts, total: number): Record<string, number> {
  const known = Object.fromEntries(FAILURES.map((reason) => [reason, failed[reason] ?? 0]));
  const other = total - Object.values(known).reduce((sum, count) => sum + count, 0);
  return { ...known, other };
}

function reasonLines(
  kind: "failed" | "skip",
  counts: Readonly<Partial<Record<string, number>>>,
  { say }: CardHelpers,
): string[] {
  return byCount(counts).map(([reason, count]) =>
    say("broadcast.card.reason", { count: numberText(count), reason: say(`broadcast.${kind}.${reason}`) }),
  );
}

function answerLines(
  { content: { choices = [] } }: Campaign,
  { answers }: LedgerCounts,
  { say }: CardHelpers,
): string[] {
  if (choices.length === 0) return [];
  const counts = choices.map((_, index) => answers[index] ?? 0);
  return [
    say("broadcast.receipt.answers", { count: numberText(counts.reduce((sum, count) => sum + count, 0)) }),
    ...choices.map((choice, index) =>
      say("broadcast.receipt.answer", { number: index + 1, choice, count: numberText(counts[index] ?? 0) }),
    ),
  ];
}

/** Staff ask these people themselves: to write to them again by program could be the second time. */
function doubtLines(inDoubt: CampaignStatus["unknown"], count: number, { say, time }: CardHelpers): string[] {
  if (count === 0) return [];
  const named = inDoubt
    .slice(0, MOST_NAMED)
    .map(({ contactId, channel, firstName, at }) =>
      [
        firstName ?? say("broadcast.receipt.no-name", { id: contactId }),
        say(`staff.channel.${channel}`),
        ...(at ? [time(at)] : []),
      ].join(" · "),
    );
  const more = count - named.length;
  return [
    say("broadcast.receipt.ask-unknown"),
    ...named.map((text) => say("broadcast.card.remark", { text })),
    ...(more > 0 ? [say("broadcast.receipt.more", { count: numberText(more) })] : []),
  ];
}
