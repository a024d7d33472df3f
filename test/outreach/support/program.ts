import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp } from "../../../src/app.ts";
import type { Campaign } from "../../../src/broadcast/campaign.ts";
import type { Channel } from "../../../src/channels/channel.ts";
import { createTelegramChannel } from "../../../src/channels/telegram/index.ts";
import type { Log } from "../../../src/lib/log.ts";
import type { OutboundMessage } from "../../../src/message.ts";
import { createService } from "../../../src/service.ts";
import { DEFAULT_SETTINGS } from "../../../src/settings/defaults.ts";
import type { Settings } from "../../../src/settings/settings.ts";
import { openSqliteStores } from "../../../src/storage/sqlite/index.ts";
import { BUDI, RINA, THURSDAY_TEN } from "../../support/outreach.ts";
import { DESK_CHAT, seen } from "../../support/telegram/desk.ts";
import { startFreeServer } from "../../support/telegram/free-server.ts";
import { until } from "../../support/wait.ts";

const TOKEN = "424242:loopback-secret-of-the-bot";
export const ACCOUNT = "tg-424242";

/** What is sent to many in these tests. */
export const NEWS = "Pendaftaran di Balai Desa Soreang hari Sabtu, {nama|Bapak/Ibu}.";
const IS_NEWS = /Pendaftaran di Balai Desa Soreang/;

/**
 * The whole program with its real Telegram channel, on a database file, against a free Bot API server: as fast as it
 * goes, which settings.json would not allow.
 */
export async function openProgram({ watchEveryMs }: { watchEveryMs: number }) {
  const server = await startFreeServer();
  const folder = mkdtempSync(join(tmpdir(), "sapa-outreach-"));
  const aheadMs = THURSDAY_TEN.getTime() - Date.now();
  const clock = () => new Date(Date.now() + aheadMs);
  const logged: string[] = [];
  const keep = (event: string, fields?: object) => void logged.push(`${event} ${JSON.stringify(fields ?? {})}`);
  const log: Log = { debug: () => {}, info: () => {}, warn: keep, error: keep };
  const stores = openSqliteStores({ folder, clock });
  let settings: Settings = {
    ...DEFAULT_SETTINGS,
    staff: [RINA, BUDI],
    broadcast: {
      ...DEFAULT_SETTINGS.broadcast,
      pace: { ...DEFAULT_SETTINGS.broadcast.pace, telegramPerSecond: 1e6 },
    },
  };
  const app = await createApp({
    clock,
    log,
    stores,
    settings: { current: () => settings, change: (edit) => void (settings = edit(settings)) },
    places: { telegram: { account: ACCOUNT, chatId: DESK_CHAT }, accounts: { telegram: ACCOUNT } },
    filesDir: join(folder, "outreach"),
  });
  const telegram = createTelegramChannel({
    token: TOKEN,
    apiRoot: server.apiRoot,
    desk: { chatId: DESK_CHAT, topics: stores.topics },
    texts: { commands: [], description: "-", shortDescription: "-" },
    clock,
    log,
    pollTimeoutSeconds: 5,
  });
  /** What happens between the network's answer to the nth message of a campaign and what the program makes of it. */
  const meanwhile = new Map<number, () => unknown>();
  let news = 0;
  const channel: Channel = {
    ...telegram,
    async send(message: OutboundMessage, platformId) {
      const result = await telegram.send(message, platformId);
      if (IS_NEWS.test(message.text) && message.to.chatId !== DESK_CHAT) await meanwhile.get(++news)?.();
      return result;
    },
  };
  const service = createService({
    app,
    stores,
    channels: [channel],
    retention: () => settings.retention,
    watchEveryMs,
    clock,
    log,
  });
  await service.start();
  const { broadcasts } = app.outreach;
  const group = () => server.sends.filter(({ chatId }) => chatId === DESK_CHAT).map(({ text }) => seen(text));

  return {
    server,
    stores,
    broadcasts,
    clock,
    logged,
    meanwhile: (nth: number, work: () => unknown) => void meanwhile.set(nth, work),
    /** What arrived at people, in order: of the campaign, and all else. */
    arrived: () =>
      server.sends
        .filter(({ chatId }) => chatId !== DESK_CHAT)
        .map((send) => ({ ...send, isNews: IS_NEWS.test(send.text) })),
    /** What the staff's group was told, in order. */
    group,
    told: (pattern: RegExp) => until(() => group().find((text) => pattern.test(text)), `the group to read ${pattern}`),

    /** A campaign that Budi wrote and Rina approved. */
    approved(recipients: number): number {
      const made = broadcasts.create(BUDI, {
        name: "Pendaftaran Soreang",
        content: { texts: { id: NEWS } },
        audience: { topic: "registration", include: [], exclude: [] },
      });
      if (!made.ok) throw new Error(made.problem.key);
      const approved = broadcasts.approve(made.campaign.id, RINA, recipients);
      if (!approved.ok) throw new Error(approved.problem.key);
      return made.campaign.id;
    },

    /** Starts it, and waits until it stands in that state. */
    async run(id: number, state: Campaign["state"] = "done", ms = 60_000): Promise<void> {
      const started = broadcasts.start(id, BUDI);
      if (!started.ok) throw new Error(started.problem.key);
      await this.stands(id, state, ms);
    },
    stands: (id: number, state: Campaign["state"], ms = 10_000) =>
      until(() => broadcasts.get(id)?.state === state, `campaign ${id} to be ${state}`, ms),

    async close(): Promise<void> {
      await service.stop();
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export type Program = Awaited<ReturnType<typeof openProgram>>;
