import { quietConsole } from "./quiet-console.ts";

/** The Baileys package, as far as we use it. */
export type Baileys = typeof import("@whiskeysockets/baileys");

/** Loads Baileys, and only after the console was made safe. The one place where it is loaded. */
export async function loadBaileys(): Promise<Baileys> {
  quietConsole();
  return import("@whiskeysockets/baileys");
}
