import { join, resolve } from "node:path";
import { telegramAccount, WHATSAPP_ACCOUNT } from "./accounts.ts";
import { createApp, type AppOptions } from "./app.ts";
import { brokenChannel, type Channel } from "./channels/channel.ts";
import { inviteText } from "./broadcast/leaders/links.ts";
import { ConfigError, type Config } from "./config.ts";
import { serveHttp, type RequestHandler } from "./http.ts";
import type { Say } from "./knowledge/texts.ts";
import type { Clock } from "./lib/clock.ts";
import type { Log } from "./lib/log.ts";
import { createService, type Service } from "./service.ts";
import { StorageError } from "./storage/sqlite/database.ts";
import { openSettings } from "./settings/store.ts";
import { openSqliteStores } from "./storage/sqlite/index.ts";
import type { Stores } from "./storage/stores.ts";
import { openTeachingStore } from "./teaching/store.ts";

/** Commands as Telegram lists them; their descriptions are in locales/. */
const COMMANDS = ["menu", "bantuan", "petugas", "berhenti", "privasi", "hapus"] as const;

/** What a start may be told to do differently: tests shorten times and name other servers. */
export type StartOptions = {
  clock: Clock;
  log: Log;
  /** Prints for the person at the machine: the code to link WhatsApp. Never a log. */
  show: (text: string) => void;
  app?: Partial<Omit<AppOptions, "clock" | "stores" | "settings" | "places" | "timeZone" | "log">>;
  /** How often tickets are looked after. */
  watchEveryMs?: number;
  telegram?: { pollTimeoutSeconds?: number; sendTimeoutMs?: number };
  whatsapp?: Partial<import("./channels/whatsapp/tuning.ts").Tuning>;
};

/** Everything that runs, to be stopped as one. */
export type Running = { service: Service; port?: number; stop(): Promise<void> };

/**
 * Starts all channels that the settings name, in this process, on the stores of the state folder. Telegram's and
 * WhatsApp's libraries are loaded only when their channel is on.
 */
export async function startChannels(config: Config, options: StartOptions): Promise<Running> {
  const { clock, log } = options;
  const stores = openSqliteStores({ folder: resolve(config.stateDir), clock });
  /** What is closed after the service has ended; the port goes before it, so that nobody asks about closed stores. */
  const closers: (() => void)[] = [];
  let http: Awaited<ReturnType<typeof serveHttp>> | undefined;
  try {
    const settings = openSettings({
      path: join(resolve(config.stateDir), "settings.json"),
      // where the problems are, and not what stands there: that may be anybody's name
      onProblem: ({ problems }) => log.error("settings.broken", { file: "settings.json", problems: problems.length }),
    });
    const { chatIdOfPhone } = config.whatsapp ? await import("./channels/whatsapp/jid.ts") : {};
    const app = await createApp({
      clock,
      log,
      timeZone: config.timeZone,
      stores,
      settings,
      places: {
        ...(config.telegram && config.staffChat
          ? { telegram: { account: telegramAccount(config.telegram.token), chatId: config.staffChat } }
          : {}),
        accounts: {
          ...(config.telegram ? { telegram: telegramAccount(config.telegram.token) } : {}),
          ...(config.whatsapp ? { whatsapp: WHATSAPP_ACCOUNT } : {}),
        },
        ...(chatIdOfPhone ? { whatsapp: { account: WHATSAPP_ACCOUNT, chatIdOfPhone } } : {}),
      },
      teaching: {
        stateDir: resolve(config.stateDir),
        store: await openTeachingStore(join(resolve(config.stateDir), "teaching.json")),
      },
      filesDir: join(resolve(config.stateDir), "outreach"),
      ...options.app,
    });
    const { kit } = app;
    const mounted: Record<string, RequestHandler> = {};
    const channels: Channel[] = [];
    if (config.telegram) {
      const desk = config.staffChat ? { chatId: config.staffChat, topics: stores.topics } : undefined;
      channels.push(await telegram(config.telegram, { ...options, say: kit.say, mounted, desk }));
    }
    if (config.whatsapp) {
      const { channel, close } = await whatsapp(config, { ...options, stores, say: kit.say });
      channels.push(channel);
      closers.push(close);
    }
    const service = createService({
      app,
      stores,
      channels,
      retention: () => settings.current().retention,
      ...(options.watchEveryMs === undefined ? {} : { watchEveryMs: options.watchEveryMs }),
      clock,
      log,
    });
    if (!app.desk.desk.available()) log.warn("desk.empty", { telegram: config.staffChat !== undefined });
    if (config.http) http = await openPort(config.http, { mounted, health: () => service.health() });
    await service.start();
    return {
      service,
      ...(http ? { port: http.port } : {}),
      async stop() {
        await http?.close();
        await service.stop();
        for (const close of closers) close();
      },
    };
  } catch (error) {
    await http?.close();
    for (const close of closers) close();
    stores.close();
    throw error;
  }
}

