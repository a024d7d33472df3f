import { z } from "zod";
import { DEFAULT_TIME_ZONE } from "./lib/calendar.ts";

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const webAddress = (protocol: RegExp, example: string) =>
  z.url({ protocol, error: `must be an address such as ${example}` }).optional();

/** Every setting of the environment, as .env.example explains them. */
export const environmentSchema = z
  .object({
    OFFICE_TIME_ZONE: z
      .string()
      .refine(isTimeZone, "must be an IANA time zone such as Asia/Jakarta, Asia/Makassar or Asia/Jayapura")
      .default(DEFAULT_TIME_ZONE),
    TELEGRAM_BOT_TOKEN: z
      .string()
      .regex(/^\d+:[\w-]{20,}$/, "must look like 123456:ABC… as BotFather gives it")
      .optional(),
    TELEGRAM_API_ROOT: webAddress(/^https?$/, "https://api.telegram.org"),
    TELEGRAM_WEBHOOK_URL: webAddress(/^https?$/, "https://bot.example.org/telegram"),
    TELEGRAM_WEBHOOK_SECRET: z
      .string()
      .regex(/^[\w-]{16,256}$/, "must be 16 to 256 letters, digits, _ or -")
      .optional(),
    STAFF_TELEGRAM_CHAT: z
      .string()
      .regex(/^-\d{5,20}$/, "must be the id of a group, such as -1001234567890")
      .optional(),
    WHATSAPP: z.enum(["on", "off"], "must be on or off").default("off"),
    WHATSAPP_SOCKET_URL: webAddress(/^wss?$/, "wss://web.whatsapp.com/ws/chat"),
    WHATSAPP_QR: z.enum(["terminal", "text", "off"], "must be terminal, text or off").default("terminal"),
    WHATSAPP_PAIRING_PHONE: z
      .string()
      .regex(/^[1-9]\d{7,14}$/, "must be the number with its country code and digits only, such as 6281234567890")
      .optional(),
    STATE_DIR: z.string().default("state"),
    HTTP_PORT: z.coerce.number("must be a port number").int().min(0).max(65_535, "must be a port number").optional(),
    HTTP_HOST: z.string().default("127.0.0.1"),
    LOG_LEVEL: z
      .enum(["debug", "info", "warn", "error", "silent"], "must be debug, info, warn, error or silent")
      .default("info"),
  })
  .superRefine((settings, context) => {
    const must = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (settings.TELEGRAM_WEBHOOK_URL && !settings.TELEGRAM_WEBHOOK_SECRET)
      must("TELEGRAM_WEBHOOK_SECRET", "must be set together with TELEGRAM_WEBHOOK_URL");
    if (settings.STAFF_TELEGRAM_CHAT && !settings.TELEGRAM_BOT_TOKEN)
      must("TELEGRAM_BOT_TOKEN", "must be set for STAFF_TELEGRAM_CHAT: the bot is a member of that group");
    if (settings.TELEGRAM_WEBHOOK_URL && settings.HTTP_PORT === undefined)
      must("HTTP_PORT", "must be set for TELEGRAM_WEBHOOK_URL: that is where the messages arrive");
  });

/** The settings, checked and with their defaults. */
export type Environment = z.infer<typeof environmentSchema>;
