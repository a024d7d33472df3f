import type { ChannelName } from "../message.ts";
import type { BroadcastSettings } from "../settings/settings.ts";
import type { RecipientStatus } from "./ledger.ts";

/** What became of one message, as the ledger has it. `reason` begins with its kind: "blocked: …". */
export type BreakerOutcome = { status: RecipientStatus; reason?: string };

/**
 * Why all outreach on a number has to stop:
 * - "restricted": the platform has restricted it; whatever is sent now makes that worse
 * - "missing-acks": the network did not answer for the last `count` messages
 * - "failures": `count` of the last messages, `percent` of them, did not get through
 */
export type Trip = { why: "restricted" | "missing-acks" | "failures"; percent?: number; count?: number };

/** Looks at the last messages of an account, newest first; undefined: it may go on. */
export function tripReason(
  outcomes: readonly BreakerOutcome[],
  breaker: BroadcastSettings["breaker"],
  channel: ChannelName,
): Trip | undefined {
  if (outcomes.some((outcome) => kindOf(outcome) === "restricted")) return { why: "restricted" };

  const settled = outcomes.filter(({ status }) => SETTLED.has(status));
  const answered = settled.findIndex(({ status }) => status !== "unknown");
  const unanswered = answered < 0 ? settled.length : answered;
  if (unanswered >= breaker.missingAcks) return { why: "missing-acks", count: unanswered };

  const last = settled.slice(0, breaker.window);
  const count = last.filter((outcome) => isFailure(outcome, channel)).length;
  const enough = last.length * 2 >= breaker.window;
  if (!enough || count * 100 < breaker.failPercent * last.length || count === 0) return undefined;
  return { why: "failures", percent: Math.round((count * 100) / last.length), count };
}

/** What says something about the number: neither what waits nor what was left out. */
const SETTLED: ReadonlySet<RecipientStatus> = new Set(["sent", "delivered", "read", "failed", "unknown"]);

function isFailure(outcome: BreakerOutcome, channel: ChannelName): boolean {
  // without an answer nothing got through, as far as we know; that our own program was stopped is no sign of that
  if (outcome.status === "unknown") return kindOf(outcome) !== "stopped";
  if (outcome.status !== "failed") return false;
  // on Telegram people block a bot they are done with, and that harms nobody; on WhatsApp it is what leads to a ban
  return channel !== "telegram" || kindOf(outcome) !== "blocked";
}

/** "restricted: 463" → "restricted". */
function kindOf({ reason = "" }: BreakerOutcome): string {
  return /^\w*/.exec(reason)?.[0] ?? "";
}
