import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { urlToHttpOptions } from "node:url";
import { HttpError, InputFile, type Transformer } from "grammy";
import type { createConnections } from "./connections.ts";

/**
 * Makes the calls that carry no file itself: most of what grammY and its fetch do beside that (a second copy of headers,
 * streams and signals for each call) costs more than the call. Those with a file go grammY's way.
 */
export function createCaller({
  root,
  token,
  timeoutMs,
  connections,
}: {
  /** Without a slash at the end. */
  root: string;
  token: string;
  timeoutMs: number;
  connections: ReturnType<typeof createConnections>;
}): Transformer {
  const url = new URL(root);
  const { hostname, port, protocol, auth } = urlToHttpOptions(url);
  const server = { hostname, port, protocol, auth, method: "POST" };
  const base = `${url.pathname.replace(/\/$/, "")}/bot${token}/`;
  const begin = url.protocol === "https:" ? httpsRequest : httpRequest;

  const post = (method: string, payload: object, signal: AbortSignal | undefined): Promise<object> =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify(payload);
      const request = begin({
        ...server,
        path: base + method,
        agent: connections.agent(),
        headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body) },
      });
      const abort = () => request.destroy(new Error("aborted"));
      const timer = setTimeout(() => request.destroy(new Error("timed out")), timeoutMs);
      const over = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
      };
      // without its words: they may name the address, and that holds the token
      const fail = (error: unknown) => {
        over();
        reject(new HttpError(`Network request for '${method}' failed!`, error));
      };
      request.on("error", fail);
      request.on("response", (response: IncomingMessage) => {
        const chunks: Buffer[] = [];
        response.on("error", fail);
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          over();
          try {
            resolve(answerIn(chunks));
          } catch (error) {
            fail(error);
          }
        });
      });
      if (signal?.aborted) abort();
      signal?.addEventListener("abort", abort);
      request.end(body);
    });

  return async (call, method, payload, signal) => {
    await connections.settled();
    if (Object.values(payload).some((value) => value instanceof InputFile)) return call(method, payload, signal);
    // grammY types its signals after an older package, and the answer is what the method says
    return (await post(method, payload, signal as AbortSignal | undefined)) as Awaited<ReturnType<typeof call>>;
  };
}

/** What a Bot API server says; a page of something between it and us is no answer, whatever its status. */
function answerIn(chunks: readonly Buffer[]): object {
  const answer: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  if (typeof answer === "object" && answer !== null && "ok" in answer && typeof answer.ok === "boolean") return answer;
  throw new Error("no answer of a Bot API server");
}
