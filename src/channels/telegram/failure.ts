import { GrammyError, HttpError } from "grammy";
import { FileGoneError, type SendResult } from "../channel.ts";

export type Failure = Exclude<SendResult, { ok: true }>;

/** How long to wait when nobody said how long. */
const RETRY_MS = 3_000;
const REFUSED_RETRY_MS = 60_000;
const FETCH_RETRY_MS = 5_000;

/** A file of ours that is to be sent and cannot be read. */
export class NoFileError extends Error {
  override name = "NoFileError";
  constructor(cause: unknown) {
    super("no file", { cause });
  }
}

/** A file that is to be handed on could not be fetched just now. */
export class NotFetchedError extends Error {
  override name = "NotFetchedError";
  constructor(cause: unknown) {
    super("the file could not be fetched", { cause });
  }
}

/** Connections that failed before a byte of ours went out. */
const NEVER_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"]);

/**
 * What a failed call means for the message it carried. Nobody blocks us in the staff's group: what goes wrong there is
 * set right by somebody, and what was to be said is said then.
 */
export function toFailure(error: unknown, { toDesk = false } = {}): Failure {
  const detail = describe(error);
  const retry = (retryAfterMs: number, wholeAccount: boolean): Failure => ({
    ok: false,
    reason: "retry",
    retryAfterMs,
    wholeAccount,
    detail,
  });
  if (error instanceof NoFileError || error instanceof FileGoneError) return { ok: false, reason: "invalid", detail };
  if (error instanceof NotFetchedError) return retry(FETCH_RETRY_MS, false);
  if (!(error instanceof GrammyError)) {
    return NEVER_SENT.has(networkCode(error) ?? "") ? retry(RETRY_MS, true) : { ok: false, reason: "unknown", detail };
  }
  const { error_code: code } = error;
  if (code === 429) return retry(retryAfterMsOf(error) || RETRY_MS, true);
  if (BETWEEN.has(code)) return { ok: false, reason: "unknown", detail };
  if (code >= 500) return retry(RETRY_MS, false);
  if (isRefused(error)) return retry(REFUSED_RETRY_MS, true); // the token is at fault, not the message
  if (toDesk && isDeskShut(error)) return retry(REFUSED_RETRY_MS, false);
  if (code === 403 || GONE.test(error.description)) return { ok: false, reason: "blocked", detail };
  return { ok: false, reason: "invalid", detail };
}

/** What stands between us and the server got no answer from it: it may have done what we asked. */
const BETWEEN: ReadonlySet<number> = new Set([502, 504]);

const GONE = /chat not found|user is deactivated/i;

/** The staff's group does not let us in, or not do what we have to do there: a person has to set it right. */
export function isDeskShut(error: unknown): boolean {
  return error instanceof GrammyError && (error.error_code === 403 || NO_RIGHT.test(error.description));
}

const NO_RIGHT =
  /chat not found|group chat was (?:deactivated|deleted)|rights|administrator|not a forum|CHAT_|CHANNEL_|PEER_ID|TOPIC|thread not found/i;

/** The topic was removed by somebody. */
export function isTopicGone(error: unknown): boolean {
  return isBadRequest(error, /message thread not found|TOPIC_DELETED|topic deleted|TOPIC_ID_INVALID/i);
}

/** Nothing may be said in the topic until it is open again. */
export function isTopicClosed(error: unknown): boolean {
  return isBadRequest(error, /TOPIC_CLOSED/i);
}

/** Telegram cannot show such a file the way we wanted, or the person does not take it that way. */
export function isFormatRefused(error: unknown): boolean {
  return isBadRequest(error, /IMAGE_|PHOTO_|STICKER|VOICE_|VIDEO_|file is too big|wrong (?:file )?type|unsupported/i);
}

/** Telegram does not know the id of a file (any more), or not as a file of this type. */
export function isFileUnknown(error: unknown): boolean {
  return isBadRequest(
    error,
    /wrong (?:remote )?file|wrong type of (?:the )?file|file_?id|file_?reference|unavailable/i,
  );
}

/** Refused with 400, for a reason that is told only in words. */
export function isBadRequest(error: unknown, reason: RegExp): boolean {
  return error instanceof GrammyError && error.error_code === 400 && reason.test(error.description);
}

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
  if (error instanceof FileGoneError) return "the file cannot be had any more";
  if (error instanceof NoFileError || error instanceof NotFetchedError) return error.message;
  return `a fault of our own (${error instanceof Error ? error.name : typeof error})`;
}

function networkCode(error: unknown): string | undefined {
  const inner: unknown = error instanceof HttpError ? error.error : undefined;
  return inner instanceof Error && "code" in inner && typeof inner.code === "string" ? inner.code : undefined;
}
