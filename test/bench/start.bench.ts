import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { table } from "../../src/lib/table.ts";
import { startSapa } from "../support/process.ts";
import { startBotApi, TOKEN } from "../support/telegram/bot-api.ts";
import { until } from "../support/wait.ts";

/** Memory of a process in MB, as the system counts it. */
function residentMb(pid: number | undefined): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
}

it("time to start and memory, with each channel set", async () => {
  const api = await startBotApi();
  const telegram = { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: api.apiRoot };
  // nobody answers there: what counts is that the library is loaded and tries
  const whatsapp = { WHATSAPP: "on", WHATSAPP_SOCKET_URL: "ws://127.0.0.1:9/ws", WHATSAPP_QR: "text" };
  const rows: string[][] = [];
  for (const [name, env] of [
    ["Telegram", telegram],
    ["WhatsApp", whatsapp],
    ["both", { ...telegram, ...whatsapp }],
  ] as const) {
    const folder = mkdtempSync(join(tmpdir(), "sapa-bench-"));
    const started = performance.now();
    const sapa = startSapa({ ...env, STATE_DIR: folder, LOG_LEVEL: "info" });
    await until(() => sapa.written().includes('"started"'), "the start", 30_000);
    const ms = performance.now() - started;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    rows.push([name, (ms / 1000).toFixed(2), residentMb(sapa.child.pid).toFixed(0)]);
    await sapa.stop();
    rmSync(folder, { recursive: true });
  }
  await api.close();
  process.stdout.write(`\n${table(["channels", "start s", "memory MB"], rows)}\n`);
  expect(rows).toHaveLength(3);
});
