import type { Api } from "grammy";
import type { Update } from "grammy/types";
import { asSignal } from "./api.ts";
import { UPDATES } from "./taking.ts";

/**
 * Long polling that confirms an update only after it was taken. Our own loop: when a handler throws, `bot.start()` of
 * grammY has already moved past that update and loses it at the next start, and it keeps outages to itself.
 */
export function createPoller({ api, timeoutSeconds }: { api: Api; timeoutSeconds: number }) {
  /** The first update that is not taken yet; 0 before the first one. */
  let offset = 0;
  return {
    /** Takes updates until `life` ends or something fails; may be called again. `working` follows every good round. */
    async run(take: (update: Update) => void, working: () => void, life: AbortSignal): Promise<void> {
      let timeout = 0; // answered at once, so that a connection that works again is seen at once
      while (!life.aborted) {
        const updates = await api.getUpdates({ offset, timeout, allowed_updates: UPDATES }, asSignal(life));
        for (const update of updates) {
          if (life.aborted) return;
          take(update);
          offset = update.update_id + 1;
        }
        working();
        timeout = timeoutSeconds;
      }
    },
    /** Tells Telegram what was taken; what it answers stays unconfirmed, and comes again. */
    async confirm(deadline: AbortSignal): Promise<void> {
      if (offset > 0) await api.getUpdates({ offset, limit: 1, timeout: 0 }, asSignal(deadline));
    },
  };
}
