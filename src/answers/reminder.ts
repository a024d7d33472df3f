import type { Knowledge } from "../knowledge/knowledge.ts";
import type { Fact, Tariff } from "../knowledge/schema.ts";
import { addMonths, dateText, lastDayOf, monthOf, type Day, type Month } from "../lib/calendar.ts";
import { percentText, rupiahText } from "../lib/numbers.ts";
import { sayIn } from "../lib/say-in.ts";
import type { Answer, Kit } from "./answer.ts";
import { compose, unique } from "./compose.ts";
import { bandFor, contributionFor, type Sector } from "./contribution-sums.ts";

/** What is known of whom we speak to; `language`: the one they asked for, when we write first. */
type Person = { name?: string; occupation?: string; language?: string };

/** When something comes: a day, and from what hour on by which clock. */
type Hour = { time: string; zone: string };

const SECTORS: readonly Sector[] = ["transport", "other"];

/**
 * When discounts end, by the tariffs that hold in the month of `day`; one that goes on at least as good ends with the one
 * that follows it.
 */
export function discountEnds({ knowledge }: Pick<Kit, "knowledge">) {
  const endsOf = (sectors: readonly Sector[], day: Day): Day[] =>
    sectors.flatMap((sector) => endIn(sector, monthOf(day), knowledge) ?? []).sort();
  return {
    of: (occupation: string | undefined, day: Day): Day | undefined => endsOf(sectorsOf(occupation, knowledge), day)[0],
    all: (day: Day): Day[] => unique(endsOf(SECTORS, day)),
  };
}

