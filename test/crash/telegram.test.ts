import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { seededRandom } from "../../src/lib/hash.ts";
import { openSqliteStores } from "../../src/storage/sqlite/index.ts";
import { startSapa, type SapaProcess } from "../support/process.ts";
import { startBotApi, TOKEN } from "../support/telegram/bot-api.ts";
import { until } from "../support/wait.ts";

/** How often the program is killed; `npm run test:crash` does it at length. */
const ROUNDS = Number(process.env["CRASH_ROUNDS"] ?? 4);
const MESSAGES_A_ROUND = 6;

const QUESTIONS = [
  "cara daftar gimana?",
  "iuran petani berapa?",
  "menu",
  "makasih",
  "berapa persen pekerja Bantul yang ikut?",
  "besok hujan ga",
];

describe("kill -9 while people write on Telegram", () => {
  it(`${ROUNDS} times: every message is answered, none twice`, { timeout: 60_000 + ROUNDS * 8_000 }, async () => {
    const api = await startBotApi();
    const folder = mkdtempSync(join(tmpdir(), "sapa-crash-"));
    onTestFinished(async () => {
      await api.close();
      rmSync(folder, { recursive: true });
    });
    const random = seededRandom(ROUNDS);
    const env = { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: api.apiRoot, STATE_DIR: folder, LOG_LEVEL: "info" };
    let sapa: SapaProcess | undefined;
    let written = "";
    let chat = 5000;
    for (let round = 0; round < ROUNDS; round++) {
      sapa = startSapa(env);
      const polls = api.callsOf("getUpdates").length;
      for (let i = 0; i < MESSAGES_A_ROUND; i++) {
        chat++;
        await api.injectText(QUESTIONS[chat % QUESTIONS.length] ?? "menu", { chatId: chat, fromId: chat });
        if (i === 2) await until(() => api.callsOf("getUpdates").length > polls, "the program to poll", 20_000);
        await sleep(random() * 25);
      }
      await sleep(random() * 150);
      await sapa.kill();
      written += sapa.written();
    }

    sapa = startSapa(env);
    /** What a kill left between the network and the disk is not said again: instead the person is told. */
    const isNotice = ({ text }: Record<string, unknown>) => String(text).includes("sempat terputus");
    const said = (id: number) => api.accepted("sendMessage").filter(({ chat_id }) => Number(chat_id) === id);
    const answers = (id: number) => said(id).filter((message) => !isNotice(message)).length;
    const notices = (id: number) => said(id).filter(isNotice).length;
    const chats = Array.from({ length: ROUNDS * MESSAGES_A_ROUND }, (_, index) => 5001 + index);
    await until(() => chats.every((id) => said(id).length > 0), "a word to everybody", 30_000);
    await sleep(1_500);
    const { code, ms } = await sapa.stop();
    written += sapa.written();
    const stores = openSqliteStores({ folder, clock: () => new Date() });
    const { unknown, queued } = stores.outbox.depth();
    const { waiting, aside } = stores.inbox.depth();
    stores.close();

    expect({ code, waiting, aside, queued }).toEqual({ code: 0, waiting: 0, aside: 0, queued: 0 });
    expect(ms).toBeLessThan(10_000);
    expect(chats.filter((id) => answers(id) > 1 || notices(id) > 1)).toEqual([]);
    expect(chats.filter((id) => answers(id) === 0 && notices(id) === 0)).toEqual([]);
    // at most one a kill
    expect(unknown).toBeLessThanOrEqual(ROUNDS);
    expect(chats.filter((id) => notices(id) > 0).length).toBeLessThanOrEqual(unknown);
    expect(written).not.toContain(TOKEN.split(":")[1]);
    for (const words of ["cara daftar", "petani", "besok hujan"]) expect(written).not.toContain(words);
  });
});
