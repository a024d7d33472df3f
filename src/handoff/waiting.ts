import type { Say } from "./ports.ts";
import type { Ticket } from "./ticket.ts";

/** Fewer waits than these say nothing about the next one. */
const ENOUGH = 5;

const MINUTE_MS = 60_000;

/** The first lines that somebody reads who called for a person: number, place, and how long it usually takes. */
export function queueLines({
  ticket,
  ahead,
  times,
  say,
}: {
  ticket: Ticket;
  /** How many tickets are answered first. */
  ahead: number;
  /** Waits of others lately, in ms of office time. */
  times: readonly number[];
  say: Say;
}): string[] {
  const { number } = ticket;
  const usual = usualWait(times);
  const place =
    ticket.claimedBy === undefined
      ? say("handoff.place", { number, place: ahead + 1 })
      : say("handoff.taken", { number });
  return usual === undefined || ticket.claimedBy !== undefined
    ? [place]
    : [`${place} ${say("handoff.usual", { wait: durationText(usual, say) })}`];
}

/** The median of waits, in ms; undefined when there are too few to tell. */
export function usualWait(times: readonly number[]): number | undefined {
  if (times.length < ENOUGH) return undefined;
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

/** A wait as people say it, rounded up so that nobody is promised too much: "12 menit", "3 jam", "2 hari". */
export function durationText(ms: number, say: Say): string {
  const minutes = Math.max(1, Math.ceil(ms / MINUTE_MS));
  if (minutes < 60) return say("handoff.minutes", { count: minutes < 10 ? minutes : Math.ceil(minutes / 5) * 5 });
  const hours = Math.ceil(minutes / 60);
  return hours < 24 ? say("handoff.hours", { count: hours }) : say("handoff.days", { count: Math.ceil(hours / 24) });
}