function openPort(
  at: NonNullable<Config["http"]>,
  serves: Pick<Parameters<typeof serveHttp>[0], "health" | "mounted">,
): ReturnType<typeof serveHttp> {
  return serveHttp({ ...at, ...serves }).catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(`HTTP_PORT: ${at.host}:${at.port} cannot be opened (${error.code ?? error.name})`);
  });
}

async function telegram(
  settings: NonNullable<Config["telegram"]>,
  {
    clock,
    log,
    say,
    mounted,
    desk,
    telegram: tuning,
  }: StartOptions & {
    say: Say;
    mounted: Record<string, RequestHandler>;
    desk: { chatId: string; topics: Stores["topics"] } | undefined;
  },
): Promise<Channel> {
  const { createTelegramChannel } = await import("./channels/telegram/index.ts");
  const channel = createTelegramChannel({
    ...settings,
    texts: {
      commands: COMMANDS.map((command) => ({ command, description: say(`telegram.command.${command}`) })),
      description: say("telegram.description"),
      shortDescription: say("telegram.short-description"),
    },
    clock,
    log,
    ...(desk ? { desk } : {}),
    ...tuning,
  });
  const { webhookHandler } = channel;
  if (settings.webhook && webhookHandler)
    mounted[new URL(settings.webhook.url).pathname] = (request, response) => void webhookHandler(request, response);
  return channel;
}

async function whatsapp(
  config: Config,
  { clock, log, show, stores, say, whatsapp: tuning }: StartOptions & { stores: Stores; say: Say },
): Promise<{ channel: Channel; close(): void }> {
  const { createWhatsAppChannel } = await import("./channels/whatsapp/index.ts");
  const { loadBaileys } = await import("./channels/whatsapp/load.ts");
  const { openWhatsAppAuth } = await import("./storage/sqlite/whatsapp-auth.ts");
  const path = join(resolve(config.stateDir), "whatsapp.db");
  const auth = await openWhatsAppAuth({ path, loadBaileys }).catch((error: unknown) => {
    if (error instanceof StorageError) return error;
    throw error;
  });
  if (auth instanceof StorageError)
    return { channel: brokenChannel("whatsapp", WHATSAPP_ACCOUNT, auth, clock()), close: () => {} };
  const channel = createWhatsAppChannel({
    auth,
    account: WHATSAPP_ACCOUNT,
    socketUrl: config.whatsapp?.socketUrl,
    qr: config.whatsapp?.qr ?? "off",
    pairingPhone: config.whatsapp?.pairingPhone,
    showPairing: show,
    inviteText: (code) => inviteText(code, say),
    getMessage: (id) => stores.outbox.byPlatformId(WHATSAPP_ACCOUNT, id)?.message.text,
    clock,
    log,
    ...(tuning ? { tuning } : {}),
  });
  return { channel, close: () => auth.close() };
}
