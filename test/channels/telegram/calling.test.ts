import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { HttpError, InputFile } from "grammy";
import { describe, expect, it, onTestFinished } from "vitest";
import { asSignal, createApi } from "../../../src/channels/telegram/api.ts";
import { toFailure } from "../../../src/channels/telegram/failure.ts";

const TOKEN = "1:RAHASIA";

async function api(answer: RequestListener, { path = "", timeoutMs = 2_000 } = {}) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return createApi({ token: TOKEN, apiRoot: `http://127.0.0.1:${port}${path}`, timeoutMs });
}

const failing = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => Promise.reject(new Error("it went well")),
    (error: unknown) => error,
  );

describe("a call of the Bot API", () => {
  it("is JSON to the path of the method, below that of the server", async () => {
    const seen: unknown[] = [];
    const { raw } = await api(
      (request, response) => {
        request.setEncoding("utf8").on("data", (body: string) => {
          seen.push(request.method, request.url, request.headers["content-type"], JSON.parse(body));
          response.end('{"ok":true,"result":{"message_id":5}}');
        });
      },
      { path: "/bots/" },
    );
    const sent = await raw.sendMessage({ chat_id: 7, text: "Halo 👋", message_thread_id: undefined as never });
    expect(sent.message_id).toBe(5);
    const body = { chat_id: 7, text: "Halo 👋" };
    expect(seen).toEqual(["POST", `/bots/bot${TOKEN}/sendMessage`, "application/json", body]);
  });

  it("carries a file as grammY does", async () => {
    const { raw } = await api((request, response) => {
      request.resume().on("end", () => {
        const isForm = request.headers["content-type"]?.startsWith("multipart/form-data") === true;
        response.end(
          JSON.stringify({ ok: isForm, result: { message_id: 6 }, error_code: 400, description: "no form" }),
        );
      });
    });
    const sent = await raw.sendDocument({ chat_id: 7, document: new InputFile(Buffer.from("isi"), "a.txt") });
    expect(sent.message_id).toBe(6);
  });

  it.each<[what: string, answer: RequestListener]>([
    ["a page of something in between", (_, response) => response.writeHead(502).end("<html>Bad Gateway</html>")],
    ["what no Bot API server says", (_, response) => response.end("[]")],
    [
      "half an answer",
      (_, response) => response.writeHead(200, { "content-length": 99 }).write('{"ok":true', () => response.destroy()),
    ],
    ["none in time", () => {}],
  ])("may have done its work when it gets %s, and nothing tells the token", async (_, answer) => {
    const { raw } = await api(answer, { timeoutMs: 300 });
    const error = await failing(raw.sendMessage({ chat_id: 7, text: "halo" }));
    expect(error).toBeInstanceOf(HttpError);
    expect(toFailure(error)).toMatchObject({ ok: false, reason: "unknown" });
    expect(String(error) + JSON.stringify(error)).not.toContain("RAHASIA");
  });

  it.each(["before", "during"])("ends when it is given up %s it", async (when) => {
    const ending = new AbortController();
    const bot = await api(() => ending.abort());
    if (when === "before") ending.abort();
    const begun = performance.now();
    expect(await failing(bot.getMe(asSignal(ending.signal)))).toBeInstanceOf(HttpError);
    expect(performance.now() - begun).toBeLessThan(1_500);
  });
});
