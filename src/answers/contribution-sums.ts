import type { Knowledge } from "../knowledge/knowledge.ts";
import type { ContributionBand, Tariff } from "../knowledge/schema.ts";
import { addMonths, type Month } from "../lib/calendar.ts";
import { rupiahText } from "../lib/numbers.ts";

/** The kinds of work with a tariff of their own. */
export type Sector = Tariff["sector"];

/** What one month costs, in rupiah, for a sector and an income band. */
export type MonthlyContribution = {
  month: Month;
  jkk: number;
  jkm: number;
  jht: number;
  /** JKK + JKM after the discount. */
  package: number;
  withJht: number;
  tariff: Tariff | undefined;
};

/** The band of the official table that an income falls into; the lowest without one. */
export function bandFor(income: number | undefined, bands: readonly ContributionBand[]): ContributionBand {
  // the table leaves gaps of a thousand rupiah between bands: an income in a gap belongs to the lower band
  const band = bands.findLast(({ income_min }) => (income ?? 0) >= income_min) ?? bands[0];
  if (!band) throw new Error("the contribution table is empty");
  return band;
}

/** The contribution of one month, by the rule that holds in that month. JHT is never discounted. */
export function contributionFor(
  sector: Sector,
  month: Month,
  band: ContributionBand,
  knowledge: Knowledge,
): MonthlyContribution {
  const tariff = knowledge.tariff(sector, month);
  const share = 1 - (tariff?.discountPercent ?? 0) / 100;
  const jkk = band.jkk * share;
  const jkm = band.jkm * share;
  return { month, jkk, jkm, jht: band.jht, package: jkk + jkm, withJht: jkk + jkm + band.jht, tariff };
}

/** The months' sum as people can check it: "2 × Rp8.400 + 10 × Rp16.800 = Rp184.800". */
export function sumOfMonths(
  sector: Sector,
  from: Month,
  count: number,
  band: ContributionBand,
  knowledge: Knowledge,
  part: "package" | "withJht" = "package",
): { total: number; sum: string } {
  const months = Array.from(
    { length: count },
    (_, index) => contributionFor(sector, addMonths(from, index), band, knowledge)[part],
  );
  const runs: { price: number; times: number }[] = [];
  for (const price of months) {
    const last = runs.at(-1);
    if (last?.price === price) last.times++;
    else runs.push({ price, times: 1 });
  }
  const total = months.reduce((sum, price) => sum + price, 0);
  return {
    total,
    sum: `${runs.map(({ price, times }) => `${times} × ${rupiahText(price)}`).join(" + ")} = ${rupiahText(total)}`,
  };
}
