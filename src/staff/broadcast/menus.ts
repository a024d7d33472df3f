import type { Segment } from "../../broadcast/audience.ts";
import { fnv1a } from "../../lib/hash.ts";
import { addTo, askedAbout, setTo, type Change, type Mode } from "./conditions.ts";
import { comparable, shortened, type DeskKit } from "./words.ts";

/** Longest label of a button, two of which are in a row. */
export const LONGEST_LABEL = 28;

/** Most buttons of a menu, besides the one that leads back. */
const MOST_OPTIONS = 14;

/** Longest text that fits the data of a button besides everything else. */
const LONGEST_QUERY = 30;

/** What an audience can be narrowed by, in the order of the buttons. */
export const CONDITIONS = ["role", "language", "region", "occupation", "asked", "seen", "tag", "saved"] as const;
export type Condition = (typeof CONDITIONS)[number];

/** Conditions whose value is written in answer to a question of ours. */
export const WRITTEN: readonly Condition[] = ["region", "occupation"];

/** What people may have asked about: parts of the ids of intents. */
const ASKED = [
  "contribution",
  "registration",
  "claim",
  "programme",
  "eligibility",
  "account",
  "statistics",
  "contact",
  "outreach",
  "safety",
] as const;

const SEEN: Readonly<Record<string, Pick<Segment, "seenWithinDays" | "notSeenForDays">>> = {
  in30: { seenWithinDays: 30 },
  in90: { seenWithinDays: 90 },
  out90: { notSeenForDays: 90 },
  out180: { notSeenForDays: 180 },
};

/** One thing to choose: what is shown, and what its button carries. */
export type Option = { value: string; label: string };

/** What can be chosen of a condition. Whoever is left out is never left out as "all". */
export function optionsOf(condition: Condition, mode: Mode, kit: Pick<DeskKit, "say" | "tags" | "settings">): Option[] {
  const labelled = (values: readonly string[]) =>
    values.map((value) => ({ value, label: kit.say(`siaran.option.${condition}.${value}`) }));
  const named = (names: readonly string[]) =>
    names.slice(0, MOST_OPTIONS).map((name) => ({ value: shortId(name), label: shortened(name, LONGEST_LABEL) }));
  const all = mode === "i" ? ["all"] : [];
  switch (condition) {
    case "role":
      return labelled([...all, "worker", "leader"]);
    case "language":
      return labelled([...all, "id", "su", "jv", "en"]);
    case "asked":
      return labelled(ASKED);
    case "seen":
      return labelled([...all, ...Object.keys(SEEN)]);
    case "tag":
      return named(kit.tags());
    case "saved":
      return named(kit.settings.current().broadcast.segments.map(({ name }) => name));
    default:
      return [];
  }
}

/** The condition that was chosen; undefined when there is no such thing (any more). "saved" is a segment of its own. */
export function changeOf(
  condition: Exclude<Condition, "saved">,
  value: string,
  kit: Pick<DeskKit, "tags" | "occupations">,
): Change | undefined {
  switch (condition) {
    case "role":
      return value === "worker" || value === "leader" ? setTo("roles", [value]) : setTo("roles", undefined);
    case "language":
      return setTo("languages", value === "all" ? undefined : [value]);
    case "asked":
      return (ASKED as readonly string[]).includes(value) ? askedAbout(value) : undefined;
    case "seen":
      // one takes the place of the other
      return ({ seenWithinDays: _within, notSeenForDays: _not, ...segment }) => ({ ...segment, ...SEEN[value] });
    case "region":
      return addTo("regions", value);
    case "tag": {
      const tag = kit.tags().find((name) => shortId(name) === value);
      return tag === undefined ? undefined : addTo("tags", tag);
    }
    case "occupation": {
      const ids = value.startsWith("*")
        ? occupationsLike(value.slice(1), kit).map(({ id }) => id)
        : kit.occupations.flatMap(({ id }) => (id === value ? [id] : []));
      return ids.length === 0 ? undefined : addTo("occupations", ...ids);
    }
  }
}

/** Occupations whose name holds these words; the one that is called just so comes first. */
export function occupationsLike(text: string, { occupations }: Pick<DeskKit, "occupations">) {
  const wanted = comparable(text);
  if (wanted === "") return [];
  const names = ({ id, label }: { id: string; label: string }) => [comparable(label), comparable(id)];
  const isExact = (entry: { id: string; label: string }) => names(entry).includes(wanted);
  const holds = (entry: { id: string; label: string }) =>
    names(entry).some((name) => ` ${name} `.includes(` ${wanted} `));
  return [...occupations.filter(isExact), ...occupations.filter((entry) => holds(entry) && !isExact(entry))];
}

/** The value that stands for all occupations of which a name holds these words. */
export function allLike(text: string): string | undefined {
  const query = comparable(text);
  return query.length > LONGEST_QUERY || Buffer.byteLength(query) > LONGEST_QUERY ? undefined : `*${query}`;
}

/** Names of any length as a few letters, for buttons. */
export function shortId(name: string): string {
  return fnv1a(name).toString(36);
}
