import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createWhatsAppChannel } from "../../src/channels/whatsapp/index.ts";
import { loadBaileys } from "../../src/channels/whatsapp/load.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { silentLog } from "../../src/lib/log.ts";
import { openSqliteStores } from "../../src/storage/sqlite/index.ts";
import { openWhatsAppAuth } from "../../src/storage/sqlite/whatsapp-auth.ts";
import { serveOn } from "../support/serve.ts";
import { until } from "../support/wait.ts";
import { startWhatsAppServer } from "../support/whatsapp/server.ts";
import { printTrips, trip } from "./measure.ts";

const PEOPLE = 10;
const MESSAGES = 150;

type Login = Awaited<ReturnType<typeof openWhatsAppAuth>>;

async function trips(
  start: (url: string, auth: Login, folder: string) => Promise<() => Promise<void>>,
): Promise<number[]> {
  const server = await startWhatsAppServer();
  const folder = mkdtempSync(join(tmpdir(), "sapa-bench-"));
  const auth = await openWhatsAppAuth({ path: join(folder, "whatsapp.db"), loadBaileys });
  auth.state.creds.me = { id: "15550000000:1@s.whatsapp.net", name: "Bot" };
  auth.state.creds.accountSyncCounter = 1;
  const stop = await start(server.url(), auth, folder);
  const ms: number[] = [];
  for (let i = 0; i < MESSAGES; i++) {
    const from = `6281${String(i % PEOPLE).padStart(8, "0")}@s.whatsapp.net`;
    const before = server.sent.length;
    ms.push(
      await trip(
        () => server.message({ from, text: "iuran petani berapa?" }),
        () => server.sent.length > before,
      ),
    );
  }
  await stop();
  auth.close();
  await server.close();
  rmSync(folder, { recursive: true });
  // the first message to each person makes keys: that is the library's time, in both
  return ms.slice(PEOPLE * 2);
}

it("WhatsApp: a message in, its reply out", async () => {
  const sapa = await trips(async (socketUrl, auth, folder) => {
    const stores = openSqliteStores({ folder, clock: systemClock });
    const channel = createWhatsAppChannel({
      auth,
      account: "wa-bench",
      socketUrl,
      qr: "off",
      showPairing: () => {},
      log: silentLog,
      clock: systemClock,
    });
    const stop = await serveOn(channel, stores);
    await until(() => channel.state().status === "up");
    return stop;
  });
  const echo = await trips(async (url, auth) => {
    const { makeWASocket } = await loadBaileys();
    const quiet = { level: "silent", child: () => quiet, trace() {}, debug() {}, info() {}, warn() {}, error() {} };
    const socket = makeWASocket({
      waWebSocketUrl: url,
      auth: auth.state,
      logger: quiet as never,
      markOnlineOnConnect: false,
      syncFullHistory: false,
    });
    socket.ev.on("creds.update", () => auth.saveCreds());
    socket.ev.on("messages.upsert", ({ messages }) => {
      for (const { key, message } of messages)
        if (!key.fromMe && key.remoteJid) void socket.sendMessage(key.remoteJid, { text: message?.conversation ?? "" });
    });
    let open = false;
    socket.ev.on("connection.update", ({ connection }) => void (open ||= connection === "open"));
    await until(() => open);
    return async () => socket.end(undefined);
  });
  printTrips("WhatsApp, on the loopback", [
    { name: "sapa (understands, answers, keeps)", ms: sapa },
    { name: "bare Baileys echo", ms: echo },
  ]);
  expect(sapa).toHaveLength(echo.length);
});
