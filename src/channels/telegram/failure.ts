import { GrammyError, HttpError } from "grammy";
import type { SendResult } from "../channel.ts";

export type Failure = Exclude<SendResult, { ok: true }>;

/** How long to wait when nobody said how long. */
const RETRY_MS = 3_000;
const REFUSED_RETRY_MS = 60_000;

/** A picture that is to be sent and cannot be read. */
export class PictureError extends Error {
  override name = "PictureError";
  constructor(cause: unknown) {
    super("the picture cannot be read", { cause });
  }
}

/** Connections that failed before a byte of ours went out. */
const NEVER_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"]);

/** What a failed call means for the message it carried. */
export function toFailure(error: unknown): Failure {
  const detail = describe(error);
  const retry = (retryAfterMs: number, wholeAccount: boolean): Failure => ({
    ok: false,
    reason: "retry",
    retryAfterMs,
    wholeAccount,
    detail,
  });
  if (error instanceof PictureError) return { ok: false, reason: "invalid", detail };
  if (!(error instanceof GrammyError)) {
    return NEVER_SENT.has(networkCode(error) ?? "") ? retry(RETRY_MS, true) : { ok: false, reason: "unknown", detail };
  }
  const { error_code: code } = error;
  if (code === 429) return retry(retryAfterMsOf(error) || RETRY_MS, true);
  if (code >= 500) return retry(RETRY_MS, false);
  if (isRefused(error)) return retry(REFUSED_RETRY_MS, true); // the token is at fault, not the message
  if (code === 403 || GONE.test(error.description)) return { ok: false, reason: "blocked", detail };
  return { ok: false, reason: "invalid", detail };
}

const GONE = /chat not found|user is deactivated/i;

/** Telegram does not know this token (any more); asking again is no use. */
export function isRefused(error: unknown): boolean {
  return error instanceof GrammyError && (error.error_code === 401 || error.error_code === 404);
}

/** Somebody else takes this bot's updates. */
export function isConflict(error: unknown): boolean {
  return error instanceof GrammyError && error.error_code === 409;
}

/** How long Telegram asks us to wait; 0 when it does not say. */
export function retryAfterMsOf(error: unknown): number {
  return error instanceof GrammyError ? (error.parameters.retry_after ?? 0) * 1000 : 0;
}

/** Where a group went when it became a supergroup. */
export function movedTo(error: unknown): string | undefined {
  const chatId = error instanceof GrammyError ? error.parameters.migrate_to_chat_id : undefined;
  return chatId === undefined ? undefined : String(chatId);
}

/**
 * An error for logs and staff. Built from what is known to be harmless: messages of network errors hold the address
 * with the token in it, and Telegram quotes our text back when it cannot read it.
 */
export function describe(error: unknown): string {
  if (error instanceof GrammyError) {
    const description = error.description.replace(/"[^"]*"?/g, '"…"').replace(/\d{6,}/g, "…");
    return `${error.method} ${error.error_code}: ${description.slice(0, 120)}`;
  }
  if (error instanceof HttpError) return networkCode(error) ?? "connection lost or timed out";
  if (error instanceof PictureError) return error.message;
  return `a fault of our own (${error instanceof Error ? error.name : typeof error})`;
}

function networkCode(error: unknown): string | undefined {
  const inner: unknown = error instanceof HttpError ? error.error : undefined;
  return inner instanceof Error && "code" in inner && typeof inner.code === "string" ? inner.code : undefined;
}
