import type { Api } from "grammy";
import type { Log } from "../../lib/log.ts";
import { asSignal } from "./api.ts";
import { describe } from "./failure.ts";

/** What people see of the bot before they write. */
export type TelegramTexts = {
  commands: readonly { command: string; description: string }[];
  description: string;
  shortDescription: string;
};

/** Says who we are. Failing only warns: nobody's question depends on it. */
export async function introduce(
  texts: TelegramTexts,
  { api, account, log, life }: { api: Api; account: string; log: Log; life: AbortSignal },
): Promise<void> {
  const signal = asSignal(life);
  const calls = await Promise.allSettled([
    api.setMyCommands(texts.commands, {}, signal),
    api.setMyDescription(texts.description, {}, signal),
    api.setMyShortDescription(texts.shortDescription, {}, signal),
  ]);
  for (const call of calls)
    if (call.status === "rejected" && !life.aborted)
      log.warn("telegram.not-introduced", { account, error: describe(call.reason) });
}
