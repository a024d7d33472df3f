import { ZONES, type Zone } from "../lib/zones.ts";

/** Nothing goes out from `from` until `to` by the recipient's clock, "HH:MM" each; over midnight when `to` is earlier. */
export type Quiet = { from: string; to: string };

/** Whether nothing may go out in a zone at that instant. `to` itself is open again; equal times are never quiet. */
export function isQuiet(at: Date, zone: Zone, quiet: Quiet): boolean {
  return untilOpen(at, zone, quiet) > 0;
}

/** The zones in which messages may go out at that instant. */
export function openZones(at: Date, quiet: Quiet): Zone[] {
  return ZONES.filter((zone) => !isQuiet(at, zone, quiet));
}

/** The instant from which messages may go out in a zone: `at` itself when they may already. */
export function quietUntil(at: Date, zone: Zone, quiet: Quiet): Date {
  const wait = untilOpen(at, zone, quiet);
  return wait === 0 ? at : new Date(at.getTime() + wait);
}

/** The instant from which messages may no longer go out in a zone that is open; undefined when it is never quiet. */
export function openUntil(at: Date, zone: Zone, quiet: Quiet): Date | undefined {
  if (quiet.from === quiet.to) return undefined;
  return new Date(at.getTime() + distance(timeOfDay(at, zone), timeMs(quiet.from)));
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Hours ahead of UTC. No zone of Indonesia has summer time, so that a day always has 24 of them. */
const HOURS_AHEAD: Readonly<Record<Zone, number>> = { WIB: 7, WITA: 8, WIT: 9 };

/** Milliseconds until the zone opens, 0 when it is open. */
function untilOpen(at: Date, zone: Zone, { from, to }: Quiet): number {
  const [now, begins, ends] = [timeOfDay(at, zone), timeMs(from), timeMs(to)];
  return distance(begins, now) < distance(begins, ends) ? distance(now, ends) : 0;
}

/** From one time of day forward to another, over midnight where need be. */
function distance(from: number, to: number): number {
  return (((to - from) % DAY_MS) + DAY_MS) % DAY_MS;
}

/** Milliseconds since midnight by the zone's clock. */
function timeOfDay(at: Date, zone: Zone): number {
  return distance(0, at.getTime() + HOURS_AHEAD[zone] * HOUR_MS);
}

/** "20:30" → milliseconds since midnight. */
function timeMs(time: string): number {
  return Number(time.slice(0, 2)) * HOUR_MS + Number(time.slice(3)) * 60_000;
}
