import { Argument, type Command } from "commander";
import { rename, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import type { ConsentStore } from "../contacts/consent.ts";
import { ROLES, type ContactStore, type Role } from "../contacts/contact.ts";
import type { ExportLookups } from "../contacts/export.ts";
import type { ImportLookups, ImportPlan, ImportResult } from "../contacts/import.ts";
import type { Regions } from "../knowledge/regions.ts";
import type { Occupation } from "../knowledge/schema.ts";
import type { Clock } from "../lib/clock.ts";
import { bareName } from "../lib/place-name.ts";
import type { ChannelName } from "../message.ts";

/** What the commands work on: the stores of the running program, and the words for what is in them. */
export type ContactsTools = Pick<
  ImportLookups & ExportLookups,
  "regionOf" | "regionName" | "occupationOf" | "occupationLabel" | "whatsappChatId" | "whatsappDigits" | "timeZone"
> & {
  contacts: ContactStore;
  consent: ConsentStore;
  clock: Clock;
  atomically<T>(work: () => T): T;
  close(): void;
};

/** Adds `contacts import|export|role`. What they need is opened when one of them runs, and closed after it. */
export function addContactsCommand(
  sapa: Command,
  open: () => Promise<ContactsTools>,
  print: (text: string) => void = (text) => void process.stdout.write(text),
): void {
  const contacts = sapa.command("contacts").description("bring lists of contacts in and out").helpCommand(false);
  const withTools = async (work: (tools: ContactsTools) => Promise<void> | void) => {
    const tools = await open();
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
      mistakesToldBy(contacts, () => importFile(file, { apply, print, withTools })),
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
    .command("role")
    .description("say who somebody is")
    .argument("<id>", "phone number, or whatsapp:<number> or telegram:<chat id>")
    .addArgument(new Argument("<role>").choices(ROLES))
    .action((id: string, role: Role) =>
      mistakesToldBy(contacts, () => withTools((tools) => setRole(id, { role, print, tools }))),
    );
}

/**
 * Places and occupations by the words of a list. A place is found by its full name, or without "Kabupaten" or "Kota", or
 * by another name of it; a name that could be several places is none.
 */
export function contactWords({
  regions,
  occupations,
}: {
  regions: Regions;
  occupations: readonly Occupation[];
}): Pick<ContactsTools, "regionOf" | "regionName" | "occupationOf" | "occupationLabel"> {
  const full = new Map<string, Set<string>>();
  const short = new Map<string, Set<string>>();
  const add = (names: Map<string, Set<string>>, name: string, code: string) => {
    const key = plainWords(name);
    names.set(key, (names.get(key) ?? new Set()).add(code));
  };
  for (const { code, name, level } of regions.all) {
    // "Jambi" alone may be the city as well; regions.name says "Provinsi Jambi" then
    for (const one of [regions.name(code), regions.name(code).replace(" Administrasi", "")]) add(full, one, code);
    if (level === "kecamatan" || level === "desa") continue; // a list names them with what they are, or not at all
    for (const one of [bareName(name), ...regions.names(code)]) add(short, one, code);
  }
  const only = (codes: Set<string> | undefined) => (codes?.size === 1 ? [...codes][0] : undefined);
  const words = new Map(
    occupations.flatMap(({ id, label, words }) => [id, label, ...words].map((word) => [plainWords(word), id])),
  );
  return {
    regionOf(text) {
      if (regions.get(text.trim())) return text.trim();
      const key = plainWords(text).replace(/^kab /, "kabupaten ");
      return full.has(key) ? only(full.get(key)) : only(short.get(key));
    },
    regionName: (code) => regions.name(code),
    occupationOf: (text) => words.get(plainWords(text)),
    occupationLabel: (id) => occupations.find((occupation) => occupation.id === id)?.label ?? id,
  };
}

function plainWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** A mistake of the person at the machine, told in a line. */
class CommandMistake extends Error {
  override name = "CommandMistake";
}

async function mistakesToldBy(command: Command, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { SheetError } = await import("../contacts/sheet.ts");
    if (!(error instanceof SheetError || error instanceof CommandMistake)) throw error;
    // not command.error(), which ends the process at once
    command.configureOutput().writeErr?.(`${error.message}\n`);
    process.exitCode = 1;
  }
}

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
    const done = apply ? applyImport(plan, tools) : undefined;
    print(report(plan, { file: basename(file), done, columns: sheet.warnings }));
  });
}

/** Most lines of one kind that are printed. */
const MOST_LINES = 100;

