import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Update } from "grammy/types";
import type { Log } from "../../lib/log.ts";
import { describe } from "./failure.ts";

export type WebhookHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Updates are a few kilobytes; nothing honest comes near this. */
const MAX_BYTES = 1_000_000;

/**
 * Answers Telegram's deliveries: 200 only once the update is written down, anything else makes Telegram send it again.
 * `take` is `undefined` while the channel is not ready.
 */
export function createWebhookHandler({
  secret,
  take,
  log,
}: {
  secret: string;
  take: () => ((update: Update) => void) | undefined;
  log: Log;
}): WebhookHandler {
  return async (request, response) => {
    const end = (status: number) => void response.writeHead(status, { "content-length": 0 }).end();
    if (!same(request.headers["x-telegram-bot-api-secret-token"], secret)) {
      request.resume();
      return end(401);
    }
    if (request.method !== "POST") {
      request.resume();
      return end(405);
    }
    const update = await readUpdate(request);
    const taking = take();
    if (!update) return end(400);
    if (!taking) return end(503);
    try {
      taking(update);
    } catch (error) {
      log.error("telegram.not-written-down", { updateId: update.update_id, error: describe(error) });
      return end(500);
    }
    return end(200);
  };
}

/** Compares hashes, so that the time it takes tells nothing about the secret or its length. */
function same(given: string | string[] | undefined, secret: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return typeof given === "string" && timingSafeEqual(hash(given), hash(secret));
}

async function readUpdate(request: IncomingMessage): Promise<Update | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) return undefined;
      chunks.push(chunk);
    }
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    return isUpdate(value) ? value : undefined;
  } catch {
    return undefined; // cut off, or no JSON
  }
}

function isUpdate(value: unknown): value is Update {
  return typeof value === "object" && value !== null && "update_id" in value && Number.isInteger(value.update_id);
}
