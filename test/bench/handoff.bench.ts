import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { loadBaileys } from "../../src/channels/whatsapp/load.ts";
import { readConfig } from "../../src/config.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { silentLog } from "../../src/lib/log.ts";
import { table } from "../../src/lib/table.ts";
import { openSettings } from "../../src/settings/store.ts";
import { startChannels } from "../../src/start.ts";
import { openSqliteStores } from "../../src/storage/sqlite/index.ts";
import { openWhatsAppAuth } from "../../src/storage/sqlite/whatsapp-auth.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { MINUTE, MONDAY_TEN, STAFF } from "../support/office/scene.ts";
import { until } from "../support/wait.ts";
import { startWhatsAppServer } from "../support/whatsapp/server.ts";
import { trip } from "./measure.ts";

const OPEN = 500;
const TICKETS = 30;
const WARM_UP = 15;
const LOOKS = 20;

/** Tickets of that many people on WhatsApp; every other one was taken by somebody of the staff. */
function openTickets(stores: Stores, count: number, at: Date): void {
  stores.atomically(() => {
    for (let i = 0; i < count; i++) {
      const address = { channel: "whatsapp", chatId: `62813${String(i).padStart(8, "0")}@s.whatsapp.net` } as const;
      const contactId = stores.contacts.idOf(address);
      stores.history.add(contactId, { author: "person", at, text: "petugas", kind: "text" });
      const { number } = stores.tickets.open({ contactId, account: "wa", address, reason: "request", openedAt: at });
      if (i % 2 === 0) stores.tickets.change(number, { claimedBy: "rina", claimedAt: at, owner: "staff" });
    }
  });
}

function newState(): string {
  const folder = mkdtempSync(join(tmpdir(), "sapa-bench-"));
  writeFileSync(join(folder, "settings.json"), JSON.stringify({ staff: STAFF }));
  return folder;
}

/** Milliseconds from "petugas" leaving WhatsApp to the card standing in its topic on Telegram. */
async function cards(open: number): Promise<number[]> {
  // the WhatsApp server changes how the package is loaded that the Telegram server shares, so it comes first
  const whatsapp = await startWhatsAppServer();
  const { DESK_CHAT, startBotApi, TOKEN } = await import("../support/telegram/bot-api.ts");
  const api = await startBotApi();
  const folder = newState();
  const login = await openWhatsAppAuth({ path: join(folder, "whatsapp.db"), loadBaileys });
  login.state.creds.me = { id: "15550000000:1@s.whatsapp.net", name: "Bot" };
  login.state.creds.accountSyncCounter = 1;
  login.saveCreds();
  login.close();
  const stores = openSqliteStores({ folder, clock: systemClock });
  openTickets(stores, open, systemClock());
  stores.close();
  const config = await readConfig({
    STATE_DIR: folder,
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: api.apiRoot,
    STAFF_TELEGRAM_CHAT: DESK_CHAT,
    WHATSAPP: "on",
    WHATSAPP_QR: "off",
    WHATSAPP_SOCKET_URL: whatsapp.url(),
  });
  const running = await startChannels(config, { clock: systemClock, log: silentLog, show: () => {} });
  await until(() => running.service.health().ready, "both channels");

  const ask = async (name: string, text: string) => {
    const from = `62812${name.replace(/\D/g, "").padStart(8, "0")}@s.whatsapp.net`;
    await whatsapp.message({ from, text, pushName: name });
  };
  const card = (name: string) => api.topics().findLast(({ title }) => title.includes(` ${name} `))?.texts[0];
  const ms: number[] = [];
  for (let i = 1; i <= WARM_UP + TICKETS; i++) {
    const name = `Warga${i}`;
    const one = await trip(
      () => ask(name, "petugas"),
      () => card(name)?.includes("minta petugas") ?? false,
    );
    await until(() => running.service.health().outbox.queued === 0, "the reply");
    if (i > WARM_UP) ms.push(one);
    else {
      await ask(name, "batal");
      await until(() => api.topics().at(-1)?.closed, "the ticket to be taken back");
    }
  }
  await running.stop();
  await api.close();
  await whatsapp.close();
  rmSync(folder, { recursive: true });
  return ms;
}

it("handoff: from a worker's word to the card before staff", { timeout: 300_000 }, async () => {
  const busy = await cards(OPEN);
  const quiet = await cards(0);
  const figures = (ms: readonly number[]) => {
    const sorted = ms.toSorted((a, b) => a - b);
    return [0.5, 0.99, 1].map((share) => sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? 0);
  };
  const peer = figures(quiet)[0] ?? 0;
  const row = (name: string, ms: readonly number[]) => {
    const cells = figures(ms);
    return [name, ...cells.map((cell) => cell.toFixed(1)), ((cells[0] ?? 0) / peer).toFixed(2)];
  };
  const rows = [row(`${OPEN} open tickets`, busy), row("no open tickets", quiet)];
  const head = [
    `"petugas" on WhatsApp to its card on Telegram, ${TICKETS} times`,
    "p50 ms",
    "p99 ms",
    "worst ms",
    "p50 ratio",
  ];
  process.stdout.write(`\n${table(head, rows)}\n`);
  expect([busy.length, quiet.length]).toEqual([TICKETS, TICKETS]);
});

it(`handoff: one look at ${OPEN} open tickets`, async () => {
  const folder = newState();
  let now = MONDAY_TEN;
  const clock = () => now;
  const stores = openSqliteStores({ folder, clock });
  openTickets(stores, OPEN, now);
  const { desk } = await createApp({
    clock,
    stores,
    settings: openSettings({ path: join(folder, "settings.json"), onProblem: () => {} }),
    places: { telegram: { account: "tg-1", chatId: "-1001" } },
  });
  const look = (): number => {
    const started = performance.now();
    stores.atomically(() => desk.watch.look());
    return performance.now() - started;
  };
  const reminded = () => stores.tickets.allOpen().filter(({ reminders }) => reminders === 1).length;
  now = new Date(MONDAY_TEN.getTime() + MINUTE);
  const first = look();
  const idle = Array.from({ length: LOOKS }, look).toSorted((a, b) => a - b);
  expect(reminded()).toBe(0);
  now = new Date(MONDAY_TEN.getTime() + 16 * MINUTE);
  const due = look();
  const rows = [
    ["nothing is due, the first look", first],
    ["nothing is due, p50", idle[LOOKS / 2]],
    ["nothing is due, worst", idle.at(-1)],
    [`all ${OPEN} are reminded`, due],
  ].map(([name, ms]) => [String(name), Number(ms).toFixed(1)]);
  process.stdout.write(`\n${table([`one look at ${OPEN} open tickets`, "ms"], rows)}\n`);
  expect(reminded()).toBe(OPEN);
  stores.close();
  rmSync(folder, { recursive: true });
});
