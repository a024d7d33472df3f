import type { Environment } from "./config-schema.ts";
import { DEFAULT_TIME_ZONE } from "./lib/calendar.ts";

/** A setting in the environment is wrong. Lists all wrong ones together. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

/** What the environment sets. */
export type Config = {
  timeZone: string;
  /** Where what is kept lies; relative to the folder the program runs in. */
  stateDir: string;
  logLevel: Environment["LOG_LEVEL"];
  http?: { host: string; port: number };
  telegram?: { token: string; apiRoot?: string; webhook?: { url: string; secret: string } };
  /** Chat id of the staff's Telegram group. */
  staffChat?: string;
  whatsapp?: { socketUrl?: string; qr: Environment["WHATSAPP_QR"]; pairingPhone?: string };
};

/** The settings that this program reads; .env.example explains each. */
export const SETTINGS = [
  "OFFICE_TIME_ZONE",
  "TELEGRAM_BOT_TOKEN",
  "TELEGRAM_API_ROOT",
  "TELEGRAM_WEBHOOK_URL",
  "TELEGRAM_WEBHOOK_SECRET",
  "STAFF_TELEGRAM_CHAT",
  "WHATSAPP",
  "WHATSAPP_SOCKET_URL",
  "WHATSAPP_QR",
  "WHATSAPP_PAIRING_PHONE",
  "STATE_DIR",
  "HTTP_PORT",
  "HTTP_HOST",
  "LOG_LEVEL",
] as const satisfies readonly (keyof Environment)[];

/**
 * Reads the environment; the only place that does. Empty values count as absent. Throws ConfigError naming every wrong
 * one. With nothing set, as for a single `ask`, the checks are not even loaded.
 */
export async function readConfig(environment: Readonly<Record<string, string | undefined>>): Promise<Config> {
  const given = SETTINGS.flatMap((name) => {
    const value = environment[name]?.trim();
    return value ? [[name, value] as const] : [];
  });
  if (given.length === 0) return { timeZone: DEFAULT_TIME_ZONE, stateDir: "state", logLevel: "info" };
  const { environmentSchema } = await import("./config-schema.ts");
  const checked = environmentSchema.safeParse(Object.fromEntries(given));
  if (!checked.success)
    throw new ConfigError(checked.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n"));
  return toConfig(checked.data);
}

function toConfig(settings: Environment): Config {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_WEBHOOK_URL: url, TELEGRAM_WEBHOOK_SECRET: secret } = settings;
  return {
    timeZone: settings.OFFICE_TIME_ZONE,
    stateDir: settings.STATE_DIR,
    logLevel: settings.LOG_LEVEL,
    ...(settings.HTTP_PORT === undefined ? {} : { http: { host: settings.HTTP_HOST, port: settings.HTTP_PORT } }),
    ...(token === undefined
      ? {}
      : {
          telegram: {
            token,
            ...(settings.TELEGRAM_API_ROOT === undefined ? {} : { apiRoot: settings.TELEGRAM_API_ROOT }),
            ...(url === undefined || secret === undefined ? {} : { webhook: { url, secret } }),
          },
        }),
    ...(settings.STAFF_TELEGRAM_CHAT === undefined ? {} : { staffChat: settings.STAFF_TELEGRAM_CHAT }),
    ...(settings.WHATSAPP === "off"
      ? {}
      : {
          whatsapp: {
            qr: settings.WHATSAPP_QR,
            ...(settings.WHATSAPP_SOCKET_URL === undefined ? {} : { socketUrl: settings.WHATSAPP_SOCKET_URL }),
            ...(settings.WHATSAPP_PAIRING_PHONE === undefined ? {} : { pairingPhone: settings.WHATSAPP_PAIRING_PHONE }),
          },
        }),
  };
}
