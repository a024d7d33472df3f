import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AppOptions } from "../../../src/app.ts";
import { loadBaileys } from "../../../src/channels/whatsapp/load.ts";
import { readConfig } from "../../../src/config.ts";
import type { Log } from "../../../src/lib/log.ts";
import { startChannels, type Running } from "../../../src/start.ts";
import { openWhatsAppAuth } from "../../../src/storage/sqlite/whatsapp-auth.ts";
import { selfSigned } from "../whatsapp/certificate.ts";
import { startWhatsAppServer } from "../whatsapp/server.ts";
import { until } from "../wait.ts";

/** Staff of these tests. */
export const RINA = { fromId: 500_000_001, fromName: "Rina" };
export const BUDI = { fromId: 500_000_002, fromName: "Budi" };
/** Somebody in the group who has no role. */
export const TAMU = { fromId: 500_000_099, fromName: "Tamu" };

/** Monday 23 November 2026, 10.00 WIB. */
export const MONDAY_TEN = new Date("2026-11-23T03:00:00Z");

export const STAFF = [
  { id: "rina", name: "Rina", role: "lead", telegram: String(RINA.fromId) },
  { id: "budi", name: "Budi", role: "agent", telegram: String(BUDI.fromId) },
];

type SceneOptions = {
  /** What settings.json holds. */
  settings?: object;
  timeZone?: string;
  /** The instant at which the scene begins. */
  at?: Date;
  telegram?: boolean;
  app?: Partial<AppOptions>;
};

/**
 * The whole program between a WhatsApp and a Telegram server on the loopback, with a clock that can be moved: people
 * write on WhatsApp, staff sit in a forum group on Telegram.
 */
export async function openScene({
  settings = {},
  timeZone = "Asia/Jakarta",
  at = MONDAY_TEN,
  telegram = true,
}: SceneOptions = {}) {
  // the WhatsApp server changes how the package is loaded that the Telegram server shares, so it comes first
  const whatsapp = await startWhatsAppServer({ tls: selfSigned() });
  const { startBotApi, TOKEN } = await import("../telegram/bot-api.ts");
  const { DESK_CHAT } = await import("../telegram/bot-api.ts");
  const api = await startBotApi();
  const folder = mkdtempSync(join(tmpdir(), "sapa-office-"));
  const login = await openWhatsAppAuth({ path: join(folder, "whatsapp.db"), loadBaileys });
  login.state.creds.me = { id: "15550000000:1@s.whatsapp.net", name: "Bot" };
  login.state.creds.accountSyncCounter = 1;
  login.saveCreds();
  login.close();
  writeFileSync(join(folder, "settings.json"), JSON.stringify({ staff: STAFF, ...settings }));

  let skippedMs = at.getTime() - Date.now();
  const clock = () => new Date(Date.now() + skippedMs);
  const logged: string[] = [];
  const keep = (event: string, fields?: object) => void logged.push(`${event} ${JSON.stringify(fields ?? {})}`);
  const log: Log = { debug: keep, info: keep, warn: keep, error: keep };
  const config = await readConfig({
    STATE_DIR: folder,
    OFFICE_TIME_ZONE: timeZone,
    ...(telegram ? { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: api.apiRoot, STAFF_TELEGRAM_CHAT: DESK_CHAT } : {}),
    WHATSAPP: "on",
    WHATSAPP_QR: "off",
    WHATSAPP_SOCKET_URL: whatsapp.url(),
  });
  let running: Running | undefined;

  async function start(): Promise<void> {
    running = await startChannels(config, {
      clock,
      log,
      show: () => {},
      watchEveryMs: 30,
      telegram: { pollTimeoutSeconds: 1 },
      whatsapp: {
        queryTimeoutMs: 4_000,
        connectTimeoutMs: 4_000,
        ackTimeoutMs: 4_000,
        stableAfterMs: 60_000,
        maxAgeMs: 100 * 86_400_000,
        backoff: { baseMs: 40, maxMs: 400 },
        ...whatsapp.mediaTuning,
      },
    });
  }
  await start();

  const heardBy = (jid: string): string[] =>
    whatsapp.sent
      .filter(({ to }) => to === jid)
      .map(({ message }) => message?.conversation ?? message?.extendedTextMessage?.text ?? "")
      .filter((text) => text !== "");

  let people = 0;

  /** Somebody on WhatsApp. */
  function worker(name = "Siti") {
    const phone = `62812${String(90_000_000 + ++people)}`;
    const jid = `${phone}@s.whatsapp.net`;
    return {
      name,
      phone,
      jid,
      says: (text: string, attrs?: Record<string, string>) =>
        whatsapp.message({ from: jid, text, pushName: name, ...(attrs ? { attrs } : {}) }),
      sends: (message: NonNullable<Parameters<typeof whatsapp.message>[0]["message"]>) =>
        whatsapp.message({ from: jid, message, pushName: name }),
      /** Everything said to them so far. */
      heard: () => heardBy(jid),
      /** Waits until they are told something like this after `from` messages. */
      hears: (pattern: RegExp, from = 0) =>
        until(
          () =>
            heardBy(jid)
              .slice(from)
              .find((text) => pattern.test(text)),
          `${name} to hear ${pattern}`,
        ),
    };
  }

  const topicOf = (name: string) => api.topics().findLast(({ title }) => title.includes(name));

  /** The topic of somebody's ticket, once it is there. */
  async function topic(name: string) {
    const { thread, title } = await until(() => topicOf(name), `a topic of ${name}`);
    const now = () => {
      const found = api.topics().find((entry) => entry.thread === thread);
      if (!found) throw new Error("the topic is gone");
      return found;
    };
    return {
      thread,
      title,
      now,
      texts: () => now().texts,
      shows: (pattern: RegExp, from = 0) =>
        until(
          () =>
            now()
              .texts.slice(from)
              .find((text) => pattern.test(text)),
          `${title} to show ${pattern}`,
        ),
      /** A member of staff writes in it. Returns the message's id. */
      says: (who: typeof RINA, text: string, more: { replyTo?: number; fields?: object } = {}) =>
        api.deskSays({ ...who, thread, text, ...more } as Parameters<typeof api.deskSays>[0]),
      async presses(who: typeof RINA, label: string): Promise<void> {
        const holder = await until(
          () => now().messages.findLast(({ buttons }) => buttons.flat().some((button) => button.label === label)),
          `a button ${label} in ${title}`,
        );
        api.deskPresses({ ...who, label, messageId: holder.id });
      },
    };
  }

  return {
    whatsapp,
    api,
    folder,
    /** As the program itself was started with. */
    config,
    logged,
    worker,
    topic,
    clock,
    /** Time goes by; what goes by the clock happens soon after. Never back: what was queued later would wait for it. */
    skip: (ms: number) => void (skippedMs += ms),
    setTo: (instant: Date) => void (skippedMs = instant.getTime() - Date.now()),
    start,
    stop: async () => {
      await running?.stop();
      running = undefined;
    },
    health: () => running?.service.health(),
    async close() {
      await running?.stop();
      await api.close();
      await whatsapp.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export type Scene = Awaited<ReturnType<typeof openScene>>;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
