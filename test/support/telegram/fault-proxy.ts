import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Update } from "grammy/types";
import { readMultipart } from "./multipart.ts";

/**
 * What happens to a call instead of going through: an error of the Bot API; a connection cut "before" or "after" the
 * server had it; an answer that comes late.
 */
export type Fault =
  | { status: number; description: string; parameters?: { retry_after?: number; migrate_to_chat_id?: number } }
  | { drop: "before" | "after" }
  | { delayMs: number };

/** In a multipart call a file stands in its field as `{ name, bytes, content }` (see multipart.ts). */
export type Call = { method: string; body: Record<string, unknown>; multipart: boolean };

/** Returned by a reply to answer with an error. */
export class Refusal {
  readonly status: number;
  readonly description: string;
  constructor(status: number, description: string) {
    this.status = status;
    this.description = description;
  }
}

/** Answers a call in the server's place; `undefined` lets it go through. */
export type Reply = (body: Call["body"]) => unknown;

export const tooMany = (seconds: number): Fault => ({
  status: 429,
  description: `Too Many Requests: retry after ${seconds}`,
  parameters: { retry_after: seconds },
});
export const blocked: Fault = { status: 403, description: "Forbidden: bot was blocked by the user" };
export const broken: Fault = { status: 500, description: "Internal Server Error" };

/**
 * Stands between a bot and a Bot API server: makes faults, keeps the calls, answers what the server cannot, adds
 * updates and files that it cannot make.
 */
export async function startFaultProxy(target: string) {
  const faults: { method: string; fault: Fault; times: number; passing: number }[] = [];
  const replies = new Map<string, Reply[]>();
  const files = new Map<string, Buffer>();
  const calls: Call[] = [];
  const downloads: string[] = [];
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

  /** Our updates and those that the server has by now, in their order: confirming one would confirm all before it. */
  const allUpdates = async (url: string, body: Call["body"]): Promise<object> => {
    const answer = await fetch(target + url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...body, timeout: 0 }),
    });
    const theirs = (await answer.json()) as { ok: boolean; result: Update[] };
    if (!theirs.ok) return theirs;
    const result = [...theirs.result, ...updates].toSorted((a, b) => a.update_id - b.update_id);
    return { ok: true, result };
  };

  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
    const raw = Buffer.concat(chunks);
    const url = incoming.url ?? "";
    const filePath = /^\/file\/bot[^/]+\/(.+)$/.exec(url)?.[1];
    if (filePath !== undefined) return download(filePath, response, incoming);
    const method = url.split("?")[0]?.split("/").pop() ?? "";
    const type = incoming.headers["content-type"] ?? "";
    const multipart = type.includes("multipart");
    const json = type.includes("json") && raw.length > 0;
    const body = multipart
      ? readMultipart(raw, type)
      : json
        ? (JSON.parse(raw.toString()) as Record<string, unknown>)
        : {};
    calls.push({ method, body, multipart });

    const answer = (status: number, value: object) =>
      response.headersSent ||
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
    for (const reply of replies.get(method) ?? []) {
      const result = reply(body);
      if (result === undefined) continue;
      if (fault && "delayMs" in fault) await sleep(fault.delayMs);
      if (fault && "drop" in fault) return incoming.socket.destroy();
      if (!(result instanceof Refusal)) return answer(200, { ok: true, result });
      const { status: error_code, description } = result;
      return answer(error_code, { ok: false, error_code, description });
    }
    if (method === "getUpdates") {
      const offset = Number(body["offset"] ?? 0);
      updates.splice(0, updates.length, ...updates.filter(({ update_id }) => update_id >= offset));
      if (updates.length > 0) return answer(200, await allUpdates(url, body));
    }
    const upstream = forward(incoming, raw, response, async () => {
      if (fault && "delayMs" in fault) await sleep(fault.delayMs);
      return !(fault && "drop" in fault);
    });
    if (method === "getUpdates") {
      const wake = () => {
        upstream
          .removeAllListeners("response")
          .removeAllListeners("error")
          .on("error", () => {});
        upstream.destroy(); // what the server has is asked for again
        allUpdates(url, body).then(
          (value) => answer(200, value),
          () => response.destroy(),
        );
      };
      upstream.on("response", () => waiting.delete(wake));
      waiting.add(wake);
      response.on("close", () => waiting.delete(wake));
    }
    return undefined;
  };

  const download = (path: string, response: ServerResponse, incoming: IncomingMessage) => {
    downloads.push(path);
    const rule = faults.find((each) => each.method === "file" && each.times > 0);
    if (rule) {
      rule.times -= 1;
      if ("drop" in rule.fault) return incoming.socket.destroy();
      if ("status" in rule.fault) return response.writeHead(rule.fault.status).end();
    }
    const content = files.get(path);
    return content ? response.writeHead(200).end(content) : response.writeHead(404).end();
  };

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    /** The paths of the files that were fetched. */
    downloads,
    callsOf: (method: string) => calls.filter((call) => call.method === method),
    /** The next `times` calls of a method ("file" for a download) meet this fault, after `passing` that go through. */
    fail(method: string, fault: Fault, { times = 1, passing = 0 }: { times?: number; passing?: number } = {}) {
      faults.push({ method, fault, times, passing });
    },
    /** Answers a method from now on; of several replies the newest comes first. */
    reply(method: string, reply: Reply) {
      replies.set(method, [reply, ...(replies.get(method) ?? [])]);
    },
    /** What a download of this path brings. */
    serveFile: (path: string, content: Buffer) => void files.set(path, content),
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
