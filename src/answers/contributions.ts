import type { ContributionBand, Fact } from "../knowledge/schema.ts";
import { addMonths, dateText, monthOf, type Month } from "../lib/calendar.ts";
import { numberText, percentText, rupiahText } from "../lib/numbers.ts";
import type { Choice } from "../understanding/context.ts";
import type { Entities } from "../understanding/entities.ts";
import type { AnswerHandler, Kit, Question } from "./answer.ts";
import { caveatLines, unique } from "./compose.ts";
import { bandFor, contributionFor, sumOfMonths, type Sector } from "./contribution-sums.ts";
import { focusOn } from "./focus.ts";
import { choice, handoffChoice } from "./next-steps.ts";

/** The sectors with a tariff of their own. */
const SECTORS: readonly Sector[] = ["transport", "other"];

/** Days of work in a month when a person tells what a day or a week brings: shown in the sum, so anybody can correct it. */
const WORKING_DAYS = 25;
const WEEKS = 4;

/** Lengths that contributions are offered for in advance; they are told in words. */
const AHEAD = [3, 6, 12] as const;
const IN_WORDS: ReadonlySet<number> = new Set(AHEAD);

/** A focus score from which a rule about contributions is what was asked for. */
const STANDS_OUT = 8;

/** What a month costs, for the occupation, income and month named; asks for the income when none was. */
export const contributionAmount: AnswerHandler = (question, kit) => {
  const { knowledge, say } = kit;
  const special = specialRule(question, kit);
  if (special) return special;
  const { entities } = question;
  const income = monthlyIncome(entities);
  const band = bandFor(income?.rupiah, knowledge.bands);
  const month = monthAsked(question);
  const sectors = sectorsOf(question, kit, month, band);
  const table = knowledge.fact("IUR-05");
  const rules = ["IUR-01", "IUR-02", "IUR-03", "IUR-04"].map((id) => knowledge.fact(id));
  const main = contributionFor(sectors[0] ?? "other", month, band, knowledge);
  const normal = band.total_jkk_jkm;
  const count = entities.monthsCount && entities.monthsCount > 1 ? Math.min(entities.monthsCount, 24) : undefined;
  const withJht = entities.programmes.includes("jht");
  // the rules of every month that is told or added up
  const farthest = addMonths(month, count ? count - 1 : sectors.length === 1 ? Math.max(...AHEAD) - 1 : 0);
  const tariffFacts = unique(
    sectors.flatMap((sector) =>
      knowledge.tariffs
        .filter((tariff) => tariff.sector === sector && monthOf(tariff.validFrom) <= farthest)
        .filter(({ validTo }) => validTo === null || month <= monthOf(validTo))
        .flatMap(({ facts }) => facts),
    ),
  ).map((id) => knowledge.fact(id));
  const lines = sectors.map((sector) => {
    const cost = contributionFor(sector, month, band, knowledge);
    return say(cost.tariff ? "contribution.amount.line-discount" : "contribution.amount.line", {
      who: sectors.length > 1 ? say(`contribution.sector.${sector}`) : say("contribution.amount.who"),
      total: rupiahText(cost.package),
      jkk: rupiahText(band.jkk),
      jkm: rupiahText(band.jkm),
      percent: percentText(cost.tariff?.discountPercent ?? 0),
      normal: rupiahText(normal),
    });
  });
  const jht = rupiahText(main.jht);
  const withSavings =
    sectors.length > 1
      ? say("contribution.amount.plus-jht", { jht })
      : say("contribution.amount.with-jht", {
          sum: `${rupiahText(main.package)} + ${jht} = ${rupiahText(main.withJht)}`,
        });
  const part = withJht ? "withJht" : "package";
  const what = withJht ? say("contribution.amount.what-jht") : say("contribution.amount.who");
  const monthsLine = (sector: Sector, months: number) =>
    say("contribution.amount.months", {
      length: say(`contribution.amount.length.${IN_WORDS.has(months) ? months : "other"}`, { count: String(months) }),
      sum: sumOfMonths(sector, month, months, band, knowledge, part).sum,
    });
  const sums = [
    say("contribution.amount.ahead", {
      what,
      from: dateText(month),
      who: count || sectorOf(question, kit) ? "" : say("contribution.amount.ahead-other"),
    }),
    ...(count
      ? sectors.flatMap((sector) => [
          ...(sectors.length > 1
            ? [say("contribution.amount.for", { who: say(`contribution.sector.${sector}`) })]
            : []),
          monthsLine(sector, count),
        ])
      : AHEAD.map((months) => monthsLine(sectors[0] ?? "other", months))),
  ];
  const lead = income
    ? say("contribution.amount.lead-income", {
        income: income.sum,
        base: rupiahText(band.base),
        month: dateText(month),
      })
    : say("contribution.amount.lead-minimum", { month: dateText(month) });
  return {
    lead,
    details: [...lines, withSavings, ...(count ? sums : [])],
    extras: count || sectors.length > 1 ? [] : [sums.join("\n")],
    // says in its own words what DISK-03 wants said with it
    notes: [...untilLines(question, month, band, kit), ...(income ? caveatLines([table], say) : [])],
    rests: income
      ? [table, ...rules.slice(0, 3), ...tariffFacts]
      : [rules[3] as Fact, ...tariffFacts, ...rules.slice(0, 3)],
    mentions: income ? [] : [table],
    next: say(income ? "contribution.amount.next" : "contribution.amount.ask-income"),
    choices: income
      ? [...dailyChoice(question, say), choice(say, "contribution.pay"), choice(say, "registration.how")]
      : [],
    ...(income ? {} : { asks: { slot: "incomeRupiah" as const, entities } }),
  };
};

