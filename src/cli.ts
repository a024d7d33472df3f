import { Command, InvalidArgumentError } from "commander";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { App } from "./app.ts";
import { ask, toMoment } from "./ask.ts";
import { ConfigError, readConfig, type Config } from "./config.ts";
import { dayOf } from "./lib/calendar.ts";
import { fixedClock, systemClock, type Clock } from "./lib/clock.ts";
import { boundHeap, freeHeap } from "./lib/heap-bounds.ts";
import { createCheckedFile } from "./storage/checked-file.ts";

/** The project's folder. app.ts knows it as well, and is loaded only where something is answered. */
const HOME = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Runs one command of the program. Sets the exit code; expected mistakes are told in a line, without a stack. */
export async function run(argv: readonly string[]): Promise<void> {
  try {
    await (await program(argv)).parseAsync(argv, { from: "user" });
  } catch (error) {
    const said = expectedMistake(error);
    if (said === undefined) throw error;
    process.stderr.write(`${said}\n`);
    process.exitCode = 1;
  }
}

/** What to say about a mistake that the person at the machine can mend; undefined for all others. */
function expectedMistake(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  // by name: most classes come with what most commands never load
  if (error.name === "KnowledgeError") return `The knowledge is broken; nothing was started.\n${error.message}`;
  if (error instanceof ConfigError) return `The settings are wrong; nothing was started.\n${error.message}`;
  if (error.name === "EvalError") return `Nothing was measured.\n${error.message}`;
  if (error.name === "DocumentError") return `A document is broken; nothing was started.\n${error.message}`;
  if (error.name === "StorageError") return `What is kept cannot be used; nothing was started.\n${error.message}`;
  if (error instanceof AggregateError)
    return [error.message, ...error.errors.map((one) => (one instanceof Error ? one.message : String(one)))].join("\n");
  return undefined;
}

async function program(argv: readonly string[]): Promise<Command> {
  const sapa = new Command("sapa")
    .description("Answers questions about BPJS Ketenagakerjaan, with sources.")
    .showHelpAfterError();

  sapa
    .command("start", { isDefault: true })
    .description("start every channel that has credentials; the terminal chat when none has")
    .action(start);
  sapa
    .command("chat")
    .description("chat in the terminal")
    .option("--now <date>", "answer as on this day", moment)
    .action(({ now }: { now?: Date }) => chat(now));

  sapa
    .command("ask")
    .description("answer one question, or JSON lines from standard input")
    .argument("[question...]", "the question")
    .option("--json", "print the whole answer as JSON")
    .option("--jsonl", "read JSON lines, write one JSON line each")
    .option("--why", "show how the question was understood")
    .option("--now <date>", "answer as on this day (YYYY-MM-DD)", moment)
    .action(askCommand);

  sapa
    .command("build")
    .description("learn the model from the examples")
    .action(async () => void (await app(systemClock)));
  sapa
    .command("knowledge")
    .description("check data/ and locales/")
    .argument("<action>", 'only "check"', oneOf("check"))
    .option("--now <date>", "what counts as stale depends on the day", moment)
    .action((_: string, { now }: { now?: Date }) => checkCommand(now ?? new Date()));
  sapa
    .command("eval")
    .description("score understanding on the project's own test questions, or on files of your own")
    .option("--curve", "also learn from 5 to 80 examples of each intent (a minute and more)")
    .option("--wrong", "show all wrong answers, not the ten surest")
    .option("--commit", "write the figures that may not get worse, to be committed")
    .option("--nearest <file>", "show the nearest example to each text in a file, and copies of examples")
    .option("--train <file>", 'learn from {"text","label"} lines; with --test')
    .option("--test <file>", "try what was learned from --train on these lines")
    .option("--reading <how>", 'read them as "words" or with "entities" by kind', oneOf("words", "entities"))
    .option("--peers [folder]", "try peers on the same files; some may be in another folder's node_modules")
    .action(async (options) => {
      const program = await app(systemClock);
      freeHeap();
      await (await import("./eval.ts")).evaluate(program, options);
    });
  sapa
    .command("bench")
    .description("measure speed, memory and accuracy beside peers")
    .option("--peers <folder>", "look for further peers in this folder's node_modules")
    .action(async (options) => (await import("./bench.ts")).bench(await app(systemClock), options));
  const [wanted = "start"] = argv;
  // the commands of the office are many, and each question would wait for them; help shows them all
  const isKnown = () => sapa.commands.some((command) => command.name() === wanted);
  if (!isKnown()) await addOfficeCommands(sapa);
  // else a slip of the hand would be taken for an argument of the default command
  if (!isKnown() && wanted !== "help" && !wanted.startsWith("-")) sapa.error(`error: unknown command '${wanted}'`);
  return sapa;
}

