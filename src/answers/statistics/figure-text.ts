import type { Fact } from "../../knowledge/schema.ts";
import type { Say } from "../../knowledge/texts.ts";
import { dateText } from "../../lib/calendar.ts";
import { countText, percentText } from "../../lib/numbers.ts";
import type { Kit } from "../answer.ts";
import { sourceText } from "../compose.ts";

/** Whether a share and its own numbers agree well enough to be shown together. */
export function isSound({ percent, numerator, denominator }: Fact): boolean {
  if (!numerator || !denominator || percent === undefined) return true;
  return Math.abs((100 * numerator.value) / denominator.value - percent) <= 1;
}

/** "25,23 persen (115.463 orang terlindungi dari 457.718 angkatan kerja)". */
export function figureText(fact: Fact, { say }: Kit): string {
  const { percent, numerator, denominator } = fact;
  const part = numerator && `${counted(numerator, say)} ${numerator.text}`;
  const whole =
    isSound(fact) && denominator
      ? say("statistics.of", { whole: `${counted(denominator, say)} ${denominator.text}` })
      : "";
  if (percent === undefined) return part ? `${part}${whole}` : (fact.valueText ?? fact.statement);
  if (!isSound(fact)) return percentText(percent);
  return part ? `${percentText(percent)} (${part}${whole})` : `${percentText(percent)}${whole}`;
}

/** "sekitar 5,9 juta", "lebih dari 1,3 juta", "115.463". */
function counted({ value, about, atLeast }: NonNullable<Fact["numerator"]>, say: Say): string {
  return `${atLeast ? say("common.more-than") : about ? say("common.about") : ""}${countText(value)}`;
}

export function shortFigure(fact: Fact, { say }: Kit): string {
  const { percent, numerator } = fact;
  const count = numerator && `${counted(numerator, say)} ${say("statistics.people")}`;
  if (percent === undefined) return count ?? figureText(fact, { say } as Kit);
  return count && isSound(fact) ? `${percentText(percent)} (${count})` : percentText(percent);
}

/** "per Agustus 2024, Liputan6.com": date and outlet inside a sentence. */
export function inlineSource(fact: Fact, { knowledge, say }: Kit): string {
  const [source] = knowledge.sourcesOf(fact);
  const asOf = say("common.as-of", { date: dateText(fact.asOf ?? "") });
  if (!source) return asOf;
  // a report of the same day needs its date only once
  const day = source.published ?? source.stated ?? fact.asOf;
  return `${asOf}, ${day === fact.asOf ? source.outlet : sourceText(source, fact, say)}`;
}

/** A statement, with its date in front when the sentence itself names no year. */
export function datedStatement(fact: Fact, { say }: Kit): string {
  if (fact.asOf === undefined || /\b20\d\d\b/.test(fact.statement)) return fact.statement;
  return say("common.dated", { statement: fact.statement, date: dateText(fact.asOf) });
}

export function speakerLine(fact: Fact, { say }: Kit): string | undefined {
  if (!fact.speaker) return undefined;
  return say("statistics.speaker", {
    speaker: fact.speaker,
    role: fact.speakerRole ?? "-",
    date: dateText(fact.asOf ?? ""),
  });
}