/** Whether a discount holds on the day asked about, for whom and until when. */
export const contributionDiscount: AnswerHandler = (question, kit) => {
  const { knowledge, say } = kit;
  const month = monthAsked(question);
  const sector = sectorOf(question, kit);
  const sectors: Sector[] = sector ? [sector] : ["transport", "other"];
  const focus = focusOn(["contribution.discount"], question, knowledge, STANDS_OUT);
  const band = bandFor(undefined, knowledge.bands);
  const rules = unique(
    sectors.flatMap((one) => knowledge.tariffs.filter((tariff) => tariff.sector === one).flatMap(({ facts }) => facts)),
  ).map((id) => knowledge.fact(id));
  const lines = sectors.flatMap((one) => {
    const now = knowledge.tariff(one, month);
    const known =
      now ??
      knowledge.tariffs
        .filter((tariff) => tariff.sector === one)
        .toSorted((a, b) => b.validFrom.localeCompare(a.validFrom))[0];
    if (!known) return [];
    return [
      say(
        now
          ? "contribution.discount.line"
          : month > monthOf(known.validTo ?? known.validFrom)
            ? "contribution.discount.line-over"
            : "contribution.discount.line-not-yet",
        {
          who: say(`contribution.sector.${one}`),
          percent: percentText(known.discountPercent),
          from: dateText(monthOf(known.validFrom)),
          until: dateText(monthOf(known.validTo ?? known.validFrom)),
          price: rupiahText(contributionFor(one, month, band, knowledge).package),
          normal: rupiahText(band.total_jkk_jkm),
          month: dateText(month),
        },
      ),
    ];
  });
  const active = sectors.some((one) => knowledge.tariff(one, month));
  const excluded = knowledge.fact("DISK-04");
  const jht = knowledge.fact("DISK-07");
  const extra = focus && !rules.includes(focus) && focus !== excluded && focus !== jht ? focus : undefined;
  return {
    lead: extra
      ? extra.statement
      : say(active ? "contribution.discount.lead" : "contribution.discount.lead-none", { month: dateText(month) }),
    details: [
      ...lines,
      say("contribution.discount.limits"),
      ...caveatLines(
        [...(extra ? [extra] : []), ...rules.filter(({ id }) => id !== "DISK-03" || sectors.includes("other"))],
        say,
      ),
    ],
    rests: [...(extra ? [extra] : []), ...rules],
    mentions: [excluded, jht, knowledge.fact("IUR-04")],
    next: say("contribution.discount.next"),
    choices: [choice(say, "contribution.amount"), choice(say, "registration.how")],
  };
};

/** A rule asked about by its own words ("kenapa dasar penghasilan", "magang"): it is told first. */
function specialRule(question: Question, kit: Kit) {
  const { knowledge, say } = kit;
  if (question.entities.incomeRupiah !== undefined) return undefined;
  const occupation = question.entities.occupations.flatMap((id) => knowledge.occupation(id) ?? [])[0];
  const byGroup: Readonly<Record<string, string>> = {
    employer: "IUR-12",
    employee: "ELIG-11",
    "non-asn": "ELIG-10",
    migrant: "ELIG-06",
    "construction-project": "ELIG-07",
  };
  const groupFact = occupation && byGroup[occupation.group];
  const fact = groupFact
    ? knowledge.fact(groupFact)
    : focusOn(["contribution.amount"], question, knowledge, STANDS_OUT + 2);
  if (!fact || /^IUR-0[1-5]$/.test(fact.id)) return undefined;
  const minimum = knowledge.fact("IUR-04");
  return {
    lead: fact.statement,
    details: [...caveatLines([fact], say), ...minimumLine(question, kit)],
    rests: [fact, minimum],
    next: say("contribution.amount.ask-income"),
    choices: [handoffChoice(say)],
    asks: { slot: "incomeRupiah" as const, entities: question.entities },
  };
}

