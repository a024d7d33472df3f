import type { SqliteValue } from "./database.ts";
import { LISTED, listed } from "./sql.ts";

/** A piece of a statement and the values that its question marks stand for. */
export type Part = { text: string; values: readonly SqliteValue[] };

/**
 * Writes a piece of a statement. What is filled in becomes a bound value, and never text, unless it is a `Part` itself:
 * so pieces that depend on one another keep text and values together.
 */
export function part(strings: TemplateStringsArray, ...filled: (Part | SqliteValue)[]): Part {
  const parts = filled.map((value) => (isPart(value) ? value : { text: "?", values: [value] }));
  return {
    text: strings.reduce((text, string, index) => text + (parts[index - 1]?.text ?? "") + string),
    values: parts.flatMap(({ values }) => values),
  };
}

/** A text of our own: the name of a column, a constant. */
export function literal(text: string): Part {
  return { text, values: [] };
}

/** The values of a list, for `in`. */
export function among(values: readonly (string | number)[]): Part {
  return { text: LISTED, values: [listed(values)] };
}

/** True when all hold; of none. */
export function every(conditions: readonly Part[]): Part {
  return conditions.length === 0 ? literal("1") : part`(${inTurn(conditions, " and ")})`;
}

/** True when one holds; never of none. */
export function some(conditions: readonly Part[]): Part {
  return conditions.length === 0 ? literal("0") : part`(${inTurn(conditions, " or ")})`;
}

/** One after another. */
export function inTurn(parts: readonly Part[], between: string): Part {
  return { text: parts.map(({ text }) => text).join(between), values: parts.flatMap(({ values }) => values) };
}

function isPart(value: Part | SqliteValue): value is Part {
  return typeof value === "object" && value !== null && "text" in value;
}
