import type { SendResult } from "../channel.ts";
import type { Ack } from "./acks.ts";

/** The account may not write (403), or not to people it has no chat with (463). Trying again makes it worse. */
const RESTRICTED = ["463", "403"];

/** What the server's acknowledgement means for the outbox. */
export function ackResult(ack: Ack, platformId: string): SendResult {
  switch (ack.said) {
    case "taken":
      return { ok: true, platformId };
    case "nothing":
      return { ok: false, reason: "unknown", detail: ack.why };
    case "refused":
      return RESTRICTED.includes(ack.error)
        ? {
            ok: false,
            reason: "restricted",
            detail: `WhatsApp refused with ${ack.error}; nothing more may be sent to new chats`,
          }
        : { ok: false, reason: "invalid", detail: `WhatsApp refused with ${ack.error}` };
  }
}

/** A file of ours is not there, or not to be read. */
const NO_FILE = ["ENOENT", "ENOTDIR", "EISDIR", "EACCES"];

/** What an error of sendMessage means. All but a timeout (408) come before anything was written. */
export function failedSend(error: unknown): SendResult {
  const { code, output, name } = error as { code?: string; name?: string; output?: { statusCode?: number } };
  const status = output?.statusCode;
  if (NO_FILE.includes(code ?? "")) return { ok: false, reason: "invalid", detail: "no file" };
  if (status === 408) return { ok: false, reason: "unknown", detail: "timed out while sending" };
  if (status === 428) return { ok: false, reason: "retry", retryAfterMs: 2_000, wholeAccount: true, detail: "closed" };
  if (status !== undefined && status >= 400 && status < 500)
    return { ok: false, reason: "invalid", detail: `cannot be sent: ${name} ${status}` };
  return {
    ok: false,
    reason: "retry",
    retryAfterMs: 10_000,
    wholeAccount: false,
    detail: `failed: ${name} ${status ?? ""}`.trim(),
  };
}
