import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { loadBaileys } from "../../src/channels/whatsapp/load.ts";
import { seededRandom } from "../../src/lib/hash.ts";
import { openSqliteStores } from "../../src/storage/sqlite/index.ts";
import { openWhatsAppAuth } from "../../src/storage/sqlite/whatsapp-auth.ts";
import { startSapa, type SapaProcess } from "../support/process.ts";
import { startWhatsAppServer } from "../support/whatsapp/server.ts";
import { until } from "../support/wait.ts";

/** How often the program is killed; `npm run test:crash` does it at length. */
const ROUNDS = Number(process.env["CRASH_ROUNDS"] ?? 3);
const MESSAGES_A_ROUND = 4;

const QUESTIONS = ["cara daftar gimana?", "iuran petani berapa?", "makasih", "berapa persen pekerja Bantul yang ikut?"];

describe("kill -9 while people write on WhatsApp", () => {
  it(
    `${ROUNDS} times: every message is answered, none twice, and the login is never torn`,
    { timeout: 90_000 + ROUNDS * 10_000 },
    async () => {
      const server = await startWhatsAppServer();
      const folder = mkdtempSync(join(tmpdir(), "sapa-crash-"));
      onTestFinished(async () => {
        await server.close();
        rmSync(folder, { recursive: true });
      });
      const path = join(folder, "whatsapp.db");
      const login = await openWhatsAppAuth({ path, loadBaileys });
      login.state.creds.me = { id: "15550000000:1@s.whatsapp.net", name: "Bot" };
      login.state.creds.accountSyncCounter = 1;
      login.saveCreds();
      login.close();

      const random = seededRandom(ROUNDS + 1);
      const env = {
        WHATSAPP: "on",
        WHATSAPP_SOCKET_URL: server.url(),
        WHATSAPP_QR: "off",
        STATE_DIR: folder,
        LOG_LEVEL: "info",
      };
      const asked = new Map<string, string>();
      /** The network keeps a message until the device has acknowledged it, and hands it over again after a reconnect. */
      const acknowledged = (id: string) =>
        server.stanzas.some(({ tag, attrs }) => (tag === "receipt" || tag === "ack") && attrs["id"] === id);
      const handOver = async () => {
        for (const [id, from] of asked)
          if (!acknowledged(id))
            await server.message({
              id,
              from,
              text: QUESTIONS[id.length % QUESTIONS.length] ?? "menu",
              attrs: { offline: "1" },
            });
      };

      let sapa: SapaProcess | undefined;
      let written = "";
      let person = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const before = server.connections();
        sapa = startSapa(env);
        await until(() => server.connections() > before, "a connection", 20_000);
        await handOver();
        for (let i = 0; i < MESSAGES_A_ROUND; i++) {
          const from = `6281${String(++person).padStart(8, "0")}@s.whatsapp.net`;
          const id = `ASK${"X".repeat(person % 7)}${person}`;
          asked.set(id, from);
          await server.message({ id, from, text: QUESTIONS[id.length % QUESTIONS.length] ?? "menu" });
          await sleep(random() * 120);
        }
        await sleep(random() * 700);
        await sapa.kill();
        written += sapa.written();
      }

      const before = server.connections();
      sapa = startSapa(env);
      await until(() => server.connections() > before, "a connection", 20_000);
      await handOver();
      const answers = (from: string) => new Set(server.sent.filter(({ to }) => to === from).map(({ id }) => id)).size;
      const people = [...asked.values()];
      await until(() => people.every((from) => answers(from) > 0), "all answers", 60_000).catch(() => {});
      await sleep(500);
      const { code, ms } = await sapa.stop();
      written += sapa.written();
      const stores = openSqliteStores({ folder, clock: () => new Date() });
      const { unknown, queued } = stores.outbox.depth();
      const { waiting, aside } = stores.inbox.depth();
      stores.close();

      expect({ code, waiting, aside, queued, unknown }).toEqual({
        code: 0,
        waiting: 0,
        aside: 0,
        queued: 0,
        unknown: 0,
      });
      expect(ms).toBeLessThan(10_000);
      // a repeated send carries the id of the first one, so a phone shows it once
      expect(people.filter((from) => answers(from) !== 1)).toEqual([]);
      const again = await openWhatsAppAuth({ path, loadBaileys });
      expect(again.state.creds.me?.id).toBe("15550000000:1@s.whatsapp.net");
      again.close();
      expect(written).not.toMatch(/6281\d{8}|cara daftar|petani|privKey|noiseKey|Closing session/);
    },
  );
});