/** Everything that is said about reminders. Figures are those of the day or month that is spoken of. */
export function reminderTexts(kit: Kit) {
  const { knowledge, say } = kit;
  const ends = discountEnds(kit);
  const limit = knowledge.fact("IUR-06");
  const places = knowledge.fact("REG-07");
  const answer = (lead: string, next: string, details: readonly string[] = [], rests: readonly Fact[] = []): Answer =>
    compose([{ lead, details, rests, next }], kit);

  return {
    /** How staff know a campaign of reminders. */
    campaignName: (kind: "pay-reminder" | "discount-reminder", day: Day, zone: string): string =>
      say(`reminder.campaign.${kind}`, { date: dateText(day), zone }),

    /** It is time to pay for the month of that day. */
    pay(person: Person, { day }: { day: Day }): string {
      const own = kitFor(person, kit);
      const { say } = own;
      const month = monthOf(day);
      const amount = amountOf(person.occupation, month, own);
      const isInTime = Number(day.slice(8)) <= (limit.value ?? 0);
      const date = dateText(places.asOf ?? "");
      const how = isInTime
        ? say("reminder.pay.how-by", { limit: limit.valueText ?? "", date })
        : say("reminder.pay.how", { date });
      const block = {
        lead: say("reminder.pay.lead", { ...hello(person, own), month: dateText(month) }),
        details: [amount.line, how],
        rests: [...amount.rests, places, ...(isInTime ? [limit] : [])],
        next: say("reminder.pay.stop"),
      };
      return compose([block], own).text;
    },

    /** A discount ends; `again`: the day on which they hear of it once more. */
    discount(person: Person, { today, end, again }: { today: Day; end: Day; again?: Day }): string {
      const own = kitFor(person, kit);
      const { say } = own;
      const sectors = sectorsOf(person.occupation, knowledge);
      const month = monthOf(end);
      const ending = sectors.filter((sector) => endIn(sector, month, knowledge) === end);
      const [first = "other"] = ending;
      const going = sectors.flatMap((sector) => {
        const later = endIn(sector, month, knowledge);
        return later === undefined || later === end ? [] : [{ who: whoIn([sector], own), month: monthText(later) }];
      });
      const now = costOf(first, month, knowledge);
      const days = daysUntil(end, today);
      const key = `reminder.discount.lead${ending.length === sectors.length ? "" : "-sectors"}${days > 0 ? "" : "-last-day"}`;
      const block = {
        lead: say(key, {
          ...hello(person, own),
          percent: percentText(now.tariff?.discountPercent ?? 0),
          month: dateText(month),
          days,
          who: whoIn(ending, own),
        }),
        details: [
          say("reminder.discount.now", { month: dateText(month), price: rupiahText(now.package) }),
          afterLine(first, month, own),
          ...going.map((values) => say("reminder.discount.others", values)),
        ],
        rests: factsOf(sectors, month, knowledge),
        next: again ? say("reminder.discount.again", { date: dateText(again) }) : say("reminder.discount.last"),
      };
      return compose([block], own).text;
    },

    /** A monthly reminder is set. */
    paySet({
      occupation,
      day,
      was,
      first,
      skipsMonth,
      asksMore,
      ...hour
    }: Hour & {
      occupation: string | undefined;
      day: number;
      /** The day it was before. */
      was: number | undefined;
      first: Day;
      /** This month they have had theirs. */
      skipsMonth: boolean;
      /** There was a question besides. */
      asksMore: boolean;
    }): Answer {
      const amount = amountOf(occupation, monthOf(first), kit);
      const isLate = day > (limit.value ?? 31);
      return answer(
        was === undefined || was === day
          ? say("reminder.set.pay", { day, ...hour })
          : say("reminder.set.pay-changed", { day, was, ...hour }),
        [say("reminder.set.stop"), ...(asksMore ? [say("reminder.set.also")] : [])].join("\n"),
        [
          ...(day > 28 ? [say("reminder.set.short-month")] : []),
          say(`reminder.set.${skipsMonth ? "next" : "first"}`, { date: dateText(first) }),
          amount.line,
          ...(isLate ? [say("reminder.set.after-limit", { limit: limit.valueText ?? "" })] : []),
        ],
        [...amount.rests, ...(isLate ? [limit] : [])],
      );
    },

    /** They will hear of the end of the discount on those days. */
    discountSet({
      occupation,
      today,
      dates,
      ...hour
    }: Hour & { occupation: string | undefined; today: Day; dates: readonly Day[] }): Answer {
      const month = monthOf(today);
      const known = sectorsOf(occupation, knowledge).flatMap((sector) => {
        const end = endIn(sector, month, knowledge);
        return end === undefined ? [] : [{ sector, month: monthText(end) }];
      });
      const [only] = known;
      const until =
        only !== undefined && known.length === 1
          ? say("reminder.set.discount-own", { percent: percentIn(only.sector, month, knowledge), month: only.month })
          : say("reminder.set.discount-unknown", {
              ends: known
                .map((one) =>
                  say("reminder.amount.end", { who: say(`reminder.sector.${one.sector}`), month: one.month }),
                )
                .join(say("reminder.and")),
            });
      return answer(
        say("reminder.set.discount", { dates: datesText(dates, kit), ...hour }),
        say("reminder.set.stop"),
        [until],
        factsOf(
          known.map(({ sector }) => sector),
          month,
          knowledge,
        ),
      );
    },

    /** There is no discount whose end could be told of, or so little of it left that it is told at once. */
    discountNow({ occupation, today }: { occupation: string | undefined; today: Day }): Answer {
      const end = ends.of(occupation, today);
      const next = say("reminder.no-discount-next");
      if (end === undefined) return answer(say("reminder.no-discount", { month: monthText(today) }), next);
      const days = daysUntil(end, today);
      const month = monthOf(end);
      const sector = sectorsOf(occupation, knowledge).find((one) => endIn(one, month, knowledge) === end) ?? "other";
      return answer(
        say(days > 0 ? "reminder.too-late" : "reminder.too-late-today", {
          days,
          percent: percentIn(sector, month, knowledge),
          month: dateText(month),
          who: whoIn([sector], kit),
        }),
        next,
        [afterLine(sector, month, kit)],
        factsOf([sector], month, knowledge),
      );
    },

    askDay: (): Answer =>
      answer(
        say("reminder.ask-day"),
        say("reminder.ask-day-how"),
        [say("reminder.ask-day-limit", { limit: limit.valueText ?? "" })],
        [limit],
      ),

    noSuchDay: (day: number): Answer => answer(say("reminder.no-such-day", { day }), say("reminder.no-such-day-how")),

    /** What one may ask for. */
    offer: (today: Day): Answer =>
      answer(
        say("reminder.offer"),
        say("reminder.offer-how"),
        ends.all(today).length > 0 ? [say("reminder.offer-discount")] : [],
      ),

    stopped: (which: "pay" | "discount-end" | undefined): Answer =>
      answer(say(which ? `reminder.stopped-one.${which}` : "reminder.stopped"), say("reminder.stopped-next")),

    noneToStop: (): Answer => answer(say("reminder.none-to-stop"), say("reminder.none-to-stop-next")),

    /** What somebody asked to be reminded of, and when it comes. */
    list({
      pay,
      discount,
      ...hour
    }: Hour & { pay: { day: number; next: Day } | undefined; discount: readonly Day[] | undefined }): Answer {
      const lines = [
        ...(pay ? [say("reminder.list.pay", { day: pay.day, date: dateText(pay.next), ...hour })] : []),
        ...(discount
          ? [
              discount.length > 0
                ? say("reminder.list.discount-end", { dates: datesText(discount, kit) })
                : say("reminder.list.discount-end-soon"),
            ]
          : []),
      ];
      return lines.length > 0
        ? answer(say("reminder.list.lead"), say("reminder.list.next"), lines)
        : answer(say("reminder.list.none"), say("reminder.list.none-next"));
    },
  };
}

/** The kit for what is written to somebody who has not just written to us. */
function kitFor({ language }: Person, kit: Kit): Kit {
  return { ...kit, say: sayIn(kit.say, language) };
}

function hello({ name }: Person, { say }: Kit): { name: string } {
  return { name: name ?? say("reminder.no-name") };
}

