import * as fc from "fast-check";
import {
  AUDIENCE_SKIPS,
  type Audience,
  type AudienceRules,
  type AudienceSkip,
  type Segment,
} from "../../src/broadcast/audience.ts";
import type { Topic } from "../../src/contacts/consent.ts";
import { ROLES, type Role } from "../../src/contacts/contact.ts";
import { ZONES, zoneOfRegion, type Zone } from "../../src/lib/zones.ts";
import type { ChannelName } from "../../src/message.ts";
import type { DeliveryStatus } from "../../src/outbox.ts";

export const NOW = new Date("2026-11-24T05:00:00Z");
const DAY_MS = 86_400_000;

/** Somebody with all that may decide whether they get a campaign. Times are days ago. */
export type Person = {
  name?: string;
  role: Role;
  occupation?: string;
  region?: string;
  language?: string;
  seen?: number;
  addresses: readonly { channel: ChannelName; reachable: boolean; wrote?: number }[];
  consents: readonly { topic: Topic; granted: boolean; at: number; channel: ChannelName }[];
  interests: readonly { intent: string; at: number }[];
  tags: readonly string[];
  got: readonly { kind: "broadcast" | "pay-reminder"; status: DeliveryStatus | "skipped"; at: number }[];
};

/** What comes of a person, told in the plainest way; undefined: they are not meant. */
export function judge(
  person: Person,
  audience: Audience,
  rules: AudienceRules,
): { skip: AudienceSkip } | { place: number; account: string; zone: Zone } | undefined {
  const { include, exclude, topic } = audience;
  if (include.length > 0 && !include.some((segment) => belongs(person, segment))) return undefined;
  if (exclude.some((segment) => belongs(person, segment))) return undefined;
  const { addresses } = person;
  const meant = (channel: ChannelName) => channel !== "terminal" && (audience.channels?.includes(channel) ?? true);
  const wroteOn = (channel: ChannelName) => addresses.some((one) => one.channel === channel && one.wrote !== undefined);
  const last = person.consents
    .map((consent, index) => ({ ...consent, index }))
    .filter((consent) => consent.topic === topic)
    .toSorted((a, b) => b.at - a.at || a.index - b.index)
    .at(-1);
  const rank = (place: number) => {
    const { channel, wrote } = addresses[place]!;
    return [last?.channel === channel ? 0 : 1, wrote ?? Infinity, channel === "telegram" ? 0 : 1, place];
  };
  const [best] = addresses
    .map((_, place) => place)
    .filter((place) => {
      const { channel, reachable } = addresses[place]!;
      return meant(channel) && reachable && wroteOn(channel) && rules.accounts[channel] !== undefined;
    })
    .toSorted((a, b) => compare(rank(a), rank(b)));
  const holds: Record<AudienceSkip, boolean> = {
    "never-wrote": !(["telegram", "whatsapp", "terminal"] as const).some((name) => meant(name) && wroteOn(name)),
    "no-consent": last?.granted !== true,
    unreachable: best === undefined,
    recent: person.got.some(
      ({ kind, status, at }) =>
        kind === "broadcast" &&
        ["sending", "sent", "delivered", "read", "unknown"].includes(status) &&
        at < rules.recentDays,
    ),
  };
  const skip = AUDIENCE_SKIPS.find((reason) => holds[reason]);
  if (skip) return { skip };
  const account = rules.accounts[addresses[best!]!.channel]!;
  return { place: best!, account, zone: zoneOfRegion(person.region, rules.zone) };
}

function belongs(person: Person, segment: Segment): boolean {
  const { roles, occupations, regions, languages, seenWithinDays, notSeenForDays, askedAbout, tags } = segment;
  const seen = person.seen ?? Infinity;
  const below = (name: string | undefined, above: readonly string[]) =>
    name !== undefined && above.some((one) => name === one || name.startsWith(`${one}.`));
  return (
    (!roles || roles.includes(person.role)) &&
    (!occupations || (person.occupation !== undefined && occupations.includes(person.occupation))) &&
    (!regions || regions.includes("ID") || below(person.region, regions)) &&
    (!languages || languages.includes(person.language ?? "id")) &&
    (seenWithinDays === undefined || seen <= seenWithinDays) &&
    (notSeenForDays === undefined || seen > notSeenForDays) &&
    (!askedAbout ||
      person.interests.some(
        ({ intent, at }) => below(intent, askedAbout.intents) && at <= (askedAbout.withinDays ?? Infinity),
      )) &&
    (!tags || person.tags.some((tag) => tags.includes(tag)))
  );
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : a[at]! < b[at]! ? -1 : 1;
}

