import { isIntent } from "../../src/lib/intent.ts";
import type { Handled } from "../../src/router.ts";
import type { Understanding } from "../../src/understanding/understand.ts";
import type { Odd } from "./messages.ts";

/** No message of ours is longer: Telegram takes no more (https://core.telegram.org/bots/api#sendmessage). */
const LONGEST_REPLY = 4096;

/** What is impossible about an understanding. */
export function wrongUnderstanding(got: Understanding | undefined): string[] {
  if (!got) return ["nothing was understood"];
  const { intent, confidence, alternatives, entities } = got;
  const shares = [confidence, ...alternatives.map((entry) => entry.confidence)];
  const numbers = [...entities.counts, ...entities.percents, ...entities.years, entities.incomeRupiah ?? 0];
  return [
    ...(isIntent(intent) ? [] : [`no intent: ${intent}`]),
    ...(shares.every((share) => share >= 0 && share <= 1) ? [] : [`no probability: ${shares.join()}`]),
    ...(numbers.every(Number.isFinite) ? [] : [`no number: ${numbers.join()}`]),
  ];
}

/** A line that announces what does not come. */
const ANNOUNCED = /(?:^|\n)[^\n]*:(?=\n\n|\s*$)/;

/** Nobody of the staff speaks here, nothing is taken back: every message has an answer. */
export function wrongReply(handled: Handled | undefined): string[] {
  const text = handled?.reply?.text ?? "";
  if (text.trim() === "") return ["no reply"];
  const announced = ANNOUNCED.exec(text)?.[0].trim();
  return [
    ...(text.length > LONGEST_REPLY ? [`a reply of ${text.length} characters`] : []),
    ...(announced === undefined ? [] : [`nothing follows "${announced}"`]),
  ];
}

/** Whether the number that was put in is found in any of these values. */
export function leaked({ planted }: Odd, values: readonly unknown[]): string[] {
  if (planted === undefined) return [];
  return values.some((value) => holdsDigits(JSON.stringify(value) ?? "", planted))
    ? ["the number is kept or said"]
    : [];
}

/** Whether a text still holds these digits, whatever stands between them and in whatever script they are. */
function holdsDigits(text: string, digits: string): boolean {
  return text
    .normalize("NFKC")
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(/\D+/g, "")
    .includes(digits);
}

/** The digits of a script stand in a row, from zero to nine. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(zero - 1)) && code - zero < 9) zero--;
  return String(code - zero);
}
