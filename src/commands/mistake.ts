import type { Command } from "commander";
import { SheetError } from "../contacts/sheet-error.ts";

/** A mistake of the person at the machine, told in a line. */
export class CommandMistake extends Error {
  override name = "CommandMistake";
}

/** Prints a mistake in the command or in the list it is given, and no more; what nobody planned is thrown on. */
export async function mistakesToldBy(command: Command, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SheetError || error instanceof CommandMistake)) throw error;
    // not command.error(), which ends the process at once
    command.configureOutput().writeErr?.(`${error.message}\n`);
    process.exitCode = 1;
  }
}
