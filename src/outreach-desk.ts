import type { Kit } from "./answers/answer.ts";
import type { Clock } from "./lib/clock.ts";
import type { Log } from "./lib/log.ts";
import type { DeskForBroadcast } from "./office-desk.ts";
import { createOutreachFiles } from "./outreach-files.ts";
import { createOutreachWords } from "./outreach-words.ts";
import type { OutreachOffice } from "./outreach.ts";
import type { SettingsStore } from "./settings/settings.ts";
import { createBroadcastDesk, type BroadcastDesk } from "./staff/broadcast/desk.ts";
import type { Stores } from "./storage/stores.ts";

/** Where staff write to many, with the files that go along. Loaded only by the running program: one answer needs none of it. */
export function openOutreachDesk({
  filesDir,
  kit,
  settings,
  stores,
  outreach,
  testAccount,
  clock,
  log,
}: {
  filesDir: string;
  kit: Kit;
  settings: SettingsStore;
  stores: Pick<Stores, "interests" | "done">;
  outreach: Pick<OutreachOffice, "broadcasts" | "fetch" | "filesNeeded">;
  /** The account whose chats a test is sent in. */
  testAccount: string | undefined;
  clock: Clock;
  log: Log;
}): { broadcast(of: DeskForBroadcast): BroadcastDesk; sweepFiles(before: Date): number } {
  const { broadcasts } = outreach;
  const files = createOutreachFiles({ folder: filesDir });
  return {
    broadcast(of) {
      const words = createOutreachWords({ kit, settings, timeZone: of.timeZone });
      return createBroadcastDesk({
        ...of,
        ...words,
        broadcasts,
        settings,
        tags: () => stores.interests.tags().map(({ tag }) => tag),
        testAccount: () => testAccount,
        saveFile: (attachment) => files.save(attachment, outreach.fetch),
        saveReceipt: (id) => files.receipt(id, words.csv(broadcasts.receipt(id))),
        done: stores.done,
        say: kit.say,
        clock,
        log,
      });
    },
    sweepFiles: (before) => files.sweep(before, outreach.filesNeeded()),
  };
}
