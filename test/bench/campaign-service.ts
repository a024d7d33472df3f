import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp, type RunningApp } from "../../src/app.ts";
import type { Audience } from "../../src/broadcast/audience.ts";
import type { Channel } from "../../src/channels/channel.ts";
import { createTelegramChannel } from "../../src/channels/telegram/index.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { silentLog, type Log } from "../../src/lib/log.ts";
import { createService } from "../../src/service.ts";
import { DEFAULT_SETTINGS } from "../../src/settings/defaults.ts";
import type { BroadcastSettings, Settings, StaffMember } from "../../src/settings/settings.ts";
import { openSqliteStores } from "../../src/storage/sqlite/index.ts";
import type { Stores } from "../../src/storage/stores.ts";

export const RINA: StaffMember = { id: "rina", name: "Rina", role: "lead", telegram: "500000001" };
export const TEXT =
  "Halo {nama|Bapak/Ibu}, iuran JKK dan JKM pekerja mandiri didiskon 50 persen sampai Desember 2026. Daftar lewat aplikasi JMO atau kantor desa.";

/** The server takes any. */
export const TOKEN = "424242:free";

export const EVERYBODY: Audience = { topic: "registration", include: [], exclude: [] };

/** What of the settings is in force at any hour of the day. */
const OPEN: Partial<BroadcastSettings> = { quiet: { from: "00:00", to: "00:00" } };

/** The whole service with one Telegram account, on stores on disk that `seed` fills, at a pace of so many a second. */
export async function openCampaignService({
  seed,
  perSecond,
  channel,
  log = silentLog,
}: {
  seed: (folder: string) => void;
  perSecond: number;
  channel: Channel;
  log?: Log;
}) {
  const folder = mkdtempSync(join(tmpdir(), "sapa-bench-"));
  seed(folder);
  const stores = openSqliteStores({ folder, clock: systemClock });
  const settings: Settings = {
    ...DEFAULT_SETTINGS,
    staff: [RINA],
    broadcast: {
      ...DEFAULT_SETTINGS.broadcast,
      ...OPEN,
      secondPersonAbove: 1e9,
      pace: { ...DEFAULT_SETTINGS.broadcast.pace, telegramPerSecond: perSecond },
    },
  };
  const app = await createApp({
    clock: systemClock,
    log,
    stores,
    settings: {
      current: () => settings,
      change: () => {
        throw new Error("nobody changes them here");
      },
    },
    places: { accounts: { telegram: channel.account } },
  });
  const service = createService({
    app,
    stores,
    channels: [channel],
    retention: () => settings.retention,
    clock: systemClock,
    log,
  });
  return {
    app,
    stores,
    start: () => service.start(),
    async close(): Promise<void> {
      await service.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

export function telegramOn(apiRoot: string): Channel {
  const texts = { commands: [{ command: "menu", description: "Menu" }], description: "-", shortDescription: "-" };
  return createTelegramChannel({ token: TOKEN, apiRoot, texts, log: silentLog, clock: systemClock });
}

/** A campaign to an audience that runs from now on. Returns its number. */
export function startCampaign({ outreach }: Pick<RunningApp, "outreach">, audience: Audience): number {
  const { broadcasts } = outreach;
  const made = broadcasts.create(RINA, { content: { texts: { id: TEXT } }, audience });
  if (!made.ok) throw new Error(made.problem.key);
  const { id } = made.campaign;
  for (const step of [broadcasts.approve(id, RINA, 2_000_000), broadcasts.start(id, RINA)])
    if (!step.ok) throw new Error(step.problem.key);
  return id;
}

/** All recipients of what runs are in the ledger. */
export function fill({ outreach }: Pick<RunningApp, "outreach">, stores: Stores): void {
  while (stores.atomically(() => outreach.work()));
}

/** A network that takes everything at once and says so. */
export function freeChannel(account: string, sent: () => void): Channel {
  let ids = 0;
  return {
    name: "telegram",
    account,
    repeatsSafely: false,
    start: async () => {},
    async send() {
      sent();
      return { ok: true, platformId: String(++ids) };
    },
    attend: async () => {},
    stop: async () => {},
    state: () => ({ status: "up", since: new Date(0) }),
  };
}
