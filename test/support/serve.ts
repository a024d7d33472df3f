import { createApp } from "../../src/app.ts";
import type { Channel } from "../../src/channels/channel.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { silentLog } from "../../src/lib/log.ts";
import { createService } from "../../src/service.ts";
import { DEFAULT_SETTINGS } from "../../src/settings/defaults.ts";
import type { Stores } from "../../src/storage/stores.ts";

/** The whole service on one channel. Returns what stops it. */
export async function serveOn(channel: Channel, stores: Stores): Promise<() => Promise<void>> {
  const clock = systemClock;
  const app = await createApp({ clock, stores });
  const retention = () => DEFAULT_SETTINGS.retention;
  const service = createService({ app, stores, channels: [channel], retention, clock, log: silentLog });
  await service.start();
  return () => service.stop();
}
