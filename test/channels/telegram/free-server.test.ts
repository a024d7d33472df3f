import { Api } from "grammy";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { createTelegramChannel, type TelegramChannel } from "../../../src/channels/telegram/index.ts";
import { systemClock } from "../../../src/lib/clock.ts";
import { recordingEvents } from "../../support/telegram/events.ts";
import { startFreeServer, type FreeServer } from "../../support/telegram/free-server.ts";
import { until } from "../../support/wait.ts";

let server: FreeServer;
let channel: TelegramChannel;
let seen: ReturnType<typeof recordingEvents>;

beforeEach(async () => {
  seen = recordingEvents();
  server = await startFreeServer({ username: "sapa_uji_bot" });
  channel = createTelegramChannel({
    token: "424242:T",
    apiRoot: server.apiRoot,
    texts: { commands: [], description: "-", shortDescription: "-" },
    log: seen.log,
    clock: systemClock,
    pollTimeoutSeconds: 5,
  });
  onTestFinished(async () => {
    await channel.stop();
    await server.close();
  });
});

const start = () => channel.start(seen.events);
const send = (chat: number, text = "halo") =>
  channel.send({ to: { channel: "telegram", chatId: String(chat) }, text, choices: [] });

describe("many messages on the free server", () => {
  it("meet their faults, and are counted exactly", async () => {
    await start();
    server.setFault((chatId, attempt) => {
      if (attempt > 1) return undefined;
      switch (Number(chatId) % 10) {
        case 1:
          return { code: 429, retryAfter: 2 };
        case 2:
          return { code: 403 };
        case 3:
          return { code: 500 };
        case 4:
          return "drop-before";
        case 5:
          return "drop-after";
        default:
          return undefined;
      }
    });
    const outcomes = new Map<string, number>();
    for (let chat = 1; chat <= 200; chat++) {
      const result = await send(chat, `ke ${chat}`);
      const outcome = result.ok
        ? "ok"
        : `${result.reason}${result.reason === "retry" ? ` ${result.retryAfterMs}` : ""}`;
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    expect(Object.fromEntries(outcomes)).toEqual({
      ok: 100,
      "retry 2000": 20,
      "retry 3000": 20,
      blocked: 20,
      unknown: 40,
    });
    expect(server.sends).toHaveLength(120);
    expect(server.sends.every(({ chatId, text }) => text === `ke ${chatId}`)).toBe(true);
    expect(server.sends.every(({ at }, index) => index === 0 || at >= (server.sends[index - 1]?.at ?? 0))).toBe(true);
    expect([...server.arrived.values()].every((count) => count === 1)).toBe(true);
    expect(server.attempts.size).toBe(200);
    expect(await send(4)).toMatchObject({ ok: true }); // the second attempt
    expect(server.arrived.get("4")).toBe(1);
  });

  it("go nearly as fast as without the channel", { retry: 2 }, async () => {
    await start();
    const bare = new Api("424242:T", { apiRoot: server.apiRoot });
    const took = async (each: (chat: number) => Promise<unknown>) => {
      const before = performance.now();
      for (let chat = 0; chat < 100; chat++) await each(chat);
      return performance.now() - before;
    };
    let [alone, ours] = [0, 0];
    for (let round = 0; round < 12; round++) {
      const ms = [await took((chat) => bare.sendMessage(chat, "halo")), await took(send)] as const;
      if (round < 2) continue; // warming up
      alone += ms[0];
      ours += ms[1];
    }
    expect(ours / alone).toBeLessThan(1.6);
    expect(server.sends).toHaveLength(2_400);
  });

  it("leave room for people who write meanwhile", async () => {
    await start();
    await until(() => server.calls("getUpdates") > 1, "a long poll");
    const sending = (async () => {
      for (let chat = 0; chat < 300; chat++) await send(chat);
    })();
    server.injectText(77, "BERHENTI");
    await until(() => seen.received[0], "the message");
    expect(seen.received).toMatchObject([{ from: { chatId: "77" }, text: "BERHENTI" }]);
    await sending;
    server.injectText(77, "/start KODE12");
    const [, opened] = await until(() => seen.received.length === 2 && seen.received, "the next message");
    expect(opened).toMatchObject({ text: "menu", invite: "KODE12" });
  });
});

describe("what goes with a broadcast", () => {
  it("a link that opens a chat, once the bot knows its name", async () => {
    expect(channel.invite?.("KODE12")).toBeUndefined();
    await start();
    expect(channel.invite?.("KODE12")).toBe("https://t.me/sapa_uji_bot?start=KODE12");
  });

  it("shows that somebody writes, and fails in silence", async () => {
    await start();
    await channel.compose?.({ channel: "telegram", chatId: "77" }, 1_000);
    expect(server.calls("sendChatAction")).toBe(1);
    await server.close();
    await expect(channel.compose?.({ channel: "telegram", chatId: "77" }, 1_000)).resolves.toBeUndefined();
  });
});
