/** What stands in place of a masked number. */
export const MASK = "[nomor disembunyikan]";

/**
 * Sixteen digits of any script in a row, also when written in groups with blanks, line breaks, dots, slashes, dashes or
 * signs that nobody sees between them: the shape of a NIK or card number.
 */
const SIXTEEN_DIGITS = /(?<!\p{Nd})\p{Nd}(?:[\s\p{Cf}\p{M}\p{Pd}./_]{0,2}\p{Nd}){15}(?!\p{Nd})/gu;

/**
 * Hides every sixteen-digit number before anything else sees the message. A NIK belongs to a person;
 * no answer of ours needs one, so none may reach a store, a log or staff.
 */
export function maskIdNumbers(text: string): { text: string; masked: boolean } {
  let masked = false;
  const safe = text.replace(SIXTEEN_DIGITS, () => {
    masked = true;
    return MASK;
  });
  return { text: safe, masked };
}
