import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { HOME } from "../../src/app.ts";
import { loadBaileys } from "../../src/channels/whatsapp/load.ts";
import { openWhatsAppAuth } from "../../src/storage/sqlite/whatsapp-auth.ts";
import { openCampaignFolder } from "../support/campaign-folder.ts";
import { killOften, MOMENTS, type Network } from "../support/kill-often.ts";
import { startSapa } from "../support/process.ts";
import { startFreeServer } from "../support/telegram/free-server.ts";
import { until } from "../support/wait.ts";
import { startWhatsAppServer } from "../support/whatsapp/server.ts";

/** How often the program is killed; `npm run test:crash` does it at length. */
const ROUNDS = Number(process.env["CRASH_ROUNDS"] ?? 3);

/** Recipients of each campaign, and others whom the program has to look at: some pages of them. */
const RECIPIENTS = 50;
const OTHERS = 12_000;

const TOKEN = "424242:loopback-secret-of-the-bot";
const TELEGRAM = "tg-424242";
const WHATSAPP = "wa-main";

/** What must hold however often it was killed. */
function expectAllRight({ ledgers, written, ...ran }: Awaited<ReturnType<typeof killOften>>): void {
  expect(ran).toMatchObject({ code: 0, repeated: [], strangers: [] });
  expect(ledgers.map(({ state, wrong }) => [state, wrong])).toEqual(ledgers.map(() => ["done", []]));
  // at most one of the sender and kill, and staff are told of each
  expect(ran.mostInDoubt).toBeLessThanOrEqual(1);
  expect(ledgers.flatMap(({ unknown }) => unknown).length).toBeLessThanOrEqual(ROUNDS);
  expect(ledgers.map(({ named }) => named)).toEqual(ledgers.map(({ unknown }) => unknown));
  // one of the rounds at least died before it heard that its message had arrived; of many, some died in the middle of a fill
  expect(ledgers.flatMap(({ unknown }) => unknown).length).toBeGreaterThan(0);
  expect(ran.whileFilling).toBeGreaterThanOrEqual(ROUNDS > 2 * MOMENTS.length ? 1 : 0);
  expect(written).not.toMatch(/Kabar ke-|62812\d|loopback-secret/);
}

