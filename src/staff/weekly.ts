import { Temporal } from "temporal-polyfill";
import { WEEKDAYS, type Weekday } from "../settings/settings.ts";

/** The last time that it was this hour of this weekday by a clock of that time zone, up to and including `now`. */
export function lastMoment(now: Date, { day, hour }: { day: Weekday; hour: number }, timeZone: string): Date {
  const zoned = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const back = (zoned.dayOfWeek - 1 - WEEKDAYS.indexOf(day) + 7) % 7;
  const at = (days: number) =>
    zoned
      .toPlainDate()
      .subtract({ days })
      .toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from({ hour }) });
  const moment = at(back);
  const last = Temporal.ZonedDateTime.compare(moment, zoned) > 0 ? at(back + 7) : moment;
  return new Date(last.epochMilliseconds);
}
