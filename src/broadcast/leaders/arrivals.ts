import type { InboundMessage } from "../../message.ts";
import type { Say } from "./links.ts";

/**
 * The code that a link put into a text, in brackets, and whatever people left of the blanks. Few of them: a message of
 * nothing but blanks must not be looked through once for each.
 */
const MARK = /[([]\s{0,9}kode\s{0,9}[:.]?\s{0,9}([a-z0-9]{6})\s{0,9}[)\]]/i;

/** What is asked by somebody who only sent what the link had written for them: who we are. */
const GREETING = "Halo";

/**
 * The code of the link by which somebody came, and what they said themselves: the text without the code and without what
 * the link had written for them. undefined when no link brought them.
 */
export function inviteIn(
  { invite, text }: Pick<InboundMessage, "invite" | "text">,
  say: Say,
): { code: string; rest: string } | undefined {
  if (invite !== undefined) return { code: invite.toUpperCase(), rest: text };
  const mark = MARK.exec(text);
  if (!mark?.[1]) return undefined;
  const before = text.slice(0, mark.index);
  const after = text.slice(mark.index + mark[0].length);
  const own = [withoutOpening(before, say("leader.invite.opening")), after]
    .map((part) => part.replace(/^[\s.,]+/, "").trimEnd())
    .filter(Boolean)
    .join(" ");
  return { code: mark[1].toUpperCase(), rest: own || GREETING };
}

/** Capitals, blanks and signs may have changed on the way. */
function withoutOpening(text: string, opening: string): string {
  const words = opening.match(/[\p{L}\d]+/gu) ?? [];
  return text.replace(new RegExp(`^[^\\p{L}\\d]*${words.join("[^\\p{L}\\d]+")}(?![\\p{L}\\d])`, "iu"), "");
}
