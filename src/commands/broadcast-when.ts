import type { Broadcasts } from "../broadcast/broadcasts.ts";
import { ZONE_NAMES, ZONES } from "../lib/zones.ts";
import { CommandMistake } from "./mistake.ts";

/** When it starts, as it is typed. */
export type WhenOptions = { at?: string; repeat?: string; timeZone?: string };

type When = NonNullable<Parameters<Broadcasts["start"]>[2]>;

/** When a broadcast starts and starts again, by the clock of `--time-zone` or else of the office. */
export async function whenOf(
  { at, repeat, timeZone }: WhenOptions,
  { now, officeZone }: { now: Date; officeZone: string },
): Promise<When> {
  if (timeZone !== undefined && at === undefined && repeat === undefined)
    throw new CommandMistake("--time-zone: goes with --at or --repeat.");
  const zone = timeZone === undefined ? officeZone : zoneOf(timeZone);
  const start = at === undefined ? undefined : await momentOf(at, zone, now);
  if (repeat !== undefined) await checkPattern(repeat, zone, start ?? now);
  return {
    ...(start && { at: start }),
    ...(repeat !== undefined && { repeat: { cron: repeat.trim(), timeZone: zone } }),
  };
}

/** "2026-12-01 09:00" by the clock of a place. */
export function momentText(instant: Date, timeZone: string): string {
  let format = FORMATS.get(timeZone);
  // Swedish writes dates so
  if (!format) format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
  FORMATS.set(timeZone, format);
  return format.format(instant);
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

function zoneOf(text: string): string {
  const short = ZONES.find((zone) => zone === text.toUpperCase());
  if (short) return ZONE_NAMES[short];
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone;
  } catch (cause) {
    throw new CommandMistake(
      `--time-zone: "${text}" is none; write ${ZONES.join(", ")} or a name such as ${ZONE_NAMES.WIB}.`,
      { cause },
    );
  }
}

async function momentOf(text: string, zone: string, now: Date): Promise<Date> {
  const wrong = new CommandMistake(`--at: "${text}" is no time that exists; write it as "2026-12-01 09:00".`);
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})$/.exec(text.trim()) ?? [];
  if (day === undefined || time === undefined) throw wrong;
  const { Temporal } = await import("temporal-polyfill");
  let moment;
  try {
    // a day such as 31 February, or an hour that the clock jumps over, is refused and not moved
    moment = Temporal.PlainDateTime.from(`${day}T${time}`, { overflow: "reject" }).toZonedDateTime(zone, {
      disambiguation: "reject",
    });
  } catch (cause) {
    wrong.cause = cause;
    throw wrong;
  }
  const at = new Date(moment.epochMilliseconds);
  if (at <= now) throw new CommandMistake(`--at: ${text} (${zone}) is past.`);
  return at;
}

/** A pattern must be one, and its time must come. */
async function checkPattern(cron: string, zone: string, after: Date): Promise<void> {
  const { Cron } = await import("croner");
  const hint = 'write minute, hour, day, month and weekday: "0 9 1 * *" is 09:00 on the first of each month';
  let next;
  try {
    next = new Cron(cron.trim(), { timezone: zone, mode: "5-part", paused: true }).nextRun(after);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.replace(/^CronPattern: /, "").replace(/\.$/, "") : "";
    throw new CommandMistake(`--repeat: "${cron}" is no cron pattern (${why}); ${hint}.`, { cause });
  }
  if (!next) throw new CommandMistake(`--repeat: "${cron}" names a time that never comes; ${hint}.`);
}