/** A moment so many days ago. */
export const ago = (days: number) => new Date(NOW.getTime() - days * DAY_MS);

const CHANNELS = ["telegram", "whatsapp", "terminal"] as const satisfies readonly ChannelName[];
const REGIONS = ["32", "32.04", "32.04.01", "320", "3", "33.74", "51.71", "91.03", "ID"];
const INTENTS = ["claim", "claim.jht", "claim.jht.steps", "claims", "contribution"];
const LANGUAGES = ["id", "su", "jv", "en"];
// whole days and their halves, so that limits are met exactly
const days = fc.integer({ min: 0, max: 8 }).map((halves) => halves / 2);
const one = <T>(values: readonly T[]) => fc.constantFrom(...values);
/** Mostly yes, for else hardly anybody gets anything, and what comes last is never looked at. */
const mostly = one([true, true, true, false]);
const topics = one<Topic>(["safety", "safety", "safety", "discount"]);
const few = <T>(value: fc.Arbitrary<T>) => fc.array(value, { maxLength: 3, size: "max" });

export const people: fc.Arbitrary<Person[]> = fc.array(
  fc.record<Person, "role" | "addresses" | "consents" | "interests" | "tags" | "got">(
    {
      name: fc.constant("Ani"),
      role: one(ROLES),
      occupation: one(["petani", "ojol"]),
      region: one(REGIONS),
      language: one(LANGUAGES),
      seen: days,
      addresses: few(
        fc.record<Person["addresses"][number], "channel" | "reachable">(
          { channel: one(CHANNELS), reachable: mostly, wrote: days },
          { requiredKeys: ["channel", "reachable"] },
        ),
      ),
      consents: few(fc.record({ topic: topics, granted: mostly, at: days, channel: one(CHANNELS) })),
      interests: fc.uniqueArray(fc.record({ intent: one(INTENTS), at: days }), {
        maxLength: 3,
        selector: ({ intent }) => intent,
      }),
      tags: fc.uniqueArray(one(["ketua", "pasar", "baru"]), { maxLength: 2 }),
      got: fc.array(
        fc.record({
          kind: one(["broadcast", "pay-reminder"] as const),
          status: one(["queued", "sending", "sent", "delivered", "read", "failed", "unknown", "skipped"] as const),
          at: days,
        }),
        { maxLength: 2 },
      ),
    },
    { requiredKeys: ["role", "addresses", "consents", "interests", "tags", "got"] },
  ),
  { minLength: 3, maxLength: 12 },
);

const segment: fc.Arbitrary<Segment> = fc.record(
  {
    roles: few(one(ROLES)),
    occupations: few(one(["petani", "ojol"])),
    regions: few(one(REGIONS)),
    languages: few(one(LANGUAGES)),
    seenWithinDays: days,
    notSeenForDays: days,
    askedAbout: fc.record<NonNullable<Segment["askedAbout"]>, "intents">(
      { intents: few(one(INTENTS)), withinDays: days },
      { requiredKeys: ["intents"] },
    ),
    tags: few(one(["ketua", "pasar", "lain"])),
  },
  { requiredKeys: [] },
);
// most with little in them, for else nobody is in any
const narrow = fc
  .tuple(
    segment,
    few(one(["roles", "regions", "languages", "askedAbout", "tags", "seenWithinDays", "notSeenForDays"] as const)),
  )
  .map(
    ([all, keys]) =>
      Object.fromEntries(Object.entries(all).filter(([key]) => (keys as string[]).includes(key))) as Segment,
  );
const segments = fc.oneof(fc.constant([]), fc.array(fc.oneof(narrow, narrow, segment), { maxLength: 2 }));

export const audiences: fc.Arbitrary<Audience> = fc.record<Audience, "topic" | "include" | "exclude">(
  {
    topic: topics,
    channels: fc.oneof(fc.uniqueArray(one(CHANNELS)), fc.constant(CHANNELS)),
    include: segments,
    exclude: segments,
  },
  { requiredKeys: ["topic", "include", "exclude"] },
);

export const rulesAtRandom: fc.Arbitrary<AudienceRules> = fc.record({
  now: fc.constant(NOW),
  recentDays: fc.integer({ min: 0, max: 3 }),
  accounts: one([
    { telegram: "tg", whatsapp: "wa", terminal: "terminal" },
    { whatsapp: "wa" },
    { telegram: "tg" },
  ] as AudienceRules["accounts"][]),
  zone: one(ZONES),
});
