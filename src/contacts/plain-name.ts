import { MASK } from "../lib/id-number.ts";

/** Six digits and more, however they are grouped: a phone number, a card, a date of birth. */
const NUMBER = /\(?\+?\d(?:[\s().\-–/]*\d){5,}\)?/g;

/** A name as it may be shown and kept: some people write their number there. "" when nothing else is left of it. */
export function plainName(name: string): string {
  return name.replaceAll(MASK, " ").replace(NUMBER, " ").replace(/\s+/g, " ").trim();
}