async function addOfficeCommands(sapa: Command): Promise<void> {
  const [staff, broadcast, contacts, report, privacy] = await Promise.all([
    import("./commands/staff.ts"),
    import("./commands/broadcast.ts"),
    import("./commands/contacts.ts"),
    import("./commands/report.ts"),
    import("./commands/privacy.ts"),
  ]);
  staff.addStaffCommand(sapa, async () => join(resolve((await config()).stateDir), "settings.json"));
  broadcast.addBroadcastCommand(sapa, async () => (await tools()).broadcast);
  contacts.addContactsCommand(sapa, async (how) => (await tools(how)).contacts);
  report.addReportCommand(sapa, async () => (await tools()).report);
  privacy.addPrivacyCommand(sapa, async () => (await tools()).privacy);
}

function moment(text: string): Date {
  const date = toMoment(text);
  if (!date) throw new InvalidArgumentError("must be a day that exists, as YYYY-MM-DD.");
  return date;
}

function oneOf(...allowed: string[]) {
  return (text: string) => {
    if (!allowed.includes(text)) throw new InvalidArgumentError(`must be ${allowed.join(" or ")}.`);
    return text;
  };
}

function config(): Promise<Config> {
  const file = join(process.cwd(), ".env");
  if (existsSync(file)) process.loadEnvFile(file);
  return readConfig(process.env);
}

async function app(clock: Clock): Promise<App> {
  const { createApp } = await import("./app.ts");
  boundHeap();
  return createApp({
    clock,
    timeZone: (await config()).timeZone,
    checked: createCheckedFile(join(HOME, "dist", "knowledge.checked"), await programStamp()),
    onLearning() {
      freeHeap();
      process.stderr.write("Learning from data/examples …\n");
    },
  });
}

/** What is kept, for commands that look at it or change it. */
async function tools({ begins } = { begins: false }) {
  const { openTools } = await import("./commands/tools.ts");
  const checked = createCheckedFile(join(HOME, "dist", "knowledge.checked"), await programStamp());
  return openTools(await config(), checked, { begins, tell: (text) => void process.stderr.write(text) });
}

/** What launch.mjs wrote beside the compiled files: a hash of their sources. */
function programStamp(): Promise<string> {
  return readFile(join(HOME, "dist", ".sources"), "utf8");
}

async function start(): Promise<void> {
  const settings = await config();
  if (!settings.telegram && !settings.whatsapp) {
    process.stderr.write(
      "No channel is set up: chatting in the terminal. For Telegram or WhatsApp see .env.example.\n",
    );
    return chat();
  }
  const [{ startChannels }, { createLog }] = await Promise.all([import("./start.ts"), import("./logging.ts")]);
  boundHeap();
  const log = createLog(settings.logLevel);
  const starting = startChannels(settings, {
    clock: systemClock,
    log,
    show: (text) => process.stdout.write(`${text}\n`),
    app: {
      checked: createCheckedFile(join(HOME, "dist", "knowledge.checked"), await programStamp()),
      onLearning: freeHeap,
    },
  });
  let stopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      log.info("stopping", { signal });
      // a start that fails in the meantime has nothing left to stop
      void stopWithin(
        starting.then(
          (running) => running.stop(),
          () => {},
        ),
      );
    });
  const { service, port } = await starting;
  if (stopping) return;
  log.info("started", {
    channels: service
      .health()
      .channels.map(({ name, status }) => `${name} ${status}`)
      .join(", "),
    port,
  });
}

