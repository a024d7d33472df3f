import type { Api } from "grammy";
import type { Attachment, OutboundMessage } from "../../message.ts";
import type { SendResult } from "../channel.ts";
import { act } from "./acting.ts";
import { isTopicClosed, isTopicGone, movedTo, toFailure } from "./failure.ts";
import { toRequests } from "./outbound.ts";
import type { OurFiles } from "./our-files.ts";
import { pause } from "./pause.ts";
import type { Topics } from "./topics.ts";
import { openFile, perform, type OpenFile } from "./uploading.ts";

/** How often, and how long at most, the rest of a message that went out in part waits for its turn. */
const TRIES_FOR_THE_REST = 3;
const LONGEST_WAIT_MS = 60_000;

type Means = {
  api: Api;
  /** The same, with more time for a file. */
  uploads: Api;
  life: AbortSignal;
  /** The topics of the chat when it is the staff's. */
  topics: Topics | undefined;
  ours: OurFiles;
  /** The content of a file that came in elsewhere. */
  fetch: (attachment: Attachment) => Promise<Uint8Array>;
  /** The chat has another id now. */
  moved: (chatId: string) => void;
  /** A call failed; told before anything is made of it. */
  failed: (error: unknown) => void;
};

/**
 * Sends all parts of a message, or does what it asks instead. A failure before anything went out is for the outbox to
 * repeat; after that only we know which parts are missing, so the rest is tried again here.
 */
export async function sendMessage(message: OutboundMessage, means: Means): Promise<SendResult> {
  const { topics, failed } = means;
  const toDesk = topics !== undefined;
  if (message.topic && !toDesk) return { ok: false, reason: "invalid", detail: "a topic, but not in the desk's group" };
  if (message.act) return act({ ...message, act: message.act }, means);
  if (toRequests(message).length === 0) return { ok: false, reason: "invalid", detail: "nothing to send" };
  const attached = message.attachment ?? message.picture;
  try {
    const file = attached && (await openFile(attached, means));
    return await sendParts(message, file, means);
  } catch (error) {
    failed(error);
    return toFailure(error, { toDesk });
  }
}

async function sendParts(
  message: OutboundMessage,
  file: OpenFile | undefined,
  { api, uploads, life, topics, moved, failed }: Means,
): Promise<SendResult> {
  const done = new Set<"moved" | "gone" | "closed">();
  let to = message.to;
  let requests = toRequests(message);
  let platformId = "";
  let sent = 0;
  let tries = 0;
  /** What has to be done before anything can be said; each of them helps once. */
  let prepare = message.topic ? openTopic : undefined;

  async function openTopic(): Promise<void> {
    const thread = message.topic && (await topics?.open(Number(to.chatId), message.topic));
    requests = toRequests({ ...message, to }, thread);
  }

  function remedyFor(error: unknown): (() => Promise<void>) | undefined {
    const { topic } = message;
    const chatId = movedTo(error);
    if (chatId !== undefined && !done.has("moved")) {
      done.add("moved");
      to = { ...to, chatId };
      moved(chatId);
      return openTopic;
    }
    if (topic && isTopicGone(error) && !done.has("gone")) {
      done.add("gone");
      topics?.forget(topic.key);
      return openTopic;
    }
    if (topic && isTopicClosed(error) && !done.has("closed")) {
      done.add("closed");
      return async () => topics?.reopen(Number(to.chatId), topic.key);
    }
    return undefined;
  }

  for (let request = requests[0]; request; request = requests[sent]) {
    let underway = false;
    try {
      await prepare?.();
      prepare = undefined;
      request = requests[sent] ?? request; // it may have another address now
      underway = true;
      platformId = await perform(request, file, file === undefined ? api : uploads);
      sent += 1;
    } catch (error) {
      const remedy = remedyFor(error);
      if (remedy) {
        prepare = remedy;
        continue;
      }
      failed(error);
      const failure = toFailure(error, { toDesk: topics !== undefined });
      if (sent === 0 && !underway && failure.reason === "unknown")
        return { ...failure, reason: "retry", retryAfterMs: REPEAT_MS, wholeAccount: false }; // nothing was said yet
      if (sent === 0 || failure.reason !== "retry") return failure;
      tries += 1;
      const again = tries <= TRIES_FOR_THE_REST && failure.retryAfterMs <= LONGEST_WAIT_MS;
      if (!again || !(await pause(failure.retryAfterMs, life)))
        return { ok: false, reason: "unknown", detail: `${sent} of ${requests.length} parts sent; ${failure.detail}` };
    }
  }
  return { ok: true, platformId };
}

const REPEAT_MS = 3_000;
