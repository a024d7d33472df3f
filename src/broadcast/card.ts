import { numberText } from "../lib/numbers.ts";
import { audienceText } from "./audience-text.ts";
import type { Preflight, Remark, Sample } from "./broadcasts.ts";
import type { Campaign } from "./campaign.ts";
import { byCount, durationText, remarkText, whoText, type CardHelpers } from "./card-words.ts";

export { audienceText } from "./audience-text.ts";
export { remarkText, stopText, type CardHelpers } from "./card-words.ts";
export { progressText, receiptText } from "./standing.ts";

/** How much of a sample is shown: enough to see that it is right. */
const LONGEST_SAMPLE = 300;

/**
 * Everything to be known before many people get it: what, to whom and to whom not, from when to when, as three of them
 * will read it, what is wrong, and what to press. `next` takes the place of that last line.
 */
export function preflightText(preflight: Preflight, helpers: CardHelpers, next?: string): string {
  const { campaign, recipients, byChannel, skipped, problems, warnings, samples } = preflight;
  const { say } = helpers;
  const card = (key: string, values?: Record<string, string | number>) => say(`broadcast.card.${key}`, values);
  const left = byCount(skipped);
  const { file, choices = [] } = campaign.content;
  const blocks = [
    [
      card("title", { id: campaign.id, name: campaign.name }),
      card("state", { state: say(`broadcast.state.${campaign.state}`) }),
      card("audience", { audience: audienceText(campaign.audience, helpers) }),
      ...(file ? [card(`file.${file.kind}`)] : []),
      ...(choices.length > 0 ? [card("choices", { choices: choices.join(" / ") })] : []),
    ],
    [
      card("recipients", { count: numberText(recipients) }),
      ...channelLine(byChannel, helpers),
      ...(left.length > 0 ? [card("skipped", { count: numberText(sum(left.map(([, count]) => count))) })] : []),
      ...left.map(([reason, count]) =>
        card("reason", { count: numberText(count), reason: say(`broadcast.skip.${reason}`) }),
      ),
    ],
    timeLines(preflight, helpers),
    ...samples.map((sample, index) => sampleLines(sample, index + 1, helpers)),
    remarkLines("problems", problems, helpers),
    remarkLines("warnings", warnings, helpers),
    [next ?? nextText(preflight, helpers)],
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function channelLine(byChannel: Preflight["byChannel"], { say }: CardHelpers): string[] {
  const counts = byCount(byChannel).map(
    ([channel, count]) => `${say(`staff.channel.${channel}`)} ${numberText(count)}`,
  );
  return counts.length > 0 ? [counts.join(" · ")] : [];
}

function timeLines({ campaign, startsAt, endsAt }: Preflight, { say, time }: CardHelpers): string[] {
  const { startAt, repeat } = campaign;
  const isPlanned = startAt !== undefined && startAt.getTime() === startsAt.getTime();
  return [
    isPlanned ? say("broadcast.card.start", { time: time(startsAt) }) : say("broadcast.card.now"),
    ...(repeat ? [say("broadcast.card.repeat", { cron: repeat.cron, zone: repeat.timeZone })] : []),
    ...(endsAt
      ? [say("broadcast.card.end", { time: time(endsAt), duration: durationText(startsAt, endsAt, say) })]
      : []),
  ];
}

/** A bar before each line sets apart what is theirs from what is ours. */
function sampleLines({ channel, firstName, text }: Sample, number: number, { say }: CardHelpers): string[] {
  const values = { number, channel: say(`staff.channel.${channel}`) };
  return [
    firstName === undefined
      ? say("broadcast.card.sample-no-name", values)
      : say("broadcast.card.sample", { ...values, name: firstName }),
    ...shortened(text)
      .split("\n")
      .map((line) => say("broadcast.card.sample-line", { line }).trimEnd()),
  ];
}

/** The beginning of a text, cut between words. */
function shortened(text: string): string {
  if (text.length <= LONGEST_SAMPLE) return text;
  const cut = text.slice(0, LONGEST_SAMPLE + 1).search(/\s\S*$/);
  return `${text.slice(0, cut > 0 ? cut : LONGEST_SAMPLE).trimEnd()} …`;
}

function remarkLines(kind: "problems" | "warnings", remarks: readonly Remark[], helpers: CardHelpers): string[] {
  if (remarks.length === 0) return [];
  const lines = remarks.map((remark) => helpers.say("broadcast.card.remark", { text: remarkText(remark, helpers) }));
  return [helpers.say(`broadcast.card.${kind}`), ...lines];
}

function nextText({ campaign, problems, needsSecond }: Preflight, helpers: CardHelpers): string {
  const { say } = helpers;
  const next = (key: string, values?: Record<string, string>) => say(`broadcast.card.next.${key}`, values);
  if (campaign.state === "draft") {
    if (problems.length > 0) return next("fix");
    return needsSecond ? next("second", { name: whoText(campaign.createdBy, helpers) }) : next("approve");
  }
  if (campaign.state === "approved") return next("start", approval(campaign, helpers));
  return next(campaign.state);
}

function approval({ approvedBy = "program", approvedFor = 0 }: Campaign, helpers: CardHelpers) {
  return { name: whoText(approvedBy, helpers), count: numberText(approvedFor) };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
