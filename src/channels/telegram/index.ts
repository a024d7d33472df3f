import type { Clock } from "../../lib/clock.ts";
import type { Log } from "../../lib/log.ts";
import type { Address } from "../../message.ts";
import type { Channel, ChannelEvents, ChannelState } from "../channel.ts";
import { asSignal, createApi, fileRootOf } from "./api.ts";
import type { Desk } from "./desk.ts";
import { describe, isConflict, isDeskShut, isRefused, NotFetchedError, retryAfterMsOf } from "./failure.ts";
import { fetchFile } from "./fetching.ts";
import { introduce, type TelegramTexts } from "./introducing.ts";
import { createOurFiles } from "./our-files.ts";
import { growingPauseMs, pause } from "./pause.ts";
import { createPoller } from "./polling.ts";
import type { Me } from "./reading.ts";
import { sendMessage } from "./sending.ts";
import { takeUpdate, UPDATES } from "./taking.ts";
import { createTopics } from "./topics.ts";
import { createWebhookHandler, type WebhookHandler } from "./webhook.ts";

export type TelegramOptions = {
  token: string;
  /** Another Bot API server. */
  apiRoot?: string;
  /** Telegram calls us at `url` (https, ports 443, 80, 88 or 8443). Without it we poll. */
  webhook?: { url: string; secret: string };
  /** The staff's forum group, where the bot must be an administrator who may manage topics. */
  desk?: Desk;
  texts: TelegramTexts;
  log: Log;
  clock: Clock;
  pollTimeoutSeconds?: number;
  sendTimeoutMs?: number;
  /** For calls that carry a file, and for fetching one. */
  fileTimeoutMs?: number;
  stateChanged?: (state: ChannelState) => void;
};

/** `webhookHandler` is there in webhook mode only, to be mounted where `webhook.url` leads. */
export type TelegramChannel = Channel & { webhookHandler?: WebhookHandler };

/** More than a poll itself lasts, before it counts as lost. */
const POLL_GRACE_MS = 10_000;
/** How long saying that may take. */
const TYPING_MS = 3_000;
/** Stopping ends within this, whatever the network does. */
const STOP_MS = 2_500;
/** So many failures in a row are no hiccup any more (about a minute). */
const ALARM_AFTER = 6;
const INVALID_TOKEN = "Telegram does not know the bot's token any more";

