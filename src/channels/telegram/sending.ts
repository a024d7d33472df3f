import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { InputFile, type Api } from "grammy";
import type { OutboundMessage } from "../../message.ts";
import type { SendResult } from "../channel.ts";
import { movedTo, PictureError, toFailure } from "./failure.ts";
import { toRequests, type TelegramRequest } from "./outbound.ts";
import { pause } from "./pause.ts";

/** How often, and how long at most, the rest of a message that went out in part waits for its turn. */
const TRIES_FOR_THE_REST = 3;
const LONGEST_WAIT_MS = 60_000;

/**
 * Sends all parts of a message. A failure before anything went out is for the outbox to repeat; after that only we
 * know which parts are missing, so the rest is tried again here.
 */
export async function sendMessage(
  message: OutboundMessage,
  {
    api,
    life,
    moved,
    failed,
  }: {
    api: Api;
    life: AbortSignal;
    /** The chat has another id now. */
    moved: (chatId: string) => void;
    /** A call failed; told before anything is made of it. */
    failed: (error: unknown) => void;
  },
): Promise<SendResult> {
  let requests = toRequests(message);
  if (requests.length === 0) return { ok: false, reason: "invalid", detail: "nothing to send" };
  let platformId = "";
  let sent = 0;
  let tries = 0;
  let hasMoved = false;
  for (let request = requests[0]; request; request = requests[sent]) {
    try {
      platformId = await perform(api, request);
      sent += 1;
    } catch (error) {
      const chatId = movedTo(error);
      if (chatId !== undefined && !hasMoved) {
        hasMoved = true;
        requests = toRequests({ ...message, to: { ...message.to, chatId } });
        moved(chatId);
        continue;
      }
      failed(error);
      const failure = toFailure(error);
      if (sent === 0 || failure.reason !== "retry") return failure;
      tries += 1;
      const again = tries <= TRIES_FOR_THE_REST && failure.retryAfterMs <= LONGEST_WAIT_MS;
      if (!again || !(await pause(failure.retryAfterMs, life)))
        return { ok: false, reason: "unknown", detail: `${sent} of ${requests.length} parts sent; ${failure.detail}` };
    }
  }
  return { ok: true, platformId };
}

async function perform(api: Api, request: TelegramRequest): Promise<string> {
  if (request.method === "sendMessage") return String((await api.raw.sendMessage(request.payload)).message_id);
  const photo = new InputFile(await readPicture(request.picture.path), basename(request.picture.path));
  return String((await api.raw.sendPhoto({ ...request.payload, photo })).message_id);
}

/** Read whole and before the call, so that a missing file is not taken for a lost connection. */
async function readPicture(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new PictureError(cause);
  }
}
