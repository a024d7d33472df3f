import { InvalidArgumentError, Option, type Command } from "commander";
import { TOPICS, type Topic } from "../contacts/consent.ts";
import { ROLES, type Role } from "../contacts/contact.ts";
import type { ChannelName } from "../message.ts";

/** Which part of the contacts, as it is typed; a list means any of it. */
export type PartOptions = {
  role?: Role[];
  region?: string[];
  occupation?: string[];
  language?: string[];
  tag?: string[];
  askedAbout?: string[];
  askedWithin?: number;
  seenWithin?: number;
  notSeenFor?: number;
};

/** Who is meant, as it is typed. */
export type AudienceOptions = PartOptions & {
  topic?: Topic;
  channel?: ChannelName[];
  segment?: string[];
  excludeRole?: Role[];
  excludeRegion?: string[];
  excludeOccupation?: string[];
  excludeLanguage?: string[];
  excludeTag?: string[];
  excludeAskedAbout?: string[];
  excludeSegment?: string[];
  saveSegment?: string;
  /** Only when something is changed: takes away what was included, or excluded. */
  everybody?: boolean;
  excludeNobody?: boolean;
};

/** What is said, as it is typed; false takes away what was there. */
export type ContentOptions = {
  name?: string;
  textFile?: string;
  textSu?: string | false;
  textJv?: string | false;
  textEn?: string | false;
  file?: string | false;
  choice?: string[] | false;
};

/** Languages that a person may have, after contacts/contact.ts. */
export const LANGUAGES = ["id", "su", "jv", "en"] as const;

const CHANNELS = ["whatsapp", "telegram"] as const satisfies readonly ChannelName[];

/** Adds the options that say who gets it. Several values of one option: any of them; different options hold together. */
export function audienceOptions(command: Command): Command {
  return command
    .addOption(list("--channel <channel>", "only on this channel").argParser(anyOf(CHANNELS)))
    .addOption(list("--role <role>", `who is ${ROLES.join(", ")}`).argParser(anyOf(ROLES)))
    .addOption(list("--region <place>", 'who lives there, or below it: "Kab. Bandung", 32.04'))
    .addOption(list("--occupation <id>", "who works as"))
    .addOption(list("--language <language>", `who writes in ${LANGUAGES.join(", ")}`).argParser(anyOf(LANGUAGES)))
    .addOption(list("--tag <tag>", "who has this tag"))
    .addOption(list("--asked-about <intent>", "who asked about it: claim.jht, or claim for all claims"))
    .option("--asked-within <days>", "… within so many days: 30d", days)
    .option("--seen-within <days>", "who wrote to us within so many days: 30d", days)
    .option("--not-seen-for <days>", "who has not written for so many days: 90d", days)
    .addOption(list("--segment <name>", "a saved segment as well"))
    .addOption(list("--exclude-role <role>", "nobody in this role").argParser(anyOf(ROLES)))
    .addOption(list("--exclude-region <place>", "nobody who lives there, or below it"))
    .addOption(list("--exclude-occupation <id>", "nobody who works as"))
    .addOption(list("--exclude-language <language>", "nobody who writes in").argParser(anyOf(LANGUAGES)))
    .addOption(list("--exclude-tag <tag>", "nobody with this tag"))
    .addOption(list("--exclude-asked-about <intent>", "nobody who asked about it"))
    .addOption(list("--exclude-segment <name>", "nobody of a saved segment"))
    .option("--save-segment <name>", "save who is included, without --segment and --exclude-…, under this name");
}

/** Adds the options that say what it says, but for the Indonesian text. */
export function contentOptions(command: Command): Command {
  return command
    .option("--name <name>", "a few words that staff know it by")
    .option("--text-su <file>", "the text in Sundanese")
    .option("--text-jv <file>", "the text in Javanese")
    .option("--text-en <file>", "the text in English")
    .option("--file <file>", "a picture or a document that goes along")
    .addOption(list("--choice <label>", "an answer that people may give, at most six; repeat it"));
}

export function topicOption(): Option {
  return new Option("--topic <topic>", "what it is about: who has agreed to this gets it").choices(TOPICS);
}

/** The number of a broadcast. */
export function campaignId(text: string): number {
  return wholeNumber(text, "must be the number of a broadcast.");
}

/** How many people somebody was shown. */
export function peopleCount(text: string): number {
  return wholeNumber(text, "must be a number of people.");
}

function wholeNumber(text: string, error: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError(error);
  return Number(text);
}

/** "30d" or "30" → 30; at most ten years. */
function days(text: string): number {
  const count = Number(/^(\d{1,4})d?$/i.exec(text.trim())?.[1] ?? "0");
  if (count < 1 || count > 3650) throw new InvalidArgumentError("must be a number of days from 1d to 3650d.");
  return count;
}

/** An option that may be given several times. */
function list(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value: string, before: string[] | false | undefined) => [
    ...(before || []),
    value,
  ]);
}

function anyOf<T extends string>(allowed: readonly T[]) {
  return (value: string, before: T[] | undefined): T[] => {
    const found = allowed.find((one) => one === value);
    if (found === undefined) throw new InvalidArgumentError(`Allowed choices are ${allowed.join(", ")}.`);
    return [...(before ?? []), found];
  };
}