/** The smallest package on the day asked about, for the occupation named or, where they differ, for each sector. */
export function minimumLine(question: Question, { knowledge, say }: Kit): string[] {
  const month = monthAsked(question);
  const band = bandFor(undefined, knowledge.bands);
  const [transport, other] = SECTORS.map((sector) => contributionFor(sector, month, band, knowledge));
  if (!transport || !other) return [];
  const known = sectorOf(question, { knowledge, say });
  if (known) {
    const price = rupiahText((known === "transport" ? transport : other).package);
    return [say("contribution.minimum", { price, month: dateText(month) })];
  }
  if (transport.package === other.package)
    return [say("contribution.minimum", { price: rupiahText(other.package), month: dateText(month) })];
  return [
    say("contribution.minimum-by-sector", {
      transport: rupiahText(transport.package),
      other: rupiahText(other.package),
      month: dateText(month),
    }),
  ];
}

/** The facts behind minimumLine on that day. */
export function minimumFacts(question: Question, { knowledge }: Kit): Fact[] {
  const month = monthAsked(question);
  const tariffs = SECTORS.flatMap((sector) => knowledge.tariff(sector, month)?.facts ?? []);
  return unique(["IUR-04", ...tariffs]).map((id) => knowledge.fact(id));
}

/** "Potongan sampai iuran Desember 2026; sesudah itu Rp16.800": for every sector concerned whose discount ends. */
function untilLines(question: Question, month: Month, band: ContributionBand, kit: Kit): string[] {
  const { knowledge, say } = kit;
  const known = sectorOf(question, kit);
  const ends = (known ? [known] : SECTORS).flatMap((sector) => {
    const tariff = knowledge.tariff(sector, month);
    return tariff?.validTo ? [{ sector, until: dateText(monthOf(tariff.validTo)) }] : [];
  });
  if (ends.length === 0) return [];
  return [
    say("contribution.amount.until", {
      ends: ends
        .map(({ sector, until }) =>
          known ? until : say("contribution.amount.until-sector", { until, who: say(`contribution.sector.${sector}`) }),
        )
        .join(say("common.and")),
      after: rupiahText(band.total_jkk_jkm),
    }),
  ];
}

/** One sector when the occupation is known, or when both pay the same; both otherwise. */
function sectorsOf(question: Question, kit: Kit, month: Month, band: ContributionBand): Sector[] {
  const known = sectorOf(question, kit);
  if (known) return [known];
  const [a, b] = SECTORS.map((sector) => contributionFor(sector, month, band, kit.knowledge));
  return a?.package === b?.package ? ["other"] : ["transport", "other"];
}

function sectorOf({ entities }: Question, { knowledge }: Kit): Sector | undefined {
  return entities.occupations.flatMap((id) => knowledge.occupation(id) ?? [])[0]?.sector;
}

function monthAsked({ entities, today }: Question): Month {
  const [year] = entities.years;
  if (entities.month)
    return year !== undefined && !entities.month.startsWith(String(year))
      ? `${year}${entities.month.slice(4)}`
      : entities.month;
  return year !== undefined && String(year) !== today.slice(0, 4) ? `${year}-01` : monthOf(today);
}

/** A small income of which nobody said whether it is that of a day or a month was taken for a month's; one tap says else. */
function dailyChoice({ intent, entities }: Question, say: Kit["say"]): Choice[] {
  const { incomeRupiah, incomePeriod } = entities;
  if (incomeRupiah === undefined || incomePeriod !== "unsaid") return [];
  const label = say("contribution.amount.is-daily", { income: rupiahText(incomeRupiah) });
  return [{ label, intent, entities: { ...entities, incomePeriod: "day" } }];
}

/** The income of a month, with the sum when it was told by the day or week. */
function monthlyIncome({ incomeRupiah, incomePeriod }: Entities): { rupiah: number; sum: string } | undefined {
  if (incomeRupiah === undefined) return undefined;
  const times = incomePeriod === "day" ? WORKING_DAYS : incomePeriod === "week" ? WEEKS : 1;
  const rupiah = incomeRupiah * times;
  return {
    rupiah,
    sum:
      times === 1 ? rupiahText(rupiah) : `${numberText(times)} × ${rupiahText(incomeRupiah)} = ${rupiahText(rupiah)}`,
  };
}
