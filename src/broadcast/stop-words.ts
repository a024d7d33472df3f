import type { Remark } from "./broadcasts.ts";

/** Why all outreach on an account was stopped, as it is kept: "restricted", "failures 34" (percent), "missing-acks 3". */
export function stopWord({ why, percent, count }: { why: string; percent?: number; count?: number }): string {
  const number = percent ?? count;
  return number === undefined ? why : `${why} ${Math.round(number)}`;
}

/** The same as something to tell staff. */
export function stopRemark(word: string): Remark {
  const [why = "", number] = word.split(" ");
  return {
    key: `broadcast.stop.${why}`,
    ...(number === undefined ? {} : { values: { percent: Number(number), count: Number(number) } }),
  };
}
