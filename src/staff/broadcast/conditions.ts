import type { Audience, NamedSegment, Segment } from "../../broadcast/audience.ts";

/**
 * What the next condition does to an audience:
 * - "i": narrows those who are meant (the group that was added last)
 * - "o": begins another group that is meant too
 * - "x": begins a group that is left out
 */
export const MODES = ["i", "o", "x"] as const;
export type Mode = (typeof MODES)[number];

/** One condition, as a change of a segment. */
export type Change = (segment: NamedSegment) => NamedSegment;

/** Puts a condition to an audience. A segment that was saved and is narrowed now is no longer the saved one. */
export function withCondition(audience: Audience, mode: Mode, change: Change): Audience {
  if (mode !== "i") return withSegment(audience, mode, change({}));
  const { name: _, ...last } = audience.include.at(-1) ?? {};
  const next = change(last);
  return { ...audience, include: [...audience.include.slice(0, -1), ...(isEmpty(next) ? [] : [next])] };
}

/** Puts a whole segment to an audience: as another group, or as one that is left out. */
export function withSegment(audience: Audience, mode: Mode, segment: NamedSegment): Audience {
  const list = mode === "x" ? audience.exclude : audience.include;
  if (isEmpty(segment) || list.some((other) => JSON.stringify(other) === JSON.stringify(segment))) return audience;
  return { ...audience, [mode === "x" ? "exclude" : "include"]: [...list, segment] };
}

/** Sets a condition, or takes it away when nothing is given. */
export function setTo<Key extends keyof Segment>(key: Key, value: Segment[Key] | undefined): Change {
  return (segment) => {
    const { [key]: _, ...rest } = segment;
    return (value === undefined ? rest : { ...rest, [key]: value }) as NamedSegment;
  };
}

/** Adds to a list of which any one may hold. */
export function addTo(key: "regions" | "occupations" | "tags", ...values: readonly string[]): Change {
  return (segment) => ({ ...segment, [key]: [...new Set([...(segment[key] ?? []), ...values])] });
}

/** Asked about this too, or rather. */
export function askedAbout(intent: string): Change {
  return (segment) => ({
    ...segment,
    askedAbout: { ...segment.askedAbout, intents: [...new Set([...(segment.askedAbout?.intents ?? []), intent])] },
  });
}

/** Whether a segment says nothing: everybody is in it. */
export function isEmpty(segment: NamedSegment): boolean {
  const { name: _, ...conditions } = segment;
  return Object.values(conditions).every(
    (value) => value === undefined || (Array.isArray(value) && value.length === 0),
  );
}
