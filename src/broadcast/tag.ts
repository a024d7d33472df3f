/** Longest tag, in characters. */
export const LONGEST_TAG = 40;

/** A word that is no tag; says which and why. */
export class TagError extends Error {
  override name = "TagError";
}

/** A tag as it is kept: one lower-case word of letters, digits and dashes. Throws TagError when it cannot be one. */
export function tagOf(word: string): string {
  const tag = word.normalize("NFKC").trim().toLowerCase();
  // tags are shown in lists, so nobody's number may be one
  if ((tag.match(/\d/g) ?? []).length > MOST_DIGITS)
    throw new TagError(`A tag has at most ${MOST_DIGITS} digits: a longer number may be somebody's. It was not kept.`);
  if (tag.length > LONGEST_TAG)
    throw new TagError(`"${tag.slice(0, LONGEST_TAG)}…": a tag has at most ${LONGEST_TAG} characters.`);
  if (!/^[\p{L}\p{M}\p{N}]+(?:-+[\p{L}\p{M}\p{N}]+)*$/u.test(tag))
    throw new TagError(`"${tag}": a tag is one word of letters, digits and "-" between them.`);
  return tag;
}

/** A year, a day or a group's number; a phone number has more. */
const MOST_DIGITS = 8;
