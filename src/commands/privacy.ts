import { Option, type Command } from "commander";
import { randomUUID } from "node:crypto";
import { open as openFile, rename, rm, stat } from "node:fs/promises";
import { dayOf } from "../lib/calendar.ts";
import { systemClock, type Clock } from "../lib/clock.ts";
import { table } from "../lib/table.ts";
import { held, type Keeping, type PrivacyCounts } from "../privacy/held.ts";
import { personalData, type PersonStores } from "../privacy/person.ts";

/** Whom a command is about: a WhatsApp number with country code, digits only, or a Telegram user id. */
export type Person = { channel: "whatsapp" | "telegram"; id: string };

/** What the privacy commands work with. */
export type PrivacyTools = {
  counts(): PrivacyCounts;
  keeping: Keeping;
  /** IANA name of the office's time zone. */
  timeZone: string;
  /** The contact behind a number or an id; makes none. */
  find(person: Person): string | undefined;
  stores: PersonStores;
  /** Removes a contact for good, everywhere. Returns the numbers of their tickets, which stay without words. */
  erase(contactId: string): readonly number[] | Promise<readonly number[]>;
  /** Forgets what has been kept for long enough. Returns how many rows. */
  sweep(): number | Promise<number>;
  close(): void;
};

type Who = { whatsapp?: string; telegram?: string };

/**
 * Adds `privacy report|export|erase|sweep` to the program. The tools are opened when a command runs, after its options
 * are known to be right, and closed at its end. What it prints holds no phone number and nothing anybody wrote.
 */
export function addPrivacyCommand(
  sapa: Command,
  open: () => Promise<PrivacyTools>,
  {
    clock = systemClock,
    print = (text) => process.stdout.write(text),
  }: { clock?: Clock; print?: (text: string) => void } = {},
): void {
  const privacy = sapa.command("privacy").description("what is held about people; give it to them, erase it");

  async function withTools(work: (tools: PrivacyTools) => void | Promise<void>): Promise<void> {
    const tools = await open();
    try {
      await work(tools);
    } finally {
      tools.close();
    }
  }

  privacy
    .command("report")
    .description("what is held about how many people, how long and why, and what is overdue")
    .action(() => withTools((tools) => print(reportText(tools, clock()))));

  about(privacy.command("export"))
    .description("write everything that is held about one person into a file that only you can read")
    .requiredOption("--to <file>", "the JSON file")
    .option("--force", "replace the file when there is one")
    .action(async ({ to, force, ...who }: Who & { to: string; force?: boolean }, command: Command) => {
      const person = await whoIn(who, command);
      await withTools(async (tools) => {
        const data = personalData(find(person, tools, command), tools.stores);
        if (!data) return unknown(person, command);
        const text = `${JSON.stringify({ exportedAt: clock().toISOString(), ...data }, null, 2)}\n`;
        await writePrivately(to, text, force === true).catch((error: NodeJS.ErrnoException) =>
          command.error(`error: --to ${to} ${fileProblem(error)}.`),
        );
        print(`Everything that is held about ${nameOf(person)} is in ${to}.\n`);
      });
    });

  about(privacy.command("erase"))
    .description("erase one person and everything they wrote, for good")
    .option("--yes", "really erase")
    .action(async ({ yes, ...who }: Who & { yes?: boolean }, command: Command) => {
      const person = await whoIn(who, command);
      await withTools(async (tools) => {
        const id = find(person, tools, command);
        if (!yes) return command.error(`Nothing was erased. To erase ${nameOf(person)} for good, add --yes.`);
        const tickets = await tools.erase(id);
        const left = tickets.length === 0 ? "" : ` Tickets left without words: ${tickets.join(", ")}.`;
        print(`Erased ${nameOf(person)}.${left}\n`);
      });
    });

  privacy
    .command("sweep")
    .description("forget now what has been kept for long enough")
    .action(() => withTools(async (tools) => print(`Forgotten: ${await tools.sweep()} rows.\n`)));
}

function about(command: Command): Command {
  return command
    .addOption(new Option("--whatsapp <number>", "WhatsApp number: 0812…, 62812… or +62812…").conflicts("telegram"))
    .addOption(new Option("--telegram <id>", "Telegram user id (digits)"));
}

function reportText(tools: PrivacyTools, now: Date): string {
  const rows = held(tools.counts(), { keeping: tools.keeping, now });
  const overdue = rows.filter(({ overdueSince }) => overdueSince !== undefined);
  const lines = rows.map(({ what, count, kept, why }) => [what, String(count), kept, why]);
  const late = overdue.map(
    ({ what, overdueSince }) =>
      `Overdue: ${what}, the oldest since ${overdueSince ? dayOf(overdueSince, tools.timeZone) : ""}`,
  );
  const end = overdue.length === 0 ? ["Nothing is overdue."] : [...late, "npm run privacy -- sweep forgets them now."];
  return [table(["what is held", "number", "kept", "why"], lines), ...end, ""].join("\n");
}

/** The one person that the options name. What is wrong with a number is told, the number is not repeated. */
async function whoIn({ whatsapp, telegram }: Who, command: Command): Promise<Person> {
  if (whatsapp !== undefined) {
    const { normalisePhone } = await import("../contacts/phone.ts"); // the rules of all countries: not for every command
    const phone = normalisePhone(whatsapp);
    if (phone.ok) return { channel: "whatsapp", id: phone.digits };
    return command.error(`error: --whatsapp is no mobile number (${phone.reason}): 0812…, 62812… or +62812….`);
  }
  if (telegram === undefined) return command.error("error: say who, with --whatsapp <number> or --telegram <id>.");
  if (!/^[1-9]\d{0,18}$/.test(telegram)) return command.error("error: --telegram must be a user id, digits only.");
  return { channel: "telegram", id: telegram };
}

function find(person: Person, tools: PrivacyTools, command: Command): string {
  return tools.find(person) ?? unknown(person, command);
}

function unknown(person: Person, command: Command): never {
  return command.error(`error: nobody is known as ${nameOf(person)}.`);
}

/** Enough to see that it is the right one, too little to write to them: "WhatsApp …890". */
function nameOf({ channel, id }: Person): string {
  const end = id.slice(Math.max(id.length - 3, Math.ceil(id.length / 2)));
  return `${channel === "whatsapp" ? "WhatsApp" : "Telegram"} …${end}`;
}

/** Writes a file that only its owner can read, whole or not at all. */
async function writePrivately(path: string, text: string, force: boolean): Promise<void> {
  if (!force) return writeNew(path, text);
  if ((await stat(path).catch(() => undefined))?.isDirectory()) throw Object.assign(new Error(), { code: "EISDIR" });
  // a new file takes the old one's place: whoever may read the old one, or has it open, does not read the new words
  const beside = `${path}.${randomUUID()}.tmp`;
  await writeNew(beside, text);
  await rename(beside, path).catch(async (error: unknown) => {
    await rm(beside, { force: true });
    throw error;
  });
}

async function writeNew(path: string, text: string): Promise<void> {
  const file = await openFile(path, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

function fileProblem({ code, name }: NodeJS.ErrnoException): string {
  return code === "EEXIST" ? "is there already; --force replaces it" : `cannot be written (${code ?? name})`;
}
