import { maskIdNumbers } from "../lib/id-number.ts";
import type { InboundMessage } from "../message.ts";
import { LONGEST_READ } from "../understanding/understand.ts";

/** What is read of a message: masked, not too long, the number of an older menu put into words. */
export function readable({ text, quoted }: InboundMessage): string {
  // masked as a whole: half a number at the end would be left as it is
  return maskIdNumbers(choiceFromQuote(text, quoted)).text.slice(0, LONGEST_READ);
}

/** "2" as an answer to an older menu means the second line of that menu, not of the newest one. */
function choiceFromQuote(text: string, quoted: string | undefined): string {
  const number = /^(\d{1,2})(?:\s*[.)])?$/.exec(text.trim())?.[1];
  if (quoted === undefined || number === undefined) return text;
  return new RegExp(`^${number}\\. (.+)$`, "m").exec(quoted)?.[1] ?? text;
}
