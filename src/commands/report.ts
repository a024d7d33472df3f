import { InvalidArgumentError, type Command } from "commander";
import { writeFile } from "node:fs/promises";
import { Temporal } from "temporal-polyfill";
import type { OutcomeStore } from "../analytics/outcome.ts";
import { isPossibleDate, type Day } from "../lib/calendar.ts";
import { systemClock, type Clock } from "../lib/clock.ts";
import type { TicketStore } from "../handoff/ticket.ts";

/** What a report is made from. */
export type ReportTools = {
  outcomes: Pick<OutcomeStore, "between">;
  tickets: Pick<TicketStore, "openedBetween">;
  regionName: (code: string) => string;
  /** IANA name of the office's time zone. */
  timeZone: string;
  close(): void;
};

type Options = { from?: Day; to?: Day; csv?: string };

/** Days that are reported when none are given, today included. */
const USUAL_DAYS = 30;

/**
 * Adds `report` to the program: what people asked and how the office answered, from one day to another, both included.
 * The tools are opened when the command runs, and closed at its end.
 */
export function addReportCommand(
  sapa: Command,
  open: () => Promise<ReportTools>,
  {
    clock = systemClock,
    print = (text) => process.stdout.write(text),
  }: {
    clock?: Clock;
    print?: (text: string) => void;
  } = {},
): void {
  sapa
    .command("report")
    .description("what people asked and how the office answered; small numbers are hidden")
    .option("--from <day>", `first day, YYYY-MM-DD (default: ${USUAL_DAYS} days that end with the last one)`, day)
    .option("--to <day>", "last day, YYYY-MM-DD (default: today)", day)
    .option("--csv <file>", "write CSV to this file instead of tables")
    .action(async (options: Options, command: Command) => {
      if (options.from !== undefined && options.to !== undefined && options.to < options.from)
        command.error(`error: --to ${options.to} is before --from ${options.from}.`);
      // only after the options are known to be right: reading them must not wait for the stores
      const { makeReport } = await import("../analytics/report.ts");
      const { reportCsv, reportText } = await import("../analytics/report-text.ts");
      const tools = await open();
      try {
        const { from, to } = spanOf(options, { now: clock(), timeZone: tools.timeZone });
        if (from >= to) command.error(`error: --from ${options.from} is in the future; give --to as well.`);
        const report = makeReport({
          outcomes: tools.outcomes.between(from, to),
          tickets: tools.tickets.openedBetween(from, to),
          from,
          to,
        });
        if (options.csv === undefined) return print(reportText(report, tools));
        await writeFile(options.csv, reportCsv(report, tools)).catch((error: NodeJS.ErrnoException) =>
          command.error(`error: --csv ${options.csv} cannot be written (${error.code ?? error.name}).`),
        );
        print(`Written to ${options.csv}\n`);
      } finally {
        tools.close();
      }
    });
}

/** From the beginning of the first day to the end of the last, by the office's clock. */
function spanOf({ from, to }: Options, { now, timeZone }: { now: Date; timeZone: string }): { from: Date; to: Date } {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  const last = to === undefined ? today : Temporal.PlainDate.from(to);
  const first = from === undefined ? last.subtract({ days: USUAL_DAYS - 1 }) : Temporal.PlainDate.from(from);
  const begin = (date: Temporal.PlainDate) => new Date(date.toZonedDateTime(timeZone).epochMilliseconds);
  return { from: begin(first), to: begin(last.add({ days: 1 })) };
}

function day(text: string): Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || !isPossibleDate(text))
    throw new InvalidArgumentError("must be a day that exists, as YYYY-MM-DD.");
  return text;
}
