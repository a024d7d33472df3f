import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Health } from "./service.ts";

/** Takes one request. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Serves GET /health (always 200: how everything is doing) and GET /ready (200 when every channel is up, else 503), and
 * what channels mount under paths of their own. Resolves with the port when it listens.
 */
export async function serveHttp({
  host,
  port,
  health,
  mounted = {},
}: {
  host: string;
  port: number;
  health: () => Health;
  mounted?: Readonly<Record<string, RequestHandler>>;
}): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const handler = Object.hasOwn(mounted, path) ? mounted[path] : undefined;
    if (handler) return handler(request, response);
    if (request.method !== "GET" || (path !== "/health" && path !== "/ready"))
      return json(response, 404, { error: "not found" });
    const state = health();
    json(response, path === "/ready" && !state.ready ? 503 : 200, state);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" });
  response.end(`${JSON.stringify(body)}\n`);
}
