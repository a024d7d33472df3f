import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadBaileys } from "../../../src/channels/whatsapp/load.ts";
import { openSqliteStores } from "../../../src/storage/sqlite/index.ts";
import { openWhatsAppAuth } from "../../../src/storage/sqlite/whatsapp-auth.ts";
import { startSapa, type SapaProcess } from "../process.ts";
import { startWhatsAppServer } from "../whatsapp/server.ts";
import { until } from "../wait.ts";
import { STAFF } from "./scene.ts";
import { townPeople, type Post } from "./town-people.ts";

export type Town = Awaited<ReturnType<typeof openTown>>;

/** The program as a process, between a WhatsApp and a Telegram server that outlive it. */
export async function openTown() {
  // the WhatsApp server changes how the package is loaded that the Telegram server shares, so it comes first
  const whatsapp = await startWhatsAppServer();
  const { startBotApi, TOKEN, DESK_CHAT } = await import("../telegram/bot-api.ts");
  const api = await startBotApi();
  const folder = mkdtempSync(join(tmpdir(), "sapa-crash-"));
  const login = await openWhatsAppAuth({ path: join(folder, "whatsapp.db"), loadBaileys });
  login.state.creds.me = { id: "15550000000:1@s.whatsapp.net", name: "Bot" };
  login.state.creds.accountSyncCounter = 1;
  login.saveCreds();
  login.close();
  writeFileSync(join(folder, "settings.json"), JSON.stringify({ staff: STAFF }));
  const env = {
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: api.apiRoot,
    STAFF_TELEGRAM_CHAT: DESK_CHAT,
    WHATSAPP: "on",
    WHATSAPP_SOCKET_URL: whatsapp.url(),
    WHATSAPP_QR: "off",
    STATE_DIR: folder,
    LOG_LEVEL: "debug",
  };

  let sapa: SapaProcess | undefined;
  let written = "";
  let kills = 0;
  let alive = false;
  /** Whether WhatsApp's network has the program's device on the line. */
  let online = false;
  let handing = false;

  const unread: Post[] = [];
  const acknowledged = (id: string) =>
    whatsapp.stanzas.some(({ tag, attrs }) => (tag === "receipt" || tag === "ack") && attrs["id"] === id);

  async function hand(message: Post, attrs: Record<string, string>): Promise<void> {
    handing = true;
    await whatsapp.message({ ...message, attrs });
    handing = false;
  }

  async function post(message: Post): Promise<void> {
    unread.push(message);
    if (online) await hand(message, {});
  }

  /** The network keeps a message until the device has acknowledged it, and hands it over again after a reconnect. */
  async function handOver(): Promise<void> {
    const left = unread.filter(({ id }) => !acknowledged(id));
    unread.splice(0, unread.length, ...left);
    for (const message of left) await hand(message, { offline: "1" });
  }

  function launch(): void {
    whatsapp.knobs.muteAcks = false;
    sapa = startSapa(env);
    alive = true;
  }

  async function start(): Promise<void> {
    const before = whatsapp.connections();
    launch();
    await until(() => !alive || whatsapp.connections() > before, "a connection to WhatsApp", 20_000);
    online = alive;
    if (online) await handOver();
  }

  /** Ends the program from within a call that it has made; `kill` has to follow. */
  function blow(): void {
    alive = online = false;
    sapa?.child.kill("SIGKILL");
  }

  async function kill(): Promise<void> {
    blow();
    await sapa?.kill();
    kills++;
    written += sapa?.written() ?? "";
    sapa = undefined;
    await until(() => whatsapp.open() === 0, "the connection to be gone");
  }

  return {
    api,
    whatsapp,
    /** Somebody new. */
    person: townPeople({ api, whatsapp, post }),
    launch,
    /** The same, until it is on the line everywhere, or dead. */
    start,
    blow,
    kill,
    kills: () => kills,
    /** Whether a message is on its way into WhatsApp's network just now. */
    handing: () => handing,
    async stop() {
      const { code, ms } = (await sapa?.stop()) ?? { code: null, ms: 0 };
      alive = online = false;
      written += sapa?.written() ?? "";
      sapa = undefined;
      return { code, ms };
    },
    written: () => written + (sapa?.written() ?? ""),
    openStores: () => openSqliteStores({ folder, clock: () => new Date() }),
    async close() {
      await sapa?.kill();
      await api.close();
      await whatsapp.close();
      rmSync(folder, { recursive: true });
    },
  };
}
