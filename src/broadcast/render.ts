import { plainName } from "../contacts/plain-name.ts";
import { fnv1a } from "../lib/hash.ts";
import { maskIdNumbers } from "../lib/id-number.ts";
import { sayIn } from "../lib/say-in.ts";
import type { ChannelName } from "../message.ts";
import type { Content } from "./campaign.ts";

/** Gives the text behind a key of locales/ (see knowledge/texts.ts). */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>, language?: string) => string;

/**
 * Who a message is for, as far as they are known. `firstName` may be a whole name as people wrote it themselves;
 * `language` is that of their last message, `replyLanguage` the one they asked for.
 */
export type Addressee = {
  id: string;
  firstName?: string;
  regionName?: string;
  language?: string;
  replyLanguage?: string;
};

/** What is needed to say a content to somebody. */
export type RenderInput = {
  content: Content;
  person: Addressee;
  channel: ChannelName;
  campaignId: number;
  /** Those of the settings. */
  greetings: readonly string[];
  say: Say;
  /** Takes the place of the usual line on how to end such news. */
  optOut?: string;
};

/** What somebody gets, choices numbered at the end; or what is not known of them and has nothing to stand in for it. */
export type Rendered = { text: string; choices: readonly string[] } | { missing: "nama" | "wilayah" };

/**
 * What one person gets. Everything is put in at once, so that no name can bring a variable along. On WhatsApp each begins
 * with a greeting, because the same bytes to many people are what its filters look for. Our own lines are in the language
 * that the person asked for, whatever the text is in.
 */
export function render({
  content,
  person,
  channel,
  campaignId,
  greetings,
  say: sayAny,
  optOut,
}: RenderInput): Rendered {
  const say = sayIn(sayAny, person.replyLanguage);
  const template = textFor(content, person.replyLanguage ?? person.language);
  const name = spokenName(person.firstName);
  const region = person.regionName?.trim() || undefined;
  const greeting = greetingFor(`${campaignId}:${person.id}`, greetings, say).replace(VARIABLE, (_, variable: string) =>
    variable.toLowerCase() === "nama" ? (name ?? say("broadcast.no-name")) : "",
  );
  let missing: "nama" | "wilayah" | undefined;
  const words = template.replace(VARIABLE, (_, variable: string, fallback = "") => {
    const which = variable.toLowerCase() as Variable;
    if (which === "salam") return greeting;
    const known = which === "nama" ? name : region;
    const told = known ?? fallback.trim();
    if (told === "") missing ??= which;
    return told;
  });
  if (missing) return { missing };
  const isGreeted = channel !== "whatsapp" || usesOf(template).has("salam");
  const choices = (content.choices ?? []).map((label) => label.replace(/\s+/g, " ").trim());
  const body = [isGreeted ? "" : greeting, words.trim()].filter(Boolean).join("\n");
  // Telegram takes numbered choices off the very end, where they become buttons
  const parts = [
    body,
    optOut?.trim() || say("broadcast.opt-out"),
    choices.map((label, index) => `${index + 1}. ${label}`).join("\n"),
  ];
  return { text: maskIdNumbers(parts.filter(Boolean).join("\n\n")).text, choices };
}

/** What may stand in a text between braces, and "|" with what stands in for it. Two braces mean the same. */
export const VARIABLE = /\{{1,2}\s*(nama|wilayah|salam)\s*(?:\|([^{}]*))?\}{1,2}/gi;

export type Variable = "nama" | "wilayah" | "salam";

/** The variables of a text, each with whether it stands somewhere without anything that could stand in for it. */
export function usesOf(template: string): Map<Variable, { bare: boolean }> {
  const uses = new Map<Variable, { bare: boolean }>();
  for (const [, variable = "", fallback = ""] of template.matchAll(VARIABLE)) {
    const which = variable.toLowerCase() as Variable;
    uses.set(which, { bare: uses.get(which)?.bare === true || fallback.trim() === "" });
  }
  return uses;
}

/**
 * How a person is called in a message: the first word of their name, with the title before it ("Pak Asep"). undefined
 * when no name is known, or what stands there is none: a link, a number, only pictures.
 */
export function spokenName(name: string | undefined): string | undefined {
  const words = plainName(maskIdNumbers((name ?? "").normalize("NFKC")).text)
    .split(" ")
    .filter((word) => !LINK.test(word))
    .map((word) => word.replace(/[^\p{L}\p{M}'’.-]/gu, "").replace(/^[^\p{L}]+/u, ""))
    .filter((word) => word !== "");
  const first = words.findIndex((word) => !TITLE.test(word));
  if (first < 0) return undefined;
  return Array.from(
    words
      .slice(0, first + 1)
      .map(capitalised)
      .join(" "),
  )
    .slice(0, LONGEST_NAME)
    .join("");
}

/** "SITI" and "siti" are written so out of haste. */
function capitalised(word: string): string {
  const isHasty = word === word.toLowerCase() || (word === word.toUpperCase() && word.length > 2);
  return isHasty ? word.charAt(0).toUpperCase() + word.slice(1).toLowerCase() : word;
}

const LINK = /[/@]|www\.|\.(?:com|co|id|net|org|my|ly|me|shop|store|xyz|link)\b/i;

/** Longer ones are no names, or would push the text off the screen. */
export const LONGEST_NAME = 24;

/** Words before a name that are none: alone they would read as if the name had been forgotten. */
const TITLE =
  /^(?:bapak|bpk|pak|ibu|bu|mas|mbak|bang|kang|teh|teteh|aa|haji|hajah|hj?|ust|ustadz?|kh|dr|drs|dra|ir|prof|raden|rd?|moh|muh|m)\.?$/i;

function textFor({ texts }: Content, language: string | undefined): string {
  const own = language !== undefined && Object.hasOwn(texts, language) ? texts[language] : undefined;
  return own?.trim() ? own : texts.id;
}

/** The same one for the same person and campaign, however often it is asked. */
function greetingFor(seed: string, greetings: readonly string[], say: Say): string {
  return greetings[fnv1a(seed) % Math.max(1, greetings.length)] ?? say("broadcast.greeting");
}
