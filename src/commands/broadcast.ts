import { InvalidArgumentError, type Command } from "commander";
import {
  audienceOptions,
  campaignId,
  contentOptions,
  peopleCount,
  topicOption,
  type ContentOptions,
} from "./broadcast-options.ts";
import type { BroadcastTools, Desk } from "./broadcast-tools.ts";
import type { ComposeOptions } from "./broadcast-compose.ts";
import type { Topic } from "../contacts/consent.ts";
import type { Watching } from "./broadcast-watch.ts";
import type { WhenOptions } from "./broadcast-when.ts";
import { CommandMistake, mistakesToldBy } from "./mistake.ts";

export type { BroadcastTools } from "./broadcast-tools.ts";

/** How many broadcasts are listed unless said. */
const LISTED = 10;

type By = { by: string };

/**
 * Adds `broadcast create|edit|preview|…`: messages to those who agreed, on the same core as at the desk. The tools are
 * opened when a command runs, after its options and files are known to be right, and closed at its end.
 */
export function addBroadcastCommand(
  sapa: Command,
  open: () => Promise<BroadcastTools>,
  print: (text: string) => void = (text) => void process.stdout.write(text),
  watching?: Watching,
): void {
  const broadcast = sapa
    .command("broadcast")
    .description("write to many people who agreed: make, check, start, stop and prove it")
    .helpCommand(false);
  const run = (work: () => Promise<void>) => mistakesToldBy(broadcast, work);
  const withDesk = (work: (desk: Desk) => Promise<void> | void) =>
    run(async () => {
      const tools = await open();
      try {
        await work({ tools, print });
      } finally {
        tools.close();
      }
    });
  // what a command does is loaded when it runs: every other command of the program would wait for it
  const checks = () => import("./broadcast-check.ts");
  const runs = () => import("./broadcast-run.ts");
  const looks = () => import("./broadcast-look.ts");
  const watch = async (id: number, desk: Desk) => {
    const { systemWatching, watchBroadcast } = await import("./broadcast-watch.ts");
    await watchBroadcast(id, desk, watching ?? systemWatching);
  };
  const about = (name: string, description: string) =>
    broadcast.command(name).description(description).argument("<id>", "number of the broadcast", campaignId);

  audienceOptions(contentOptions(by(broadcast.command("create"))))
    .description("make a draft; nothing is sent")
    .addOption(topicOption().makeOptionMandatory())
    .requiredOption("--text-file <file>", "the text in Indonesian; {nama}, {wilayah}, {nama|Bapak/Ibu} are filled in")
    .action((options: ComposeOptions & { topic: Topic }) =>
      compose(options, async (words, { createBroadcast }) => withDesk((desk) => createBroadcast(options, words, desk))),
    );
  audienceOptions(contentOptions(by(about("edit", "change a draft, or what was approved: it is a draft again then"))))
    .addOption(topicOption())
    .option("--text-file <file>", "the text in Indonesian")
    .option("--no-text-su", "take the Sundanese text away")
    .option("--no-text-jv", "take the Javanese text away")
    .option("--no-text-en", "take the English text away")
    .option("--no-file", "take the picture or document away")
    .option("--no-choice", "take the choices away")
    .option("--everybody", "include everybody again")
    .option("--exclude-nobody", "exclude nobody any more")
    .action((id: number, options: ComposeOptions) =>
      compose(options, async (words, { editBroadcast }) => withDesk((desk) => editBroadcast(id, options, words, desk))),
    );

  about("preview", "show who gets it, how it looks and how long it takes").action((id: number) =>
    withDesk(async (desk) => (await checks()).previewBroadcast(id, desk)),
  );
  by(about("test", "send it to one chat, marked as a test"))
    .option("--to <chat>", "telegram:<id> or whatsapp:<number>; your own unless said")
    .action((id: number, options: By & { to?: string }) =>
      withDesk(async (desk) => (await checks()).testBroadcast(id, options, desk)),
    );
  by(about("approve", "show the card and approve it"))
    .option("--recipients <number>", "only if it goes to just so many people", peopleCount)
    .action((id: number, options: By & { recipients?: number }) =>
      withDesk(async (desk) => (await checks()).approveBroadcast(id, options, desk)),
    );

  by(about("start", "start what was approved, now or later"))
    .option("--at <time>", 'when: "2026-12-01 09:00"')
    .option("--repeat <cron>", 'again and again: "0 9 1 * *" is 09:00 on the first of each month')
    .option("--time-zone <zone>", "whose clock: WIB, WITA, WIT or Asia/Jakarta; the office's unless said")
    .option("--watch", "show how it gets on")
    .action((id: number, { watch: watches, ...options }: WhenOptions & By & { watch?: boolean }) =>
      withDesk(async (desk) => {
        await (await runs()).startBroadcast(id, options, desk);
        if (watches) await watch(id, desk);
      }),
    );
  const direct = (what: "pause" | "resume" | "cancel", description: string) =>
    by(about(what, description)).action((id: number, options: By) =>
      withDesk(async (desk) => (await runs()).directBroadcast(id, what, options.by, desk)),
    );
  direct("pause", "stop before the next message, until it is resumed");
  direct("resume", "go on; after an account was stopped, this opens it again");
  direct("cancel", "end it for good");
  by(broadcast.command("reopen"))
    .description("open the accounts again on which all outreach was stopped, whatever stopped it")
    .action((options: By) => withDesk(async (desk) => (await runs()).reopenAccounts(options.by, desk)));

  broadcast
    .command("status")
    .description(`show how a broadcast stands, or the newest ${LISTED}`)
    .argument("[id]", "number of the broadcast", campaignId)
    .option("--json", "as JSON")
    .option("--watch", "go on showing until it stands still")
    .action((id: number | undefined, options: { json?: boolean; watch?: boolean }) =>
      run(async () => {
        if (options.watch && id === undefined) throw new CommandMistake("--watch: say which broadcast.");
        if (options.watch && options.json) throw new CommandMistake("--watch: goes without --json.");
        await withDesk(async (desk) => {
          const { showNewest, showStatus } = await looks();
          if (id === undefined) return showNewest(LISTED, options, desk);
          if (!options.watch) return showStatus(id, options, desk);
          (await import("./broadcast-tools.ts")).tellWhenIdle(desk);
          await watch(id, desk);
        });
      }),
    );
  broadcast
    .command("list")
    .description("show the newest broadcasts")
    .option("--limit <number>", "how many", listed, LISTED)
    .option("--json", "as JSON")
    .action(({ limit, ...options }: { limit: number; json?: boolean }) =>
      withDesk(async (desk) => (await looks()).showNewest(limit, options, desk)),
    );
  about("report", "show what came of it")
    .option(
      "--out <file>",
      "write every recipient, without names and numbers, to this .csv file that only you can read",
    )
    .option("--force", "replace the file when it is there")
    .action((id: number, options: { out?: string; force?: boolean }) =>
      withDesk(async (desk) => (await looks()).reportBroadcast(id, options, desk)),
    );
  broadcast
    .command("segments")
    .description("show the saved segments")
    .action(() => withDesk(async (desk) => (await looks()).showSegments(desk)));

  type Composing = typeof import("./broadcast-compose.ts");
  type Words = import("./broadcast-content.ts").Words;

  /** Reads the files that are named here before anything is opened. */
  function compose(options: ContentOptions, work: (words: Words, composing: Composing) => Promise<void>) {
    return run(async () => {
      const [{ readWords }, composing] = await Promise.all([
        import("./broadcast-content.ts"),
        import("./broadcast-compose.ts"),
      ]);
      await work(await readWords(options), composing);
    });
  }
}

function by(command: Command): Command {
  return command.requiredOption("--by <id>", "who you are: your id in npm run staff -- list");
}

function listed(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError("must be a number from 1 to 999.");
  return Number(text);
}
