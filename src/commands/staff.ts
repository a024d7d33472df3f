import { Argument, Option, type Command } from "commander";
import { DocumentError } from "../knowledge/document.ts";
import { table } from "../lib/table.ts";
import type { SettingsStore, StaffMember, StaffRole } from "../settings/settings.ts";

/**
 * Adds `staff list|add|remove|role` to the program: who answers, in settings.json. A program that is running reads the
 * file again by itself. `settingsPath` tells where the file is.
 */
export function addStaffCommand(sapa: Command, settingsPath: () => Promise<string>): void {
  const staff = sapa.command("staff").description("who answers people: list and change them, also while running");

  const change = async (command: Command, edit: (staff: readonly StaffMember[]) => readonly StaffMember[]) => {
    const store = await openStore(command, await settingsPath());
    tellingMistakes(command, () => store.change((settings) => ({ ...settings, staff: edit(settings.staff) })));
    show(command, store.current().staff);
  };

  staff
    .command("list", { isDefault: true })
    .description("show everybody")
    .action(async (_options: unknown, command: Command) => {
      show(command, (await openStore(command, await settingsPath())).current().staff);
    });

  staff
    .command("add")
    .description("add somebody, with a Telegram id, a WhatsApp number, or both")
    .requiredOption("--id <id>", "short name for commands: lower-case letters, digits, _")
    .requiredOption("--name <name>", "the name that people read")
    .addOption(roleOption())
    .option("--telegram <id>", "Telegram user id (digits)")
    .option("--whatsapp <number>", "WhatsApp number: 0812…, 62812… or +62812…")
    .action(async ({ whatsapp, ...given }: Given, command: Command) => {
      const member = { ...given, ...(whatsapp === undefined ? {} : { whatsapp: await digitsOf(whatsapp, command) }) };
      await change(command, (all) => [...all, member]);
    });

  staff
    .command("remove")
    .description("remove somebody")
    .argument("<id>", "whom")
    .action(async (id: string, _options: unknown, command: Command) => {
      await change(command, (all) => {
        mustBeKnown(id, all, command);
        return all.filter((member) => member.id !== id);
      });
    });

  staff
    .command("role")
    .description("change what somebody may do: an agent answers, a lead also changes settings and staff")
    .argument("<id>", "whom")
    .addArgument(new Argument("<role>", "what they may do").choices(ROLES))
    .action(async (id: string, role: StaffRole, _options: unknown, command: Command) => {
      await change(command, (all) => {
        mustBeKnown(id, all, command);
        return all.map((member) => (member.id === id ? { ...member, role } : member));
      });
    });
}

/** What `add` is given, the WhatsApp number as it was typed. */
type Given = StaffMember;

const ROLES = ["agent", "lead"] as const satisfies readonly StaffRole[];

function roleOption(): Option {
  return new Option("--role <role>", "what they may do").choices(ROLES).makeOptionMandatory();
}

async function openStore(command: Command, path: string): Promise<SettingsStore> {
  // the checks are loaded only for this command
  const { openSettings } = await import("../settings/store.ts");
  return tellingMistakes(command, () =>
    openSettings({
      path,
      onProblem: (error) => {
        throw error;
      },
    }),
  );
}

/** Runs something; a mistake in the file, or in what was to be written, ends the command with the fields it names. */
function tellingMistakes<T>(command: Command, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    command.error(error.message);
  }
}

function mustBeKnown(id: string, staff: readonly StaffMember[], command: Command): void {
  if (staff.some((member) => member.id === id)) return;
  const known = staff.map((member) => member.id).join(", ");
  command.error(`id: nobody is called "${id}"; ${known ? `there are: ${known}` : "the list is empty"}`);
}

/** "0812-3456-7890" → "6281234567890"; a number without a country code is an Indonesian one. */
async function digitsOf(number: string, command: Command): Promise<string> {
  const { parsePhoneNumberFromString } = await import("libphonenumber-js/mobile");
  const parsed = parsePhoneNumberFromString(number, { defaultCountry: "ID", extract: false });
  if (!parsed?.isValid() || parsed.ext)
    command.error("--whatsapp: must be a mobile number that can exist, such as 081234567890 or +6281234567890");
  return parsed.number.slice("+".length);
}

function show(command: Command, staff: readonly StaffMember[]): void {
  const text =
    staff.length === 0
      ? 'Nobody yet. Add somebody: npm run staff -- add --id rina --name "Rina" --role lead --telegram 123456789\n'
      : table(
          ["id", "name", "role", "telegram", "whatsapp"],
          staff.map(({ id, name, role, telegram, whatsapp }) => [id, name, role, telegram ?? "-", whatsapp ?? "-"]),
        );
  command.configureOutput().writeOut?.(text);
}