function report(
  plan: ImportPlan,
  { file, done, columns }: { file: string; done: ImportResult | undefined; columns: readonly string[] },
): string {
  const count = (kind: ImportPlan["rows"][number]["kind"]) => plan.rows.filter((row) => row.kind === kind).length;
  const refused = plan.rows.flatMap((row) => (row.kind === "refused" ? [[row.row, row.reason] as const] : []));
  const changes = tally(plan.rows.flatMap((row) => (row.kind === "merged" ? row.changes : [])));
  const lines = [
    `${file}: ${plan.rows.length} rows`,
    ...(["new", "merged", "unchanged", "refused"] as const).map((kind) => `  ${kind.padEnd(9)}  ${count(kind)}`),
  ];
  if (changes.size > 0)
    lines.push(`Changes in merged rows: ${[...changes].map(([what, times]) => `${what} ${times}`).join(", ")}.`);
  if (refused.length > 0) {
    const width = Math.max(3, ...refused.map(([row]) => String(row).length));
    lines.push("Refused:", `  ${"row".padStart(width)}  reason`);
    lines.push(...shortened(refused.map(([row, reason]) => `  ${String(row).padStart(width)}  ${reason}`)));
  }
  const warnings = [...columns, ...byText(plan.warnings)];
  if (warnings.length > 0) lines.push("Warnings:", ...shortened(warnings.map((warning) => `  ${warning}`)));
  lines.push(
    done
      ? `Done: ${done.created} contacts created, ${done.changed} changed, ${done.consents} changes of consent recorded.`
      : "Nothing was changed. Run it again with --apply to do it.",
  );
  return `${lines.join("\n")}\n`;
}

/** The same warning of many rows as one line. */
function byText(warnings: ImportPlan["warnings"]): string[] {
  const rows = new Map<string, number[]>();
  for (const { row, text } of warnings) {
    const known = rows.get(text);
    if (known) known.push(row);
    else rows.set(text, [row]);
  }
  return Array.from(rows, ([text, all]) => {
    const more = all.length > 10 ? ` and ${all.length - 10} more` : "";
    return `row ${all.slice(0, 10).join(", ")}${more}: ${text}`;
  });
}

function tally(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function shortened(lines: readonly string[]): string[] {
  if (lines.length <= MOST_LINES) return [...lines];
  return [...lines.slice(0, MOST_LINES), `  … and ${lines.length - MOST_LINES} more`];
}

async function exportFile(
  file: string,
  { force, print, tools }: { force: boolean; print: Print; tools: ContactsTools },
): Promise<void> {
  if (!/\.(?:csv|xlsx)$/i.test(file)) throw new CommandMistake(`${file}: must end in .csv or .xlsx.`);
  const [{ EXPORT_HEADER, exportContacts }, { writeCsv, writeXlsx }] = await Promise.all([
    import("../contacts/export.ts"),
    import("../contacts/sheet.ts"),
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

async function setRole(
  id: string,
  { role, print, tools }: { role: Role; print: Print; tools: ContactsTools },
): Promise<void> {
  const found = await findPerson(id, tools);
  const shown = `…${id.replace(/\D/g, "").slice(-4)}`;
  const people = new Set(found.map(({ contactId }) => contactId));
  if (people.size > 1)
    throw new CommandMistake(`${shown} is known on WhatsApp and on Telegram; write whatsapp: or telegram: before it.`);
  const [person] = found;
  if (!person) throw new CommandMistake(`Nobody is known under ${shown}.`);
  tools.contacts.learn(person.contactId, { role });
  print(`${shown} (${person.channel}) is now ${role}.\n`);
}

/** Digits alone may be a phone number and a Telegram id. */
async function findPerson(
  id: string,
  { contacts, whatsappChatId }: ContactsTools,
): Promise<{ channel: ChannelName; contactId: string }[]> {
  const { normalisePhone } = await import("../contacts/phone.ts");
  const [, only, written = ""] = /^(?:(whatsapp|telegram):)?(.*)$/s.exec(id.trim()) ?? [];
  const phone = normalisePhone(written);
  const addresses = [
    ...(phone.ok && only !== "telegram"
      ? [{ channel: "whatsapp" as const, chatId: whatsappChatId(phone.digits) }]
      : []),
    ...(only !== "whatsapp" && /^\d+$/.test(written) ? [{ channel: "telegram" as const, chatId: written }] : []),
  ];
  return addresses.flatMap((address) => {
    const contactId = contacts.find(address);
    return contactId === undefined ? [] : [{ channel: address.channel, contactId }];
  });
}
