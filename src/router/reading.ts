import { maskIdNumbers } from "../lib/id-number.ts";
import type { InboundMessage } from "../message.ts";

/** Longest message that is read; of a longer one only the beginning, so that nobody can keep the program busy. */
const LONGEST_READ = 4000;

/** What is read of a message: masked, not too long, the number of an older menu put into words. */
export function readable({ text, quoted }: InboundMessage): string {
  return maskIdNumbers(choiceFromQuote(text.slice(0, LONGEST_READ), quoted)).text;
}

/** "2" as an answer to an older menu means the second line of that menu, not of the newest one. */
function choiceFromQuote(text: string, quoted: string | undefined): string {
  const number = /^\s*(\d{1,2})\s*[.)]?\s*$/.exec(text)?.[1];
  if (quoted === undefined || number === undefined) return text;
  return new RegExp(`^${number}\\. (.+)$`, "m").exec(quoted)?.[1] ?? text;
}