/** Longest a stop may take: who sent the signal will not wait much longer. */
const STOP_WITHIN_MS = 9_000;

/** Ends the process when everything is stopped, or when the time is up; what is left is in the stores. */
async function stopWithin(stopped: Promise<void>): Promise<void> {
  const late = setTimeout(() => process.exit(1), STOP_WITHIN_MS);
  await stopped;
  clearTimeout(late);
  process.exit(0);
}

async function chat(now?: Date): Promise<void> {
  const clock = now ? fixedClock(now) : systemClock;
  const [{ router, kit }, { chatInTerminal }] = await Promise.all([app(clock), import("./channels/terminal/index.ts")]);
  const handle = (message: Parameters<typeof router.handle>[0]) => {
    const { answer } = router.handle(message);
    return { text: answer.text, effects: answer.effects.map(({ type }) => type) };
  };
  await chatInTerminal({
    input: process.stdin,
    output: process.stdout,
    clock,
    texts: {
      title: kit.say("terminal.title"),
      hint: kit.say("terminal.hint"),
      prompt: kit.say("terminal.prompt"),
      goodbye: kit.say("terminal.goodbye"),
      effect: (name) => kit.say(`terminal.effect.${name}`),
    },
    greet: () => handle({ id: "0", from: { channel: "terminal", chatId: "terminal" }, text: "menu", sentAt: clock() }),
    handle,
  });
}

type AskOptions = { json?: boolean; jsonl?: boolean; why?: boolean; now?: Date };

async function askCommand(question: string[], { json, jsonl, why, now }: AskOptions, command: Command): Promise<void> {
  const clock = now ? fixedClock(now) : systemClock;
  if (jsonl) {
    const { router } = await app(clock);
    const { askLines } = await import("./ask-lines.ts");
    await askLines(router, { input: process.stdin, write: (line) => process.stdout.write(`${line}\n`), now: clock });
    return;
  }
  const text = question.join(" ");
  if (text.trim() === "") return command.error('Give a question: npm run ask -- "cara daftar gimana?"');
  const { router, understanding, knowledge } = await app(clock);
  const result = ask(router, { text, at: clock() });
  const print = (answer: object, said: string) =>
    process.stdout.write(json ? `${JSON.stringify(answer, null, 2)}\n` : `${said}\n`);
  const said = result.reply.replace(/\*([^*\n]+)\*/g, "$1");
  if (!why) return void print(result, said);
  const { whyOf, whyText } = await import("./ask-why.ts");
  const reason = whyOf({ text, result, understanding, today: dayOf(clock()) });
  print({ ...result, why: reason }, `${said}\n\n${whyText(reason, { result, knowledge })}`);
}

async function checkCommand(now: Date): Promise<void> {
  const [{ readKnowledge }, { staleFacts }, { problemText }] = await Promise.all([
    import("./knowledge/load.ts"),
    import("./knowledge/check.ts"),
    import("./knowledge/document.ts"),
  ]);
  const { content, problems } = await readKnowledge({ data: join(HOME, "data"), locales: join(HOME, "locales") });
  const stale = staleFacts(content.facts, dayOf(now));
  const conflicts = content.facts.filter(({ fact }) => fact.conflictsWith?.length);
  const errors = problems.filter(({ level }) => level === "error");
  const warnings = [...problems.filter(({ level }) => level === "warning"), ...stale];
  const lines = [
    ...errors.map(problemText),
    ...warnings.map(problemText),
    ...conflicts.map(
      ({ file, fact }) => `conflict ${file}: ${fact.id} disagrees with ${fact.conflictsWith?.join(", ")}`,
    ),
    `${content.facts.length} facts, ${content.sources.length} sources, ${content.regions.length} places, ${content.occupations.length} occupations: ${errors.length} errors, ${warnings.length} warnings, ${conflicts.length} facts in conflict.`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  if (errors.length > 0) process.exitCode = 1;
}
