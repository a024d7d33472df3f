import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Api } from "grammy";
import { describe, expect, it, onTestFinished } from "vitest";
import { createApi } from "../../../src/channels/telegram/api.ts";

/** In a thread of its own, so that it goes on while the program is busy. */
const SERVER = `
  const { createServer } = require("node:http");
  const { parentPort, workerData: { idleMs, answerMs, hint } } = require("node:worker_threads");
  const arrived = [], sockets = new Set(), timers = new Map();
  let opened = 0;
  const server = createServer((request, response) => {
    clearTimeout(timers.get(request.socket));
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      arrived.push(JSON.parse(Buffer.concat(chunks)).chat_id);
      setTimeout(() => {
        const headers = { "content-type": "application/json", connection: "keep-alive" };
        response.writeHead(200, hint ? { ...headers, "keep-alive": hint } : headers);
        response.end(JSON.stringify({ ok: true, result: { message_id: arrived.length } }));
        timers.set(request.socket, setTimeout(() => request.socket.destroy(), idleMs));
      }, answerMs);
    });
  });
  server.keepAliveTimeout = 0;
  server.on("connection", (socket) => {
    opened += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  parentPort.on("message", (what) => {
    if (what === "end all") for (const socket of sockets) socket.destroy();
    parentPort.postMessage({ arrived, opened, open: sockets.size });
  });
  server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
`;

type Count = { arrived: number[]; opened: number; open: number };

/** Ends connections that were idle for so long, or all when told to. Says so beforehand only by a `hint`. */
async function startServer({ idleMs = 60_000, answerMs = 0, hint = "" } = {}) {
  const worker = new Worker(SERVER, { eval: true, workerData: { idleMs, answerMs, hint } });
  onTestFinished(async () => void (await worker.terminate()));
  const [port] = (await once(worker, "message")) as [number];
  const ask = async (what: string): Promise<Count> => {
    const answer = once(worker, "message");
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker.postMessage(what);
    return ((await answer) as [Count])[0];
  };
  return { root: `http://127.0.0.1:${port}`, count: () => ask("count"), endAll: () => ask("end all") };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** The program is at work and hears nothing from the network. */
const busy = (ms: number) => {
  for (const end = performance.now() + ms; performance.now() < end;);
};
const upTo = (count: number) => Array.from({ length: count }, (_, chat) => chat);
const sendAs = (api: Api) => (chat: number) => api.raw.sendMessage({ chat_id: chat, text: "halo" });
const sender = ({ root }: { root: string }, mostIdleMs?: number) =>
  sendAs(createApi({ token: "1:T", apiRoot: root, timeoutMs: 3_000, ...(mostIdleMs ? { mostIdleMs } : {}) }));

describe("connections that are kept", () => {
  it("are used again, and not after they were idle too long", async () => {
    const server = await startServer();
    const send = sender(server, 150);
    for (const chat of upTo(20)) await send(chat);
    expect(await server.count()).toMatchObject({ opened: 1, open: 1 });
    await pause(300);
    expect(await server.count()).toMatchObject({ open: 0 }); // ended by us
    await send(20);
    busy(300);
    await send(21);
    expect(await server.count()).toMatchObject({ arrived: upTo(22), opened: 3 });
  });

  it("last as long as a call does", async () => {
    const server = await startServer({ answerMs: 200 });
    const send = sender(server, 20);
    await Promise.all([send(1), send(2)]);
    expect((await server.count()).arrived.toSorted()).toEqual([1, 2]);
  });

  it("leave no doubt what became of a message, although the server ends them when they are idle", async () => {
    const server = await startServer({ idleMs: 120 });
    const send = sender(server, 60);
    for (const chat of upTo(40)) {
      await send(chat);
      if (chat % 2 === 0) busy(chat * 4);
      else await pause(chat * 4);
    }
    expect(await server.count()).toMatchObject({ arrived: upTo(40) });
  });

  it("are seen to have ended while the program was busy", async () => {
    const server = await startServer({ idleMs: 50 });
    const send = sender(server); // expects them to last
    for (const chat of upTo(8)) {
      await send(chat);
      busy(150);
    }
    expect(await server.count()).toMatchObject({ arrived: upTo(8), opened: 8 });
  });

  it("are left alone when the server has said that it will end them", async () => {
    const server = await startServer({ hint: "timeout=1" });
    const send = sender(server);
    await send(0);
    await send(1);
    expect(await server.count()).toMatchObject({ opened: 2 });
  });

  it.each(["http://127.0.0.1:1", "https://127.0.0.1:1/"])("are made by the right protocol: %s", async (apiRoot) => {
    const call = sendAs(createApi({ token: "1:T", apiRoot, timeoutMs: 1_000 }))(1);
    await expect(call).rejects.toMatchObject({ error: { code: "ECONNREFUSED" } });
  });
});
