import { z } from "zod";
import { isPossibleDate } from "../lib/calendar.ts";
import { maskIdNumbers } from "../lib/id-number.ts";

/** A text that people read. */
export const words = z
  .string("must be a text")
  .refine((text) => text !== "" && text === text.trim(), "must not be empty, nor begin or end with a blank")
  .refine((text) => !maskIdNumbers(text).masked, "must not hold a number of sixteen digits, which could be a NIK");

/** A whole number within bounds, both included; without an upper one when `most` is not given. */
export function whole(least: number, most?: number) {
  const error = `must be a whole number ${most === undefined ? `of at least ${least}` : `from ${least} to ${most}`}`;
  const number = z.int(error).min(least, error);
  return most === undefined ? number : number.max(most, error);
}

/** A text of a shape, "HH:MM" for instance; one that is wrong is not compared with others. */
export function time(shape: RegExp, error: string) {
  return z.string(error).regex(shape, { error, abort: true });
}

/** A time of day from 00:00 to 23:59. */
export const CLOCK_TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** Whether a text is "YYYY-MM-DD" and names a day that exists. */
export function isDay(text: string): boolean {
  return text.length === 10 && isPossibleDate(text);
}

/** No two records of a list may have the same value in one of these fields; large and small letters are the same. */
export function unique<Field extends string>(...fields: Field[]) {
  return (list: readonly { [F in Field]?: string }[], context: z.core.$RefinementCtx) => {
    for (const field of fields) {
      const seen = new Set<string>();
      for (const [index, { [field]: value }] of list.entries()) {
        if (value === undefined) continue;
        if (seen.has(value.toLowerCase()))
          context.addIssue({
            code: "custom",
            path: [index, field],
            message: "is used by another one already",
            input: value,
          });
        seen.add(value.toLowerCase());
      }
    }
  };
}

/** What is checked becomes part of the settings; the defaults themselves stay as they are. */
export function copyOf<T>(value: T): Mutable<T> {
  return structuredClone(value) as Mutable<T>;
}

type Mutable<T> = { -readonly [Key in keyof T]: Mutable<T[Key]> };
