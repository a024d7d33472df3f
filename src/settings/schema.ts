import { z } from "zod";
import { isPossibleDate } from "../lib/calendar.ts";
import { broadcastSchema } from "./broadcast-schema.ts";
import { DEFAULT_SETTINGS } from "./defaults.ts";
import { CLOCK_TIME, copyOf, isDay, time, unique, whole, words } from "./fields.ts";
import { WEEKDAYS, type Settings } from "./settings.ts";

/** What a canned reply may leave open: {{nama}}, {{tiket}}, {{petugas}}. */
const CANNED_PLACES: readonly string[] = ["nama", "tiket", "petugas"];

/** Leaves room for a name and a signature within one message of any platform. */
const LONGEST_CANNED = 1500;

const { office, desk, retention } = DEFAULT_SETTINGS;

const weekday = z.enum(WEEKDAYS, `must be one of ${WEEKDAYS.join(", ")}`);

const beginning = time(CLOCK_TIME, "must be a time such as 08:00");
const end = time(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, "must be a time such as 16:00, at most 24:00");

const spans = z
  .array(
    z.strictObject({ from: beginning, to: end }).refine(({ from, to }) => from < to, "must end after it begins"),
    "must be a list of spans such as { from, to }",
  )
  .superRefine((list, context) => {
    for (const [index, span] of list.entries()) {
      const before = list[index - 1];
      if (before && span.from < before.to)
        context.addIssue({
          code: "custom",
          path: [index],
          message: `must begin after the one before, at ${before.to}`,
        });
    }
  })
  // once hours are given, a day that they do not name is a day without staff
  .default([]);

const holiday = z.strictObject({
  date: z.string().refine(isHolidayDate, "must be a day that exists: 2026-12-24, or 12-24 for every year"),
  name: words,
});

const member = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9_]{1,32}$/, "must be 1 to 32 lower-case letters, digits or _"),
    name: words.max(60, "must be at most 60 characters long"),
    role: z.enum(["agent", "lead"], "must be agent or lead"),
    telegram: z
      .string("must be a Telegram user id in quotes")
      .regex(/^[1-9]\d{3,14}$/, "must be a Telegram user id, digits only (no @name)")
      .exactOptional(),
    whatsapp: z
      .string("must be a number in quotes")
      .regex(/^[1-9]\d{7,14}$/, "must be the number with its country code and digits only, such as 6281234567890")
      .exactOptional(),
  })
  .refine(({ telegram, whatsapp }) => telegram ?? whatsapp, "must have telegram or whatsapp, or both");

const canned = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,32}$/, "must be 1 to 32 lower-case letters, digits or -"),
  text: words.max(LONGEST_CANNED, `must be at most ${LONGEST_CANNED} characters long`).superRefine((text, context) => {
    for (const place of unknownPlaces(text))
      context.addIssue({ code: "custom", message: `does not know ${place}, only ${knownPlaces()}` });
  }),
});

/** settings.json. What is left out is as in defaults.ts, so {} is valid; what is not known is an error. */
export const settingsSchema: z.ZodType<Settings> = z
  .strictObject({
    office: z
      .strictObject({
        timeZone: z
          .string()
          .refine(isTimeZone, "must be an IANA time zone such as Asia/Jakarta, Asia/Makassar or Asia/Jayapura")
          .exactOptional(),
        hours: z
          .strictObject({
            monday: spans,
            tuesday: spans,
            wednesday: spans,
            thursday: spans,
            friday: spans,
            saturday: spans,
            sunday: spans,
          })
          .prefault(copyOf(office.hours)),
        holidays: z.array(holiday).prefault(copyOf(office.holidays)),
      })
      .prefault({}),
    staff: z
      .array(member)
      .superRefine(unique("id", "telegram", "whatsapp"))
      .default([]),
    canned: z.array(canned).superRefine(unique("name")).prefault(copyOf(DEFAULT_SETTINGS.canned)),
    desk: z
      .strictObject({
        claimIdleMinutes: whole(5, 1440).default(desk.claimIdleMinutes),
        conversationIdleMinutes: whole(5, 10_080).default(desk.conversationIdleMinutes),
        reopenDays: whole(0, 90).default(desk.reopenDays),
        digest: z
          .strictObject({ day: weekday.default(desk.digest.day), hour: whole(0, 23).default(desk.digest.hour) })
          .prefault({}),
      })
      .prefault({}),
    broadcast: broadcastSchema.prefault({}),
    retention: z
      .strictObject({
        messageDays: whole(1, 3650).default(retention.messageDays),
        closedTicketDays: whole(1, 3650).default(retention.closedTicketDays),
      })
      .prefault({}),
  })
  .refine(({ desk, retention }) => retention.closedTicketDays >= desk.reopenDays, {
    path: ["retention", "closedTicketDays"],
    message: "must not be less than desk.reopenDays: a ticket that is gone cannot be opened again",
  });

function isHolidayDate(date: string): boolean {
  // 2024 has a 29 February
  return /^\d{2}-\d{2}$/.test(date) ? isPossibleDate(`2024-${date}`) : isDay(date);
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** Everything in double braces that is no place of ours, and braces that are never closed or opened. */
function unknownPlaces(text: string): string[] {
  const rest = text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => (CANNED_PLACES.includes(name) ? "" : whole));
  return rest.match(/\{\{[^{}]*\}\}|\{\{|\}\}/g) ?? [];
}

function knownPlaces(): string {
  return CANNED_PLACES.map((name) => `{{${name}}}`).join(", ");
}
