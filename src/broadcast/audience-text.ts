import { numberText } from "../lib/numbers.ts";
import type { Audience, NamedSegment } from "./audience.ts";
import { listText, type CardHelpers } from "./card-words.ts";

/** Who is meant, in words: "Tokoh dan kader di Kabupaten Bandung, setuju kabar jadwal pendaftaran, tanpa petani". */
export function audienceText({ topic, channels, include, exclude }: Audience, helpers: CardHelpers): string {
  const { say } = helpers;
  const who = include.length === 0 ? say("broadcast.segment.everybody") : union(include, helpers);
  const parts = [
    who,
    ...(channels ? [say("broadcast.segment.channels", { channels: channelsText(channels, helpers) })] : []),
    say("broadcast.segment.consent", { topic: say(`broadcast.topic.${topic}`) }),
    ...(exclude.length > 0 ? [say("broadcast.segment.without", { who: union(exclude, helpers) })] : []),
  ];
  const text = parts.join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** One part of the contacts in words; under its name, when it was saved under one. */
export function segmentText(segment: NamedSegment, helpers: CardHelpers): string {
  const words = plainSegment(segment, helpers);
  return segment.name === undefined ? words : helpers.say("broadcast.segment.named", { name: segment.name, words });
}

function union(segments: readonly NamedSegment[], helpers: CardHelpers): string {
  return segments.map((segment) => segmentText(segment, helpers)).join(helpers.say("broadcast.segment.also"));
}

function channelsText(channels: NonNullable<Audience["channels"]>, { say }: CardHelpers): string {
  return listText(
    channels.map((channel) => say(`staff.channel.${channel}`)),
    say("broadcast.and"),
  );
}

function plainSegment(segment: NamedSegment, helpers: CardHelpers): string {
  const { say, regionName, occupationName, subject } = helpers;
  const { regions = [], languages = [], tags = [], seenWithinDays, notSeenForDays, askedAbout } = segment;
  const any = (parts: readonly string[]) => listText(parts, say("broadcast.or"));
  const days = (count: number) => ({ days: numberText(count) });
  const part = (key: string, values: Record<string, string>) => say(`broadcast.segment.${key}`, values);
  const subjects = any((askedAbout?.intents ?? []).map((intent) => subject(intent) ?? intent));
  return [
    whoText(segment, occupationName, helpers),
    ...(regions.length > 0 ? [part("regions", { regions: any(regions.map((code) => regionName(code) ?? code)) })] : []),
    ...(languages.length > 0
      ? [part("languages", { languages: any(languages.map((code) => say(`broadcast.language.${code}`))) })]
      : []),
    ...(subjects === ""
      ? []
      : askedAbout?.withinDays === undefined
        ? [part("asked", { subjects })]
        : [part("asked-within", { subjects, ...days(askedAbout.withinDays) })]),
    ...(seenWithinDays === undefined ? [] : [part("seen", days(seenWithinDays))]),
    ...(notSeenForDays === undefined ? [] : [part("not-seen", days(notSeenForDays))]),
    ...(tags.length > 0 ? [part("tags", { tags: any(tags) })] : []),
  ].join(" ");
}

function whoText(
  { roles = [], occupations = [] }: NamedSegment,
  occupationName: CardHelpers["occupationName"],
  { say }: CardHelpers,
): string {
  const people = listText(
    roles.map((role) => say(`broadcast.segment.role.${role}`)),
    say("broadcast.or"),
  );
  const work = listText(
    occupations.map((id) => occupationName(id) ?? id),
    say("broadcast.or"),
  );
  if (people === "") return work || say("broadcast.segment.everybody");
  return work === "" ? people : say("broadcast.segment.occupation", { roles: people, occupations: work });
}
