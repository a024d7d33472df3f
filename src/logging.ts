import pino from "pino";
import type { Log } from "./lib/log.ts";

/** Names of fields that must never reach a log, should one ever be passed by mistake. */
const REDACTED = ["text", "message", "reply", "token", "phone", "jid", "chatId", "senderName", "name"];

/**
 * Structured logs, one JSON object a line, on standard error: standard output belongs to what was asked for. Fields are
 * ids, counts and outcomes (see lib/log.ts).
 */
export function createLog(level: string): Log {
  const logger = pino({ level, base: null, redact: { paths: REDACTED, censor: "[redacted]" } }, pino.destination(2));
  const at =
    (name: "debug" | "info" | "warn" | "error"): Log["info"] =>
    (event, fields) =>
      logger[name]({ ...fields }, event);
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
