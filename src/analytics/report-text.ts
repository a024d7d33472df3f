import { stringify } from "csv-stringify/sync";
import { dayOf } from "../lib/calendar.ts";
import { table } from "../lib/table.ts";
import { KINDS, NO_REGION, type QuestionRow, type Report, type Times } from "./report.ts";
import type { Group, Shown } from "./small-counts.ts";

/** What the report cannot know: how places are called, and by which clock a day begins (IANA name). */
export type Wording = { regionName: (code: string) => string; timeZone: string };

/** The report as tables for a terminal, with a line on what the marks mean. */
export function reportText(report: Report, wording: Wording): string {
  const { questions, tickets, smallest } = report;
  const { from, to } = daysOf(report, wording);
  const parts = [
    `Report ${from} to ${to} (${wording.timeZone})\n`,
    groupTable("questions", questions, smallest),
    questionTable("intent", report.byIntent, report),
    questionTable("region", regionRows(report, wording), report),
    groupTable("tickets by reason", tickets.byReason, smallest),
    groupTable("tickets closed by", tickets.byEnding, smallest),
    groupTable("satisfaction", tickets.satisfaction, smallest),
    table(
      ["time", "tickets", "median", "90th percentile"],
      [
        timesRow("opened to first word of staff", tickets.waiting, smallest),
        timesRow("first word of staff to closed", tickets.handling, smallest),
      ],
    ),
    [
      `Shares are rounded to 0.1 %, times to the minute. The CSV file has them exactly.`,
      `<${smallest}   fewer than ${smallest}, but not none`,
      `(<${smallest}) not shown: a number under ${smallest} is in it, or could be worked out from it`,
      "",
    ].join("\n"),
  ];
  return parts.join("\n");
}

/** The report as CSV with the columns section, row, metric, value. Times in seconds, shares as part of 1, days by the office's clock. */
export function reportCsv(report: Report, wording: Wording): string {
  const { questions, tickets, smallest } = report;
  const { from, to } = daysOf(report, wording);
  const lines: Line[] = [
    ["period", "from", "day", from],
    ["period", "to", "day", to],
    ["period", "days begin in", "time zone", wording.timeZone],
    ["period", "smallest count shown", "number", smallest],
    ...groupLines("questions", questions, smallest),
    ...questionLines("intents", report.byIntent, report),
    ...questionLines("regions", regionRows(report, wording), report),
    ...groupLines("tickets by reason", tickets.byReason, smallest),
    ...groupLines("tickets closed by", tickets.byEnding, smallest),
    ...groupLines("satisfaction", tickets.satisfaction, smallest),
    ...timesLines("opened to first word of staff", tickets.waiting, smallest),
    ...timesLines("first word of staff to closed", tickets.handling, smallest),
  ];
  return stringify([["section", "row", "metric", "value"], ...lines], { escape_formulas: true });
}

