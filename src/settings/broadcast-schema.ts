import { z } from "zod";
import { familyOf, INTENTS } from "../lib/intent.ts";
import { DEFAULT_SETTINGS } from "./defaults.ts";
import { CLOCK_TIME, copyOf, isDay, time, unique, whole, words } from "./fields.ts";

const { roles, secondPersonAbove, recentDays, quiet, pace, breaker, greetings } = DEFAULT_SETTINGS.broadcast;

/** A greeting stands before a text that has to fit into one message. */
const LONGEST_GREETING = 80;
const MOST_GREETINGS = 20;

const LONGEST_TAG = 60;

/** What "asked about" may name: an intent, or what intents begin with. */
const ASKABLE: ReadonlySet<string> = new Set(INTENTS.flatMap((intent) => [intent, familyOf(intent)]));

const some = <T extends z.ZodType>(one: T) =>
  z.array(one, "must be a list").min(1, "must not be empty: leave it out to mean all");

const staffRoles = z
  .array(z.enum(["agent", "lead"], "must be agent or lead"), "must be a list of agent and lead")
  .min(1, "must not be empty: nobody could do it");

const quietTime = time(CLOCK_TIME, "must be a time such as 20:00, at most 23:59");

const perSecond = "must be a number from 0.1 to 30: Telegram allows no more a second";

const whatsapp = z
  .strictObject({
    perMinute: whole(1).default(pace.whatsapp.perMinute),
    perHour: whole(1).default(pace.whatsapp.perHour),
    perDay: whole(1).default(pace.whatsapp.perDay),
    since: z.string().refine(isDay, "must be a day that exists, such as 2026-11-25").exactOptional(),
  })
  .superRefine(({ perMinute, perHour, perDay }, context) => {
    const rising = (field: string, value: number, above: string, ceiling: number) => {
      if (value > ceiling)
        context.addIssue({
          code: "custom",
          path: [field],
          message: `must not be more than ${above}: it is ${value}, and ${above} is ${ceiling}`,
        });
    };
    rising("perMinute", perMinute, "perHour", perHour);
    rising("perHour", perHour, "perDay", perDay);
  });

const greeting = words
  .max(LONGEST_GREETING, `must be at most ${LONGEST_GREETING} characters long`)
  .superRefine((text, context) => {
    const [, ...again] = text.match(/\{nama\}/g) ?? [];
    if (again.length > 0) context.addIssue({ code: "custom", message: "must hold {nama} only once" });
    for (const place of text.replaceAll("{nama}", "").match(/\{[^{}]*\}|[{}]/g) ?? [])
      context.addIssue({ code: "custom", message: `does not know ${place}, only {nama}` });
  });

const segment = z
  .strictObject({
    roles: some(z.enum(["worker", "leader", "staff"], "must be worker, leader or staff")).exactOptional(),
    occupations: some(
      z.string().regex(/^[a-z0-9-]+$/, "must be the id of an occupation such as ojol or buruh-tani"),
    ).exactOptional(),
    regions: some(
      z
        .string("must be a region code in quotes")
        .regex(
          /^(?:ID|\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)?)$/,
          "must be a region code such as ID, 32, 32.04, 32.04.16 or 32.04.16.2001",
        ),
    ).exactOptional(),
    languages: some(z.enum(["id", "su", "jv", "en"], "must be id, su, jv or en")).exactOptional(),
    seenWithinDays: whole(1).exactOptional(),
    notSeenForDays: whole(1).exactOptional(),
    askedAbout: z
      .strictObject({
        intents: some(
          z.string().refine((name) => ASKABLE.has(name), "must be what people ask about, such as claim or claim.jht"),
        ),
        withinDays: whole(1).exactOptional(),
      })
      .exactOptional(),
    tags: some(words.max(LONGEST_TAG, `must be at most ${LONGEST_TAG} characters long`)).exactOptional(),
  })
  .refine(({ seenWithinDays = Infinity, notSeenForDays = 0 }) => notSeenForDays < seenWithinDays, {
    path: ["notSeenForDays"],
    message: "must be less than seenWithinDays: else it is nobody",
  });

/** The part "broadcast" of settings.json. What is left out is as in defaults.ts. */
export const broadcastSchema = z.strictObject({
  roles: z
    .strictObject({
      write: staffRoles.prefault(copyOf(roles.write)),
      approve: staffRoles.prefault(copyOf(roles.approve)),
      stop: staffRoles.prefault(copyOf(roles.stop)),
    })
    .prefault({}),
  secondPersonAbove: whole(0).default(secondPersonAbove),
  recentDays: whole(0, 90).default(recentDays),
  quiet: z.strictObject({ from: quietTime.default(quiet.from), to: quietTime.default(quiet.to) }).prefault({}),
  pace: z
    .strictObject({
      telegramPerSecond: z.number(perSecond).min(0.1, perSecond).max(30, perSecond).default(pace.telegramPerSecond),
      whatsapp: whatsapp.prefault({}),
    })
    .prefault({}),
  breaker: z
    .strictObject({
      failPercent: whole(1, 100).default(breaker.failPercent),
      window: whole(5, 200).default(breaker.window),
      missingAcks: whole(1, 20).default(breaker.missingAcks),
    })
    .prefault({}),
  greetings: z
    .array(greeting, "must be a list of texts")
    .min(1, "must not be empty")
    .max(MOST_GREETINGS, `must be at most ${MOST_GREETINGS}`)
    .prefault(copyOf(greetings)),
  segments: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[A-Za-z0-9-]{1,40}$/, "must be 1 to 40 letters, digits or -"),
        segment,
      }),
      "must be a list of { name, segment }",
    )
    .superRefine(unique("name"))
    .default([]),
});
