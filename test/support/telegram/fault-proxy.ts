import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Update } from "grammy/types";

/**
 * What happens to a call instead of going through: an error of the Bot API; a connection cut "before" or "after" the
 * server had it; an answer that comes late.
 */
export type Fault =
  | { status: number; description: string; parameters?: { retry_after?: number; migrate_to_chat_id?: number } }
  | { drop: "before" | "after" }
  | { delayMs: number };

export type Call = { method: string; body: Record<string, unknown>; multipart: boolean };

export const tooMany = (seconds: number): Fault => ({
  status: 429,
  description: `Too Many Requests: retry after ${seconds}`,
  parameters: { retry_after: seconds },
});
export const blocked: Fault = { status: 403, description: "Forbidden: bot was blocked by the user" };
export const broken: Fault = { status: 500, description: "Internal Server Error" };

/** Stands between a bot and a Bot API server: makes faults, keeps the calls, adds updates the server cannot make. */
export async function startFaultProxy(target: string) {
  const faults: { method: string; fault: Fault; times: number; passing: number }[] = [];
  const calls: Call[] = [];
  const updates: Update[] = [];
  const waiting = new Set<() => void>();

  const forward = (
    incoming: IncomingMessage,
    raw: Buffer,
    response: ServerResponse,
    finish: () => Promise<boolean>,
  ) => {
    const upstream = httpRequest(
      target + incoming.url,
      { method: incoming.method, headers: { ...incoming.headers, host: new URL(target).host } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () => {
          void finish().then((passes) => {
            if (!passes) return incoming.socket.destroy();
            if (!response.headersSent)
              response.writeHead(answer.statusCode ?? 500, answer.headers).end(Buffer.concat(chunks));
            return undefined;
          });
        });
      },
    );
    upstream.on("error", () => response.headersSent || response.destroy());
    response.on("close", () => upstream.destroy());
    upstream.end(raw);
    return upstream;
  };

  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
    const raw = Buffer.concat(chunks);
    const method = incoming.url?.split("?")[0]?.split("/").pop() ?? "";
    const json = incoming.headers["content-type"]?.includes("json") && raw.length > 0;
    const body = json ? (JSON.parse(raw.toString()) as Record<string, unknown>) : {};
    calls.push({ method, body, multipart: incoming.headers["content-type"]?.includes("multipart") ?? false });

    const answer = (status: number, value: object) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    const rule = faults.find((each) => each.method === method && each.times > 0);
    const hit = rule && rule.passing-- <= 0 ? rule : undefined;
    if (hit) hit.times -= 1;
    const fault = hit?.fault;
    if (fault && "status" in fault) {
      const { status: error_code, description, parameters } = fault;
      return answer(error_code, { ok: false, error_code, description, parameters });
    }
    if (fault && "drop" in fault && fault.drop === "before") return incoming.socket.destroy();
    if (method === "getUpdates") {
      const offset = Number(body["offset"] ?? 0);
      updates.splice(0, updates.length, ...updates.filter(({ update_id }) => update_id >= offset));
      if (updates.length > 0) return answer(200, { ok: true, result: updates });
    }
    const upstream = forward(incoming, raw, response, async () => {
      if (fault && "delayMs" in fault) await sleep(fault.delayMs);
      return !(fault && "drop" in fault);
    });
    if (method === "getUpdates") {
      const wake = () => {
        answer(200, { ok: true, result: updates });
        upstream.destroy();
      };
      waiting.add(wake);
      response.on("close", () => waiting.delete(wake));
    }
    return undefined;
  };

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    callsOf: (method: string) => calls.filter((call) => call.method === method),
    /** The next `times` calls of a method meet this fault, after `passing` that go through. */
    fail(method: string, fault: Fault, { times = 1, passing = 0 }: { times?: number; passing?: number } = {}) {
      faults.push({ method, fault, times, passing });
    },
    pushUpdate(update: Update) {
      updates.push(update);
      for (const wake of waiting) wake();
      waiting.clear();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
