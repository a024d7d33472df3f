import { z } from "zod";
import { DEFAULT_TIME_ZONE } from "./lib/calendar.ts";

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** Every setting of the environment, as .env.example explains them. */
export const environmentSchema = z.object({
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
