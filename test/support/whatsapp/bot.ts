import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Channel } from "../../../src/channels/channel.ts";
import { createWhatsAppChannel, type WhatsAppOptions } from "../../../src/channels/whatsapp/index.ts";
import { loadBaileys } from "../../../src/channels/whatsapp/load.ts";
import { systemClock } from "../../../src/lib/clock.ts";
import type { Log } from "../../../src/lib/log.ts";
import { openWhatsAppAuth } from "../../../src/storage/sqlite/whatsapp-auth.ts";
import { recordEvents } from "./events.ts";

/** A directory of its own that goes away with the test. */
export function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), "sapa-whatsapp-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

type BotOptions = {
  url: string;
  directory?: string;
  /** Logged in without pairing, as after an earlier run. */
  loggedIn?: boolean;
  options?: Partial<WhatsAppOptions>;
  tuning?: WhatsAppOptions["tuning"];
};

/** A channel with its login, started, together with everything it tells. */
export async function startBot({ url, directory = scratch(), loggedIn = true, options, tuning }: BotOptions) {
  const auth = await openWhatsAppAuth({ path: join(directory, "whatsapp.db"), loadBaileys });
  if (loggedIn) auth.state.creds.me ??= { id: "15550000000:1@s.whatsapp.net", name: "Bot" };
  auth.state.creds.accountSyncCounter ||= 1; // else Baileys waits 20 s for a history that no fake server sends
  const shown: string[] = [];
  const logged: string[] = [];
  const recorded = recordEvents();
  const channel = createWhatsAppChannel({
    auth,
    account: "test",
    socketUrl: url,
    qr: "text",
    showPairing: (text) => void shown.push(text),
    log: recordLog(logged),
    clock: systemClock,
    ...options,
    tuning: {
      queryTimeoutMs: 4_000,
      connectTimeoutMs: 4_000,
      ackTimeoutMs: 4_000,
      stableAfterMs: 60_000,
      backoff: { baseMs: 40, maxMs: 400 },
      ...tuning,
    },
  });
  const stop = async () => {
    await channel.stop();
    auth.close();
  };
  const bot = { channel, auth, shown, logged, directory, stop: once(stop), ...recorded };
  onTestFinished(bot.stop);
  return bot;
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}

function recordLog(lines: string[]): Log {
  const write =
    (level: string): Log["info"] =>
    (event, fields) =>
      void lines.push(JSON.stringify({ level, event, ...fields }));
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}

/** A text to one person, as the outbox sends it. */
export function reply(chatId: string, text: string): Parameters<Channel["send"]>[0] {
  return { to: { channel: "whatsapp", chatId }, text, choices: [] };
}
