import type { Audience, NamedSegment, Segment } from "../broadcast/audience.ts";
import type { SavedSegment } from "../settings/settings.ts";
import type { AudienceOptions, PartOptions } from "./broadcast-options.ts";
import type { BroadcastTools } from "./broadcast-tools.ts";
import { CommandMistake } from "./mistake.ts";

/** What the words of the options are looked up in. */
export type AudienceWords = Pick<BroadcastTools, "regions" | "occupations" | "tags" | "intents"> & {
  saved: readonly SavedSegment[];
};

/**
 * Who is meant, by the options. The include options together are one segment; each saved segment is one more, and
 * whoever is in any of them is meant. Each exclude option excludes by itself. `before`: what is not said stays as it
 * was; who is included, and who is excluded, is replaced as a whole.
 */
export function audienceOf(
  options: AudienceOptions,
  words: AudienceWords,
  before: Partial<Audience> & Pick<Audience, "topic">,
): Audience {
  const own = ownSegment(options, words);
  const include = [...(own ? [own] : []), ...saved(options.segment, "--segment", words)];
  const exclude = excluded(options, words);
  refuseBoth(options.everybody, "--everybody", include);
  refuseBoth(options.excludeNobody, "--exclude-nobody", exclude);
  const channels = options.channel ? [...new Set(options.channel)] : before.channels;
  return {
    topic: options.topic ?? before.topic,
    ...(channels === undefined ? {} : { channels }),
    include: options.everybody || include.length > 0 ? include : (before.include ?? []),
    exclude: options.excludeNobody || exclude.length > 0 ? exclude : (before.exclude ?? []),
  };
}

/** The segment that the include options make and its name, when it is to be saved under one. */
export function segmentToSave(options: AudienceOptions, words: AudienceWords): SavedSegment | undefined {
  if (options.saveSegment === undefined) return undefined;
  const { name, ...segment } = ownSegment(options, words) ?? {};
  if (name === undefined)
    throw new CommandMistake("--save-segment: say who is in it, with --region, --role, --tag and so on.");
  return { name, segment };
}

function ownSegment(options: AudienceOptions, words: AudienceWords): NamedSegment | undefined {
  const segment = segmentOf(options, words);
  if (Object.keys(segment).length === 0) return undefined;
  if (options.saveSegment === undefined) return segment;
  const name = options.saveSegment.trim();
  if (name === "") throw new CommandMistake("--save-segment: must have a name.");
  const same = words.saved.find((one) => isSameName(one.name, name));
  if (same) throw new CommandMistake(`--save-segment: there is a segment "${same.name}" already; choose another name.`);
  return { name, ...segment };
}

function excluded(options: AudienceOptions, words: AudienceWords): NamedSegment[] {
  const parts: PartOptions[] = [
    { ...(options.excludeRole && { role: options.excludeRole }) },
    { ...(options.excludeRegion && { region: options.excludeRegion }) },
    { ...(options.excludeOccupation && { occupation: options.excludeOccupation }) },
    { ...(options.excludeLanguage && { language: options.excludeLanguage }) },
    { ...(options.excludeTag && { tag: options.excludeTag }) },
    { ...(options.excludeAskedAbout && { askedAbout: options.excludeAskedAbout }) },
  ];
  return [
    ...parts.map((part) => segmentOf(part, words, "--exclude-")).filter((part) => Object.keys(part).length > 0),
    ...saved(options.excludeSegment, "--exclude-segment", words),
  ];
}

function segmentOf(options: PartOptions, words: AudienceWords, prefix = "--"): Segment {
  const { seenWithin, notSeenFor, askedWithin } = options;
  if (seenWithin !== undefined && notSeenFor !== undefined && notSeenFor >= seenWithin)
    throw new CommandMistake(
      `--not-seen-for ${notSeenFor}d and --seen-within ${seenWithin}d leave nobody: give --not-seen-for fewer days.`,
    );
  if (askedWithin !== undefined && !options.askedAbout)
    throw new CommandMistake("--asked-within: say about what, with --asked-about.");
  const each = <Typed, Found>(list: Typed[] | undefined, find: (typed: Typed) => Found) =>
    list && [...new Set(list.map(find))];
  const roles = each(options.role, (role) => role);
  const regions = each(options.region, (text) => regionOf(text, `${prefix}region`, words));
  const occupations = each(options.occupation, (text) => occupationOf(text, `${prefix}occupation`, words));
  const languages = each(options.language, (text) => text);
  const intents = each(options.askedAbout, (text) => intentOf(text, `${prefix}asked-about`, words));
  const tags = each(options.tag, (text) => tagOf(text, `${prefix}tag`, words));
  return {
    ...(roles && { roles }),
    ...(occupations && { occupations }),
    ...(regions && { regions }),
    ...(languages && { languages }),
    ...(seenWithin !== undefined && { seenWithinDays: seenWithin }),
    ...(notSeenFor !== undefined && { notSeenForDays: notSeenFor }),
    ...(intents && { askedAbout: { intents, ...(askedWithin !== undefined && { withinDays: askedWithin }) } }),
    ...(tags && { tags }),
  };
}

function regionOf(text: string, option: string, { regions }: AudienceWords): string {
  const found = regions.find(text);
  const [place] = found;
  if (!place) throw new CommandMistake(`${option}: no place is called "${text}".`);
  if (found.length > 1)
    throw new CommandMistake(
      `${option}: "${text}" can be ${found.map(({ name, code }) => `${name} (${code})`).join(", ")}. Write the whole name or the code.`,
    );
  return place.code;
}

function occupationOf(text: string, option: string, { occupations }: AudienceWords): string {
  const found = occupations.find(({ id, label }) => isSameName(id, text) || isSameName(label, text));
  if (found) return found.id;
  throw unknown(
    option,
    text,
    occupations.map(({ id }) => id),
  );
}

/** Tags are what staff wrote once; one that nobody has is a slip, which would leave out all or, excluded, none. */
function tagOf(text: string, option: string, { tags }: AudienceWords): string {
  const all = tags();
  const found = all.find((tag) => isSameName(tag, text));
  if (found !== undefined) return found;
  throw unknown(option, text, all);
}

function intentOf(text: string, option: string, { intents }: AudienceWords): string {
  if (intents.some((intent) => intent === text || intent.startsWith(`${text}.`))) return text;
  const family = (intent: string) => intent.split(".")[0] ?? intent;
  const near = intents.filter((intent) => family(intent) === family(text));
  throw unknown(option, text, near.length > 0 ? near : [...new Set(intents.map(family))]);
}

function saved(names: readonly string[] | undefined, option: string, words: AudienceWords): NamedSegment[] {
  return [...new Set(names)].map((name) => {
    const found = words.saved.find((one) => isSameName(one.name, name));
    if (found) return { name: found.name, ...found.segment };
    throw unknown(
      option,
      name,
      words.saved.map((one) => one.name),
    );
  });
}

function unknown(option: string, text: string, all: readonly string[]): CommandMistake {
  return new CommandMistake(
    `${option}: "${text}" is not known; ${all.length > 0 ? `there are: ${all.join(", ")}` : "there are none yet"}.`,
  );
}

function refuseBoth(all: boolean | undefined, option: string, parts: readonly NamedSegment[]): void {
  if (all && parts.length > 0) throw new CommandMistake(`${option}: goes with no option that says who.`);
}

function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.trim().toLowerCase();
}