/** What the smallest package costs in a month for somebody; for both kinds of work where theirs is not known. */
function amountOf(
  occupation: string | undefined,
  month: Month,
  { knowledge, say }: Kit,
): { line: string; rests: Fact[] } {
  const sectors = sectorsOf(occupation, knowledge);
  const costs = sectors.map((sector) => {
    const cost = costOf(sector, month, knowledge);
    const end = endOf(cost.tariff, knowledge);
    const after = end === undefined ? undefined : costOf(sector, addMonths(monthOf(end), 1), knowledge).package;
    return {
      who: say(`reminder.sector.${sector}`),
      price: rupiahText(cost.package),
      percent: percentText(cost.tariff?.discountPercent ?? 0),
      isReduced: cost.tariff !== undefined,
      until: end === undefined ? undefined : dateText(monthOf(end)),
      after: after === undefined ? undefined : rupiahText(after),
    };
  });
  const rests = factsOf(sectors, month, knowledge);
  const [first, ...others] = costs;
  if (!first) throw new Error("somebody has one kind of work at least");
  const { price, percent, isReduced } = first;
  const afters = unique(costs.flatMap((cost) => cost.after ?? []));
  const [after = ""] = afters;
  const isSame = others.every((cost) => cost.price === price && cost.percent === percent);
  if (isSame && !isReduced) return { line: say("reminder.amount.normal", { price }), rests };
  if (isSame && (afters.length !== 1 || costs.some((cost) => cost.until === undefined)))
    return { line: say("reminder.amount.reduced", { price, percent }), rests };
  if (isSame) {
    const ends = unique(costs.map(({ until }) => until));
    const until =
      ends.length === 1
        ? (ends[0] ?? "")
        : costs
            .map((cost) => say("reminder.amount.end", { month: cost.until ?? "", who: cost.who }))
            .join(say("reminder.and"));
    return { line: say("reminder.amount.reduced-until", { price, percent, until, after }), rests };
  }
  const list = costs
    .map(({ who, price: own, until }) =>
      until === undefined
        ? say("reminder.amount.sector", { who, price: own })
        : say("reminder.amount.sector-until", { who, price: own, until }),
    )
    .join("; ");
  const ending = afters.length === 1 ? say("reminder.amount.by-sector-ending", { after }) : "";
  return { line: say("reminder.amount.by-sector", { list, ending }), rests };
}

function costOf(sector: Sector, month: Month, knowledge: Knowledge) {
  return contributionFor(sector, month, bandFor(undefined, knowledge.bands), knowledge);
}

/** The kind of work of an occupation; both where none is known. */
function sectorsOf(occupation: string | undefined, knowledge: Knowledge): readonly Sector[] {
  const known = occupation === undefined ? undefined : knowledge.occupation(occupation)?.sector;
  return known ? [known] : SECTORS;
}

/** The last day of a discount with what follows it without a gap; undefined when there is none, or no end is known. */
function endOf(tariff: Tariff | undefined, knowledge: Knowledge): Day | undefined {
  if (!tariff?.validTo) return undefined;
  const end = lastDayOf(tariff.validTo);
  const next = knowledge.tariff(tariff.sector, addMonths(monthOf(end), 1));
  if (!next || next === tariff || next.discountPercent < tariff.discountPercent) return end;
  return endOf(next, knowledge);
}

function endIn(sector: Sector, month: Month, knowledge: Knowledge): Day | undefined {
  return endOf(knowledge.tariff(sector, month), knowledge);
}

function percentIn(sector: Sector, month: Month, knowledge: Knowledge): string {
  return percentText(knowledge.tariff(sector, month)?.discountPercent ?? 0);
}

/** What it costs from the month after a discount has ended. */
function afterLine(sector: Sector, lastMonth: Month, { knowledge, say }: Kit): string {
  const { month, package: price } = costOf(sector, addMonths(lastMonth, 1), knowledge);
  return say("reminder.discount.then", { month: dateText(month), price: rupiahText(price) });
}

/** The facts behind what the smallest package costs. */
function factsOf(sectors: readonly Sector[], month: Month, knowledge: Knowledge): Fact[] {
  const tariffs = sectors.flatMap((sector) => knowledge.tariff(sector, month)?.facts ?? []);
  return unique([...tariffs, "IUR-04"]).map((id) => knowledge.fact(id));
}

/** Kinds of work where they do not stand side by side. */
function whoIn(sectors: readonly Sector[], { say }: Kit): string {
  return sectors.map((sector) => say(`reminder.who.${sector}`)).join(say("reminder.and"));
}

function monthText(day: Day): string {
  return dateText(monthOf(day));
}

function daysUntil(day: Day, today: Day): number {
  return Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000);
}

function datesText(dates: readonly Day[], { say }: Kit): string {
  const last = dates.at(-1) ?? "";
  const year = ` ${last.slice(0, 4)}`;
  // "17 Desember dan 28 Desember 2026"
  return dates
    .map((date) => (date === last ? dateText(date) : dateText(date).replace(year, "")))
    .join(say("reminder.and"));
}
