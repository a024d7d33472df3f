import { register } from "node:module";
import type { Update } from "grammy/types";
import { startFaultProxy } from "./fault-proxy.ts";

register("./recorder-hooks.mjs", import.meta.url);

/** The bot of these tests. The part after the colon must never be seen in a log. */
export const TOKEN = "424242:loopback-secret-of-the-bot";
export const BOT = { id: 424242, username: "sapa_test_bot" };

type Recorded = { type: string; path: string; body?: unknown; accepted?: boolean };

/** `Update` without its id: ids are given out in one row, whichever way an update comes in. */
export type AnyUpdate = Omit<Update, "update_id">;

/** A Bot API server on the loopback: crabline's, behind the fault proxy. */
export async function startBotApi() {
  const recorded: Recorded[] = [];
  const { startTelegramServer } = await import("@openclaw/crabline"); // after the hook
  const server = await startTelegramServer({
    botToken: TOKEN,
    botId: BOT.id,
    botUsername: BOT.username,
    recorderPath: "/nonexistent/recorded-in-memory.jsonl", // fails when the hook did not work
    onEvent: (event) => void recorded.push(event as Recorded),
  });
  const { adminInboundUrl, apiRoot } = server.manifest.endpoints;
  const proxy = await startFaultProxy(apiRoot);
  let nextUpdateId = 1;

  return {
    apiRoot: proxy.url,
    calls: proxy.calls,
    callsOf: proxy.callsOf,
    fail: proxy.fail,
    /** What the server itself accepted, in order. */
    accepted: (method: string) =>
      recorded
        .filter((event) => event.type === "api" && event.accepted && event.path.endsWith(`/${method}`))
        .map((event) => event.body as Record<string, unknown>),
    /** Somebody writes to the bot. */
    async injectText(text: string, fields: Record<string, unknown> = {}) {
      const response = await fetch(adminInboundUrl, {
        method: "POST",
        headers: { "content-type": "application/json", "x-crabline-admin-token": server.manifest.adminToken },
        body: JSON.stringify({
          chatId: 1001,
          fromId: 1001,
          fromName: "Sari",
          text,
          updateId: nextUpdateId++,
          ...fields,
        }),
      });
      if (!response.ok && response.status !== 502)
        throw new Error(`not injected: ${response.status} ${await response.text()}`);
    },
    /** An update of a kind that crabline cannot make; for polling only. */
    pushUpdate: (update: AnyUpdate) => proxy.pushUpdate({ update_id: nextUpdateId++, ...update }),
    async close() {
      await proxy.close();
      await server.close();
    },
  };
}

export type BotApi = Awaited<ReturnType<typeof startBotApi>>;