/** One Telegram bot. Throws when token or secret cannot be what they should be. */
export function createTelegramChannel(options: TelegramOptions): TelegramChannel {
  const { token, webhook, desk, texts, log, clock, stateChanged } = options;
  const { pollTimeoutSeconds = 30, sendTimeoutMs = 15_000, fileTimeoutMs = 60_000 } = options;
  const account = `tg-${botIdOf(token)}`;
  if (webhook && !/^[\w-]{1,256}$/.test(webhook.secret))
    throw new Error("the Telegram webhook secret must be 1 to 256 of A-Z a-z 0-9 _ -");
  const server = { token, ...(options.apiRoot ? { apiRoot: options.apiRoot } : {}) };
  const api = createApi({ ...server, timeoutMs: sendTimeoutMs });
  const uploads = createApi({ ...server, timeoutMs: fileTimeoutMs });
  const ours = createOurFiles();
  const topics = desk && createTopics({ api, store: desk.topics });
  const poller = createPoller({
    api: createApi({ ...server, timeoutMs: pollTimeoutSeconds * 1000 + POLL_GRACE_MS }),
    timeoutSeconds: pollTimeoutSeconds,
  });

  let state: ChannelState = { status: "starting", since: clock() };
  let life = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let me: Me | undefined;
  let told: ChannelEvents | undefined;
  let deskShut = false;
  /** The id of the staff's group as it is now. */
  let deskChatId = desk?.chatId;

  const become = (status: ChannelState["status"], detail?: string) => {
    if (state.status === status && state.detail === detail) return;
    state = { status, since: clock(), ...(detail === undefined ? {} : { detail }) };
    log.info("telegram.state", { account, status, detail });
    stateChanged?.(state);
  };

  /** Only a person can help now. */
  const halt = (detail: string) => {
    if (state.status === "stopped") return;
    become("stopped", detail);
    log.error("telegram.stopped", { account, detail });
    told?.alarm("telegram stopped", detail);
  };

  /** Told once until it works again: every message that waits for the desk would say the same. */
  const deskFailed = (error: unknown) => {
    if (deskShut || !isDeskShut(error)) return;
    deskShut = true;
    log.error("telegram.desk-shut", { account, error: describe(error) });
    told?.alarm("telegram desk", describe(error));
  };

  /** A plain group gets another id when topics are switched on. */
  const deskMoved = (chatId: string) => {
    if (chatId === deskChatId) return;
    deskChatId = chatId;
    told?.alarm("telegram desk", `the group has another id now: STAFF_TELEGRAM_CHAT has to be ${chatId}`);
  };

  const isDesk = (chatId: string) => chatId === desk?.chatId || chatId === deskChatId;

  const taker = (bot: Me, events: ChannelEvents) => (update: Parameters<typeof takeUpdate>[0]) =>
    takeUpdate(update, {
      me: bot,
      desk: desk && { chatId: deskChatId ?? desk.chatId, topics: desk.topics },
      events,
      clock,
      log,
      answer: (id) =>
        void api
          .answerCallbackQuery(id, {}, asSignal(life.signal))
          .catch((error: unknown) => log.debug("telegram.not-answered", { account, error: describe(error) })),
    });

  const connect = async (): Promise<Me> => {
    const signal = asSignal(life.signal);
    const { id, username } = await api.getMe(signal);
    if (webhook) await api.setWebhook(webhook.url, { secret_token: webhook.secret, allowed_updates: UPDATES }, signal);
    else await api.deleteWebhook({ drop_pending_updates: false }, signal);
    me = { id, username };
    become("up");
    void introduce(texts, { api, account, log, life: life.signal });
    return me;
  };

  /** Keeps the connection: ends when it is stopped, or when only a person can help. */
  const keep = async (events: ChannelEvents, { signal }: AbortController, failedBefore: number) => {
    let failures = failedBefore;
    let askedToWaitMs = 0;
    while (!signal.aborted) {
      if (failures > 0 && !(await pause(Math.max(growingPauseMs(failures), askedToWaitMs), signal))) return;
      try {
        const bot = me ?? (await connect());
        if (webhook) return;
        const working = () => {
          failures = 0;
          become("up");
        };
        await poller.run(taker(bot, events), working, signal);
      } catch (error) {
        if (signal.aborted) return;
        if (isConflict(error)) return halt("another program takes this bot's messages (409)");
        if (isRefused(error)) return halt(INVALID_TOKEN);
        failures += 1;
        askedToWaitMs = retryAfterMsOf(error);
        log.warn("telegram.failed", { account, failures, error: describe(error) });
        become("down", describe(error));
        if (failures === ALARM_AFTER) events.alarm("telegram down", describe(error));
      }
    }
  };

  /** Shows for 5 seconds, or until something is said. */
  const showTyping = async ({ chatId }: Address) => {
    if (isDesk(chatId)) return; // it would show in the general part only
    const deadline = AbortSignal.any([life.signal, AbortSignal.timeout(TYPING_MS)]);
    await api.sendChatAction(Number(chatId), "typing", {}, asSignal(deadline)).catch(() => undefined);
  };

  return {
    name: "telegram",
    account,
    repeatsSafely: false,
    async start(events) {
      told = events;
      const ours = new AbortController();
      life = ours;
      become("starting");
      const failure = await connect().then(
        () => undefined,
        (error: unknown) => ({ refused: isRefused(error), detail: describe(error) }), // the error holds the secret
      );
      if (ours.signal.aborted) return become("stopped");
      if (failure) become(failure.refused ? "stopped" : "down", failure.detail);
      if (failure?.refused) throw new Error(`Telegram does not know this bot token (${failure.detail})`);
      if (failure) log.warn("telegram.failed", { account, failures: 1, error: failure.detail });
      running = keep(events, ours, failure ? 1 : 0).catch((error: unknown) => {
        log.error("telegram.broken", { account, error: describe(error) });
        state = { status: "stopped", since: clock(), detail: "a fault in the program" };
      });
    },
    async send(message) {
      const toDesk = isDesk(message.to.chatId);
      const result = await sendMessage(message, {
        api,
        uploads,
        life: life.signal,
        topics: toDesk ? topics : undefined,
        ours,
        fetch: async (attachment) => {
          if (!told) throw new NotFetchedError("not started");
          return told.fetch(attachment);
        },
        moved: (chatId) => (toDesk ? deskMoved(chatId) : told?.samePerson(message.to, chatId)),
        failed: (error) => {
          if (isRefused(error)) halt(INVALID_TOKEN); // with a webhook nothing else would notice
          if (toDesk) deskFailed(error);
        },
      });
      if (toDesk && result.ok && !message.act) deskShut = false; // an act may have had nothing to do
      return result;
    },
    fetch: (attachment) =>
      fetchFile(attachment, {
        api,
        fileRoot: fileRootOf(server),
        signal: AbortSignal.any([life.signal, AbortSignal.timeout(fileTimeoutMs)]),
      }),
    attend: showTyping,
    compose: showTyping,
    invite: (code) => me && `https://t.me/${me.username}?start=${encodeURIComponent(code)}`,
    async stop() {
      const takesUpdates = me !== undefined && !webhook && state.status !== "stopped";
      life.abort();
      const over = new AbortController();
      const settle = async () => {
        await running;
        if (takesUpdates) await poller.confirm(over.signal);
      };
      await Promise.race([settle(), pause(STOP_MS, over.signal)]).catch((error: unknown) =>
        log.warn("telegram.not-confirmed", { account, error: describe(error) }),
      );
      over.abort();
      if (state.status !== "stopped") become("stopped"); // else it keeps saying why
    },
    state: () => state,
    ...(webhook
      ? {
          webhookHandler: createWebhookHandler({
            secret: webhook.secret,
            take: () => (me && told && !life.signal.aborted ? taker(me, told) : undefined),
            log,
          }),
        }
      : {}),
  };
}

/** The number before the colon; the rest of a token is secret. */
function botIdOf(token: string): string {
  const id = /^(\d+):\S+$/.exec(token)?.[1];
  if (id === undefined) throw new Error("the Telegram token must look like 123456:letters");
  return id;
}
