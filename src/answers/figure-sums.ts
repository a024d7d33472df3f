import { findDigits } from "../understanding/amounts.ts";
import type { Figure } from "./figures-in-text.ts";

/** A figure before this one, and whether it is known. */
type Earlier = { of: Figure; known: boolean; facts: readonly string[] };

const TERM = String.raw`(?:rp\.?\s?)?\d[\d.,]*(?:\s?(?:ribu|juta|bulan|orang|kali|tahun)){0,3}`;
/** From the first digit of a number on, and so many terms: what is no sum must not be looked through from everywhere. */
const BEFORE = new RegExp(String.raw`(?<![\d.,])(${TERM}(?:\s{0,3}[×x*+−-]\s{0,3}${TERM}){1,12})\s{0,3}=\s{0,3}$`, "i");

/** How many times something is counted may be any number up to this; what is counted must be known. */
const MOST_TIMES = 31;

/**
 * The facts behind a figure that is the result of a sum that is shown before it and right: "12 × Rp8.400 = Rp100.800".
 * undefined when it is none, or something in it is not known.
 */
export function isSumOfKnown(figure: Figure, plain: string, earlier: readonly Earlier[]): string[] | undefined {
  if (figure.kind === "date" || figure.kind === "law") return undefined;
  const sum = BEFORE.exec(plain.slice(0, figure.start))?.[1];
  if (sum === undefined) return undefined;
  const from = figure.start - (BEFORE.exec(plain.slice(0, figure.start))?.[0].length ?? 0);
  const parts = earlier.filter(({ of }) => of.start >= from && of.end <= figure.start);
  if (parts.length === 0 || parts.some(({ known }) => !known)) return undefined;
  const result = total(sum.toLowerCase(), parts.length);
  if (result === undefined || Math.abs(result - figure.value) > 0.5) return undefined;
  return [...new Set(parts.flatMap(({ facts }) => facts))];
}

/** The value of a sum of products; undefined when more of its numbers than `figures` are no small counts. */
function total(sum: string, figures: number): number | undefined {
  let large = 0;
  let value = 0;
  for (const [, sign, product = ""] of sum.matchAll(/(^|[+−-])\s*([^+−-]+)/g)) {
    const factors = product.split(/[×x*]/).map((term) => findDigits(term.trim())[0]);
    if (factors.some((factor) => factor === undefined)) return undefined;
    const values = factors.map((factor) => factor?.value ?? 0);
    large += values.filter((factor) => factor > MOST_TIMES).length;
    value += (sign === "−" || sign === "-" ? -1 : 1) * values.reduce((a, b) => a * b, 1);
  }
  return large <= figures ? value : undefined;
}