/** A length of time as people say it: "45 detik", "12 menit", "1 jam 5 menit", "2 hari 3 jam"; from a minute on to the minute. */
export function durationText(ms: number): string {
  if (ms < 59_500) return `${Math.round(ms / 1000)} detik`;
  const minutes = Math.round(ms / 60_000);
  const parts: [number, string][] = [
    [Math.floor(minutes / 1440), "hari"],
    [Math.floor(minutes / 60) % 24, "jam"],
    [minutes % 60, "menit"],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}

type Line = readonly [section: string, row: string, metric: string, value: string | number];

/** Names of rows that are no ids; all others are shown as they are. */
const LABELS: Readonly<Record<string, string>> = {
  "asked-again": "asked again",
  "handed-off": "handed off",
  staff: "staff",
  worker: "the person",
  erased: "erased at the person's wish",
  unrecorded: "not recorded",
  open: "still open",
  "not-given": "not given",
};

function daysOf({ from, to }: Report, { timeZone }: Wording): { from: string; to: string } {
  return { from: dayOf(from, timeZone), to: dayOf(new Date(to.getTime() - 1), timeZone) };
}

function regionRows({ byRegion }: Report, { regionName }: Wording): QuestionRow[] {
  return byRegion.map((row) => ({ ...row, name: row.name === NO_REGION ? "(none named)" : regionName(row.name) }));
}

function shown(count: Shown, smallest: number): string {
  if (count === "few") return `<${smallest}`;
  return count === "kept-back" ? `(<${smallest})` : String(count);
}

/** Part of a whole, where both are shown and there is a whole. */
function share(part: Shown, whole: Shown): number | undefined {
  return typeof part === "number" && typeof whole === "number" && whole > 0 ? part / whole : undefined;
}

function percent(part: number | undefined): string {
  return part === undefined ? "" : `${(100 * part).toFixed(1)} %`;
}

function groupTable(title: string, { rows, total }: Group, smallest: number): string {
  const lines = rows.map(({ name, count }) => [
    LABELS[name] ?? name,
    shown(count, smallest),
    percent(share(count, total)),
  ]);
  return table([title, "number", "share"], closed(lines, { total, smallest }));
}

function questionTable(title: string, rows: readonly QuestionRow[], { questions, smallest }: Report): string {
  const lines = rows.map(({ name, count, split }) => [
    name,
    shown(count, smallest),
    percent(share(count, questions.total)),
    ...KINDS.map((kind) =>
      split ? `${split[kind]} (${percent(share(split[kind], count))})` : shown("kept-back", smallest),
    ),
  ]);
  const head = [title, "questions", "share", ...KINDS.map((kind) => LABELS[kind] ?? kind)];
  return table(head, closed(lines, { total: questions.total, smallest }));
}

/** Ends a table with its sum, and says so when there are rows but none can be shown. */
function closed(
  lines: readonly string[][],
  { total, smallest }: { total: Shown; smallest: number },
): readonly string[][] {
  const missing = lines.length === 0 && total !== 0 ? [["(each row)", shown("kept-back", smallest)]] : [];
  return [...lines, ...missing, ["total", shown(total, smallest)]];
}

function timesRow(name: string, { number, medianMs, p90Ms }: Times, smallest: number): string[] {
  const text = (ms: number | undefined) => (ms === undefined ? "-" : durationText(ms));
  return [name, shown(number, smallest), text(medianMs), text(p90Ms)];
}

function groupLines(section: string, { rows, total }: Group, smallest: number): Line[] {
  return [
    ...rows.flatMap(({ name, count }) =>
      countLines([section, LABELS[name] ?? name], { number: count, share: share(count, total) }, smallest),
    ),
    [section, "total", "number", shown(total, smallest)],
  ];
}

function questionLines(section: string, rows: readonly QuestionRow[], { questions, smallest }: Report): Line[] {
  return rows.flatMap(({ name, count, split }) => [
    ...countLines([section, name], { number: count, share: share(count, questions.total) }, smallest),
    ...KINDS.flatMap((kind) => {
      const part = split ? split[kind] : "kept-back";
      const line: Line[] = [[section, name, LABELS[kind] ?? kind, shown(part, smallest)]];
      const partShare = share(part, count);
      return partShare === undefined
        ? line
        : [...line, [section, name, `share ${LABELS[kind] ?? kind}`, partShare] as const];
    }),
  ]);
}

function countLines(
  [section, row]: readonly [string, string],
  values: { number: Shown; share: number | undefined },
  smallest: number,
): Line[] {
  const line: Line = [section, row, "number", shown(values.number, smallest)];
  return values.share === undefined ? [line] : [line, [section, row, "share", values.share]];
}

function timesLines(section: string, { number, medianMs, p90Ms }: Times, smallest: number): Line[] {
  const seconds = (metric: string, ms: number | undefined): Line[] =>
    ms === undefined ? [] : [[section, "time", metric, ms / 1000]];
  return [
    [section, "tickets", "number", shown(number, smallest)],
    ...seconds("median seconds", medianMs),
    ...seconds("90th percentile seconds", p90Ms),
  ];
}
