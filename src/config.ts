import { DEFAULT_TIME_ZONE } from "./lib/calendar.ts";

/** A setting in the environment is wrong. Lists all wrong ones together. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

/** What the environment sets. */
export type Config = { timeZone: string; telegram: boolean; whatsapp: boolean };

/** The settings that this program reads; .env.example explains each. */
export const SETTINGS = ["OFFICE_TIME_ZONE", "TELEGRAM_BOT_TOKEN", "WHATSAPP"] as const;

/**
 * Reads the environment; the only place that does. Empty values count as absent. Throws ConfigError naming every wrong
 * one. With nothing set, as for a single `ask`, the checks are not even loaded.
 */
export async function readConfig(environment: Readonly<Record<string, string | undefined>>): Promise<Config> {
  const given = SETTINGS.flatMap((name) => {
    const value = environment[name]?.trim();
    return value ? [[name, value] as const] : [];
  });
  if (given.length === 0) return { timeZone: DEFAULT_TIME_ZONE, telegram: false, whatsapp: false };
  const { environmentSchema } = await import("./config-schema.ts");
  const checked = environmentSchema.safeParse(Object.fromEntries(given));
  if (!checked.success)
    throw new ConfigError(checked.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n"));
  const { OFFICE_TIME_ZONE, TELEGRAM_BOT_TOKEN, WHATSAPP } = checked.data;
  return { timeZone: OFFICE_TIME_ZONE, telegram: TELEGRAM_BOT_TOKEN !== undefined, whatsapp: WHATSAPP === "on" };
}
