import { afterEach, describe, expect, it } from "vitest";
import { serveHttp, type RequestHandler } from "../src/http.ts";
import type { Health } from "../src/service.ts";

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

const health = (ready: boolean): Health => ({
  ready,
  channels: [{ name: "telegram", account: "tg-1", status: ready ? "up" : "down", since: "2026-11-24T05:00:00.000Z" }],
  inbox: { waiting: 2, aside: 1, oldest: new Date("2026-11-24T05:00:00Z") },
  outbox: { queued: 3, unknown: 0, failed: 0 },
  tickets: { open: 0, waiting: 0 },
});

async function serve(ready: boolean, mounted: Record<string, RequestHandler> = {}) {
  const server = await serveHttp({ host: "127.0.0.1", port: 0, health: () => health(ready), mounted });
  close = server.close;
  return (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}${path}`, init);
}

describe("the port for those who watch over it", () => {
  it("tells every channel's state, how much waits and since when", async () => {
    const get = await serve(false);
    const response = await get("/health");
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      channels: [{ status: "down" }],
      inbox: { waiting: 2, aside: 1, oldest: "2026-11-24T05:00:00.000Z" },
      outbox: { queued: 3 },
    });
  });

  it.each([
    [true, 200],
    [false, 503],
  ])("ready %s is %d", async (ready, status) => expect((await (await serve(ready))("/ready")).status).toBe(status));

  it.each([
    ["/", "GET"],
    ["/health", "POST"],
    ["/constructor", "GET"],
    ["//health", "GET"],
  ])("%s %s is nothing of ours", async (path, method) =>
    expect((await (await serve(true))(path, { method })).status).toBe(404),
  );

  it("hands a mounted path over", async () => {
    const get = await serve(true, { "/telegram": (_, response) => void response.writeHead(204).end() });
    expect((await get("/telegram?x=1", { method: "POST" })).status).toBe(204);
  });
});