/** `npm run broadcast -- …` beside the program. */
async function command(env: Record<string, string>, ...words: string[]): Promise<string> {
  const child = spawn(process.execPath, [join(HOME, "src", "launch.mjs"), "broadcast", ...words], {
    cwd: HOME,
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [told, troubled] = ["", ""];
  child.stdout.on("data", (data: Buffer) => void (told += data.toString()));
  child.stderr.on("data", (data: Buffer) => void (troubled += data.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`broadcast ${words.join(" ")}: ${troubled}`);
  return told;
}

async function openTelegram({ perSecond }: { perSecond?: number } = {}) {
  const server = await startFreeServer();
  const folder = await openCampaignFolder({
    channel: "telegram",
    account: TELEGRAM,
    ...(perSecond === undefined ? {} : { perSecond }),
  });
  onTestFinished(async () => {
    await server.close();
    folder.close();
  });
  const env = { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: server.apiRoot, STATE_DIR: folder.folder };
  return { server, folder, env };
}

describe("kill -9 while a campaign runs", () => {
  it(
    `on Telegram, ${ROUNDS} times: nobody gets it twice, nobody is lost, and what is in doubt is named`,
    { timeout: 120_000 + ROUNDS * 12_000 },
    async () => {
      const { server, folder, env } = await openTelegram();
      const chats = Array.from({ length: RECIPIENTS }, (_, index) => String(500_000 + index));
      folder.people(
        chats,
        Array.from({ length: OTHERS }, (_, index) => String(900_000 + index)),
      );
      const blocking = new Set([chats[7] ?? "", chats[31] ?? ""]);
      const network: Network = {
        account: TELEGRAM,
        env,
        arrived: () => server.sends,
        onMessage: (fate) =>
          server.setFault((chatId) => {
            const becomes = fate(chatId);
            if (blocking.has(chatId)) return becomes ? "drop-before" : { code: 403 };
            return becomes === "lost" ? "drop-before" : becomes === "unheard" ? "drop-after" : undefined;
          }),
        greetings: () => server.calls("getUpdates"),
      };
      const ran = await killOften(network, folder, { rounds: ROUNDS, unreachable: blocking });
      expectAllRight(ran);
      for (const [index, id] of ran.campaigns.entries()) {
        const told = JSON.parse(await command(env, "status", String(id), "--json")) as {
          unknown: { contactId: string }[];
        };
        expect(told.unknown.map(({ contactId }) => contactId).toSorted()).toEqual(ran.ledgers[index]?.unknown);
      }
    },
  );

  it(`on WhatsApp, ${ROUNDS} times: the same`, { timeout: 120_000 + ROUNDS * 12_000 }, async () => {
    const server = await startWhatsAppServer();
    const folder = await openCampaignFolder({ channel: "whatsapp", account: WHATSAPP });
    onTestFinished(async () => {
      await server.close();
      folder.close();
    });
    const login = await openWhatsAppAuth({ path: join(folder.folder, "whatsapp.db"), loadBaileys });
    login.state.creds.me = { id: "15550000000:1@s.whatsapp.net", name: "Bot" };
    login.state.creds.accountSyncCounter = 1;
    login.saveCreds();
    login.close();
    const phone = (index: number) => `62812${String(index).padStart(8, "0")}@s.whatsapp.net`;
    folder.people(
      Array.from({ length: RECIPIENTS }, (_, index) => phone(index)),
      Array.from({ length: OTHERS }, (_, index) => phone(1_000_000 + index)),
    );
    const ran = await killOften(
      {
        account: WHATSAPP,
        env: {
          WHATSAPP: "on",
          WHATSAPP_SOCKET_URL: server.url(),
          WHATSAPP_QR: "off",
          STATE_DIR: folder.folder,
        },
        arrived: () =>
          server.sent.map(({ to, message }) => ({
            chatId: to,
            text: message?.conversation ?? message?.extendedTextMessage?.text ?? "",
          })),
        // this network has it when it could acknowledge it
        onMessage: (fate) => void (server.knobs.muteAcks = (_, { to }) => fate(to) !== undefined),
        greetings: () => server.connections(),
      },
      folder,
      { rounds: ROUNDS },
    );
    expectAllRight(ran);
    expect(ran.campaigns.length).toBeGreaterThan(0);
  });
});

describe("the command line beside the running program", () => {
  it("pauses before the next message, also over a kill, and lets it go on", { timeout: 90_000 }, async () => {
    const { server, folder, env } = await openTelegram({ perSecond: 2 });
    const chats = Array.from({ length: 60 }, (_, index) => String(500_000 + index));
    folder.people(chats);
    const id = folder.begin();
    let sapa = startSapa(env);
    onTestFinished(() => sapa.kill());
    await until(() => server.sends.length >= 3, "the first messages", 20_000);
    expect(await command(env, "pause", String(id), "--by", "budi")).toContain("paused");
    const before = server.sends.length;
    expect(before).toBeLessThan(chats.length);
    await sleep(1_000);
    await sapa.kill();
    const polls = server.calls("getUpdates");
    sapa = startSapa(env);
    await until(() => server.calls("getUpdates") > polls, "the program to poll", 20_000);
    await sleep(1_000);
    expect(server.sends.length).toBe(before);
    folder.setPace(30);
    expect(await command(env, "resume", String(id), "--by", "budi")).toContain("running");
    await folder.wait(({ broadcasts }) => broadcasts.get(id)?.state === "done", "the campaign to end", 40_000);
    expect(server.sends.map(({ chatId }) => chatId).toSorted()).toEqual(chats);
    expect((await sapa.stop()).code).toBe(0);
    expect([...folder.ledger(id).values()].filter(({ status }) => status !== "sent")).toEqual([]);
  });
});
