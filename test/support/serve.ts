import { createApp } from "../../src/app.ts";
import type { Channel } from "../../src/channels/channel.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { silentLog } from "../../src/lib/log.ts";
import { createService } from "../../src/service.ts";
import type { Stores } from "../../src/storage/stores.ts";

/** The whole service on one channel. Returns what stops it. */
export async function serveOn(channel: Channel, stores: Stores): Promise<() => Promise<void>> {
  const clock = systemClock;
  const { router, kit } = await createApp({ clock, conversations: stores.conversations });
  const service = createService({ router, say: kit.say, stores, channels: [channel], clock, log: silentLog });
  await service.start();
  return () => service.stop();
}
