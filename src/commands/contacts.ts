import { Argument, type Command } from "commander";
import { rename, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import type { InterestStore } from "../broadcast/ledger.ts";
import type { ConsentStore } from "../contacts/consent.ts";
import { ROLES, type ContactStore, type Role } from "../contacts/contact.ts";
import type { ExportLookups } from "../contacts/export.ts";
import type { ImportLookups } from "../contacts/import.ts";
import type { Clock } from "../lib/clock.ts";
import { setRole } from "./contact-role.ts";
import { addTags, listTags, removeTag } from "./contact-tag.ts";
import type { ContactWords } from "./contact-words.ts";
import { importReport } from "./import-report.ts";
import { CommandMistake, mistakesToldBy } from "./mistake.ts";

/** What the commands work on: the stores of the running program, and the words for what is in them. */
export type ContactsTools = ContactWords &
  Pick<ImportLookups & ExportLookups, "whatsappChatId" | "whatsappDigits" | "timeZone"> & {
    contacts: ContactStore;
    consent: ConsentStore;
    interests: Pick<InterestStore, "tag" | "untag" | "tagsOf" | "tags">;
    clock: Clock;
    atomically<T>(work: () => T): T;
    leaderCode(): { code: string; expiresAt: Date };
    /** Whether the program works on the same store now. */
    isInUse(): boolean;
    close(): void;
  };

/**
 * Rows that are brought in beside the running program: it can write nothing meanwhile, and gives up waiting after five
 * seconds (busy_timeout in storage/sqlite/database.ts).
 */
const MOST_BESIDE = 5_000;

/**
 * Adds `contacts import|export|role|tag|untag|tags`. What they need is opened when one of them runs, and closed after it;
 * `begins` when the one that runs may be the first that keeps anything there.
 */
export function addContactsCommand(
  sapa: Command,
  open: (how: { begins: boolean }) => Promise<ContactsTools>,
  print: (text: string) => void = (text) => void process.stdout.write(text),
): void {
  const contacts = sapa.command("contacts").description("bring lists of contacts in and out").helpCommand(false);
  const withTools = async (work: (tools: ContactsTools) => Promise<void> | void, begins = false) => {
    const tools = await open({ begins });
    try {
      await work(tools);
    } finally {
      tools.close();
    }
  };

  contacts
    .command("import")
    .description("show what a list would change; with --apply, change it")
    .argument("<file>", "a .csv or .xlsx file; its first row names the columns")
    .option("--apply", "do it")
    .action((file: string, { apply = false }: { apply?: boolean }) =>
      mistakesToldBy(contacts, () => importFile(file, { apply, print, withTools: (work) => withTools(work, true) })),
    );
  contacts
    .command("export")
    .description("write all contacts to a file that only you can read")
    .argument("<file>", "ends in .csv or .xlsx")
    .option("--force", "replace the file when it is there")
    .action((file: string, { force = false }: { force?: boolean }) =>
      mistakesToldBy(contacts, () => withTools((tools) => exportFile(file, { force, print, tools }))),
    );
  contacts
    .command("leader-code")
    .description("make a code by which somebody becomes a community leader, once")
    .action(() =>
      mistakesToldBy(contacts, () =>
        withTools(({ leaderCode }) => {
          const { code, expiresAt } = leaderCode();
          print(`KODE ${code}\nThey send this to the bot. It can be used once, until ${expiresAt.toISOString()}.\n`);
        }),
      ),
    );
  contacts
    .command("role")
    .description("say who somebody is")
    .argument("<id>", ID)
    .addArgument(new Argument("<role>").choices(ROLES))
    .action((id: string, role: Role) =>
      mistakesToldBy(contacts, () => withTools((tools) => setRole(id, { role, print, tools }))),
    );
  contacts
    .command("tag")
    .description("put words to somebody, by which news can be sent to those it concerns")
    .argument("<id>", ID)
    .argument("<word...>", 'letters, digits and "-"')
    .action((id: string, words: string[]) =>
      mistakesToldBy(contacts, () => withTools((tools) => addTags(id, { words, print, tools }))),
    );
  contacts
    .command("untag")
    .description("take a word from somebody")
    .argument("<id>", ID)
    .argument("<word>")
    .action((id: string, word: string) =>
      mistakesToldBy(contacts, () => withTools((tools) => removeTag(id, { word, print, tools }))),
    );
  contacts
    .command("tags")
    .description("all words that people have, and how many have each")
    .action(() => mistakesToldBy(contacts, () => withTools((tools) => listTags({ print, tools }))));
}

const ID = "phone number, or whatsapp:<number> or telegram:<chat id>";

type Print = (text: string) => void;

async function importFile(
  file: string,
  {
    apply,
    print,
    withTools,
  }: {
    apply: boolean;
    print: Print;
    withTools(work: (tools: ContactsTools) => void): Promise<void>;
  },
): Promise<void> {
  const [{ readSheet }, { applyImport, planImport }] = await Promise.all([
    import("../contacts/sheet.ts"),
    import("../contacts/import.ts"),
  ]);
  const sheet = await readSheet(file);
  await withTools((tools) => {
    const plan = planImport({ rows: sheet.rows, lookups: { ...tools, now: tools.clock() } });
    if (apply && sheet.rows.length > MOST_BESIDE && tools.isInUse())
      throw new CommandMistake(
        `${file}: more than ${MOST_BESIDE} rows while the program is running would hold it up. Stop it first, or split the list.`,
      );
    const done = apply ? applyImport(plan, tools) : undefined;
    print(importReport(plan, { file: basename(file), done, columns: sheet.warnings }));
  });
}

async function exportFile(
  file: string,
  { force, print, tools }: { force: boolean; print: Print; tools: ContactsTools },
): Promise<void> {
  if (!/\.(?:csv|xlsx)$/i.test(file)) throw new CommandMistake(`${file}: must end in .csv or .xlsx.`);
  const [{ EXPORT_HEADER, exportContacts }, { writeCsv, writeXlsx }] = await Promise.all([
    import("../contacts/export.ts"),
    import("../contacts/sheet-write.ts"),
  ]);
  const rows = [...exportContacts(tools)];
  const bytes = /\.csv$/i.test(file) ? writeCsv(EXPORT_HEADER, rows) : await writeXlsx(EXPORT_HEADER, rows);
  // a file that is there is replaced as a whole: written over, it would keep its own, wider permissions
  const target = force ? `${file}.new` : file;
  try {
    if (force) await rm(target, { force: true });
    await writeFile(target, bytes, { flag: "wx", mode: 0o600 });
    if (force) await rename(target, file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "EEXIST") throw new CommandMistake(`${file}: is there already; --force replaces it.`, { cause });
    throw new CommandMistake(`${file}: cannot be written (${code ?? "unknown reason"}).`, { cause });
  }
  print(`${file}: ${rows.length} contacts. It holds names and phone numbers; keep it safe.\n`);
}
