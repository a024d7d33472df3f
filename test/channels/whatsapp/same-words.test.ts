import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createWhatsAppChannel } from "../../../src/channels/whatsapp/index.ts";
import { loadBaileys } from "../../../src/channels/whatsapp/load.ts";
import { systemClock } from "../../../src/lib/clock.ts";
import { silentLog } from "../../../src/lib/log.ts";
import { openWhatsAppAuth } from "../../../src/storage/sqlite/whatsapp-auth.ts";
import { CHATS, inTerminal, plain, serve } from "../../support/same-words.ts";
import { until } from "../../support/wait.ts";
import { startWhatsAppServer } from "../../support/whatsapp/server.ts";

describe("the same dialogues over every channel", () => {
  it("WhatsApp says the same words, with the numbers in them", { timeout: 90_000 }, async () => {
    const server = await startWhatsAppServer();
    onTestFinished(() => server.close());
    const folder = mkdtempSync(join(tmpdir(), "sapa-same-words-"));
    const auth = await openWhatsAppAuth({ path: join(folder, "whatsapp.db"), loadBaileys });
    onTestFinished(() => {
      auth.close();
      rmSync(folder, { recursive: true });
    });
    auth.state.creds.me = { id: "15550000000:1@s.whatsapp.net", name: "Bot" };
    auth.state.creds.accountSyncCounter = 1;
    await serve(
      createWhatsAppChannel({
        auth,
        account: "wa-test",
        socketUrl: server.url(),
        qr: "off",
        showPairing: () => {},
        log: silentLog,
        clock: systemClock,
      }),
    );
    for (const [index, chat] of CHATS.entries()) {
      const from = `62819${String(index).padStart(7, "0")}@s.whatsapp.net`;
      const replies = () => server.sent.filter(({ to }) => to === from);
      const said: string[] = [];
      for (const [turn, { said: text }] of chat.turns.entries()) {
        await server.message({ from, text });
        await until(() => replies().length > turn, `a reply to "${text}"`, 10_000);
        const { message } = replies()[turn] ?? {};
        said.push(plain(message?.conversation ?? message?.extendedTextMessage?.text ?? ""));
      }
      expect({ chat: chat.name, said }).toEqual({ chat: chat.name, said: await inTerminal(chat) });
    }
  });
});
