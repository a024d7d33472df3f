import type { Audience, Segment } from "../../broadcast/audience.ts";
import { among, every, literal, part, some, type Part } from "./parts.ts";

const DAY_MS = 86_400_000;

/** The code of the whole country: everybody, also those whose region is not known. */
const COUNTRY = "ID";

/** Whether a row of `contact as c` is meant by an audience, its topic and channels aside. */
export function isMeant({ include, exclude }: Pick<Audience, "include" | "exclude">, now: Date): Part {
  const included = include.length === 0 ? [] : [some(include.map((segment) => inSegment(segment, now)))];
  // "is not true": what is not known of somebody puts them into no segment, and so keeps them out of none
  return every([...included, ...exclude.map((segment) => part`${inSegment(segment, now)} is not true`)]);
}

/** Whether a row of `contact as c` belongs to a segment. A list that is given but empty holds for nobody. */
function inSegment(segment: Segment, now: Date): Part {
  const { roles, occupations, regions, languages, seenWithinDays, notSeenForDays, askedAbout, tags } = segment;
  const daysAgo = (days: number) => now.getTime() - days * DAY_MS;
  const conditions: Part[] = [];
  if (roles) conditions.push(part`c.role in ${among(roles)}`);
  if (occupations) conditions.push(part`c.occupation in ${among(occupations)}`);
  if (regions && !regions.includes(COUNTRY)) conditions.push(isBelow("c.region", regions));
  // what somebody asked for goes before what they wrote in; whose language is not known gets the Indonesian text, and
  // counts as such everywhere
  if (languages) conditions.push(part`coalesce(c.reply_language, c.language, 'id') in ${among(languages)}`);
  if (seenWithinDays !== undefined) conditions.push(part`c.seen_at >= ${daysAgo(seenWithinDays)}`);
  if (notSeenForDays !== undefined)
    conditions.push(part`(c.seen_at is null or c.seen_at < ${daysAgo(notSeenForDays)})`);
  if (askedAbout) {
    const { intents, withinDays } = askedAbout;
    const recently = withinDays === undefined ? literal("1") : part`interest.at >= ${daysAgo(withinDays)}`;
    conditions.push(part`exists (
      select 1 from interest
      where interest.contact_id = c.id and ${isBelow("interest.intent", intents)} and ${recently})`);
  }
  if (tags) conditions.push(part`exists (select 1 from tag where tag.contact_id = c.id and tag.tag in ${among(tags)})`);
  return every(conditions);
}

/** Whether a dotted name is one of these or below one of them: "32.04" is below "32", "320" is not. */
function isBelow(column: "c.region" | "interest.intent", names: readonly string[]): Part {
  const dotted = among(names.map((name) => `${name}.`));
  // one look for each length there is, however many names there are
  const lengths = [...new Set(names.map((name) => name.length + 1))].toSorted((a, b) => a - b);
  return some(lengths.map((length) => part`substr(${literal(column)} || '.', 1, ${length}) in ${dotted}`));
}
