import { z } from "zod";
import { DEFAULT_TIME_ZONE } from "./lib/calendar.ts";

/** A setting in the environment is wrong. Lists all wrong ones together. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const environmentSchema = z.object({
  OFFICE_TIME_ZONE: z
    .string()
    .refine(isTimeZone, "must be an IANA time zone such as Asia/Jakarta, Asia/Makassar or Asia/Jayapura")
    .default(DEFAULT_TIME_ZONE),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]{20,}$/, "must look like 123456:ABC… as BotFather gives it")
    .optional(),
  WHATSAPP: z.enum(["on", "off"], "must be on or off").default("off"),
});

/** What the environment sets. */
export type Config = { timeZone: string; telegram: boolean; whatsapp: boolean };

/** Reads the environment; the only place that does. Empty values count as absent. Throws ConfigError naming every wrong one. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
  const checked = environmentSchema.safeParse(given);
  if (!checked.success)
    throw new ConfigError(checked.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n"));
  const { OFFICE_TIME_ZONE, TELEGRAM_BOT_TOKEN, WHATSAPP } = checked.data;
  return { timeZone: OFFICE_TIME_ZONE, telegram: TELEGRAM_BOT_TOKEN !== undefined, whatsapp: WHATSAPP === "on" };
}
