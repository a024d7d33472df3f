import type { Topic } from "../contacts/consent.ts";
import type { Zone } from "../lib/zones.ts";
import type { ChannelName } from "../message.ts";
import type { Segment } from "../settings/settings.ts";

export type { Segment } from "../settings/settings.ts";

/** A segment as a campaign keeps it: what was meant when it was chosen, and under which name it was saved, if it was. */
export type NamedSegment = Segment & { name?: string };

/** Who is meant: who has agreed to the topic, is in any of `include` (everybody when empty) and in none of `exclude`. */
export type Audience = {
  topic: Topic;
  /** Only on these channels; all that there are unless given. */
  channels?: readonly ChannelName[];
  include: readonly NamedSegment[];
  exclude: readonly NamedSegment[];
};

/**
 * Why somebody who is meant gets nothing. Of several reasons the first one in this order is told.
 * - "never-wrote": on no channel that is meant; hard rule, for a number that writes to strangers is banned
 * - "no-consent": has not agreed to the topic, or not any more
 * - "unreachable": has blocked us, or there is no account on their channel
 * - "recent": got something else within the days of the settings
 */
export const AUDIENCE_SKIPS = ["never-wrote", "no-consent", "unreachable", "recent"] as const;
export type AudienceSkip = (typeof AUDIENCE_SKIPS)[number];

/** What decides besides the audience itself. */
export type AudienceRules = {
  now: Date;
  /** Days between two broadcasts to the same person; 0: no rule. */
  recentDays: number;
  /** The account that sends on each channel. */
  accounts: Readonly<Partial<Record<ChannelName, string>>>;
  /** Zone of those whose region is not known. */
  zone: Zone;
};

/** What a look at a page of the contacts gave. */
export type Survey = {
  /** Where the next page begins; undefined after the last one. */
  next?: string;
  /** Contacts that are meant and get it. */
  recipients: number;
  /** The same by account and zone, for the time it takes. */
  byAccount: Readonly<Record<string, Readonly<Partial<Record<Zone, number>>>>>;
  skipped: Readonly<Partial<Record<AudienceSkip, number>>>;
  /** Of the recipients, those whose name, and whose region, is not known. */
  withoutName: number;
  withoutRegion: number;
  /** Of the recipients, by language (those whose language is not known count as id). */
  languages: Readonly<Record<string, number>>;
  /** Ids of a few recipients, spread over the page, for samples. */
  samples: readonly string[];
};

/** Looks at the contacts a page at a time, so that neither memory nor other work suffers from their number. */
export type AudienceStore = {
  /** Looks at the contacts after the id `after` ("" at first), at most `limit` of them. Changes nothing. */
  survey(page: { audience: Audience; rules: AudienceRules; after: string; limit: number }): Survey;
};
