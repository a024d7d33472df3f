import { Api } from "grammy";
import { createCaller } from "./calling.ts";
import { createConnections } from "./connections.ts";

/** grammY types its signals after an older package; Node's own do the same. */
type GrammySignal = NonNullable<Parameters<Api["getMe"]>[0]>;

/** Node's signal as grammY's calls want it. */
export function asSignal(signal: AbortSignal): GrammySignal {
  return signal as GrammySignal;
}

type Server = { token: string; apiRoot?: string };

const TELEGRAM = "https://api.telegram.org";

/** Less than servers keep an idle connection: Node's 5 s, nginx 75 s. */
const MOST_IDLE_MS = 4_000;

/**
 * One client of the Bot API, with connections of its own. Every call ends after `timeoutMs`, and none is repeated: the
 * outbox decides about that.
 */
export function createApi({
  token,
  apiRoot = TELEGRAM,
  timeoutMs,
  mostIdleMs = MOST_IDLE_MS,
}: Server & { timeoutMs: number; mostIdleMs?: number }): Api {
  const root = withoutSlash(apiRoot);
  const connections = createConnections(root, mostIdleMs);
  const api = new Api(token, {
    timeoutSeconds: timeoutMs / 1000,
    apiRoot: root,
    baseFetchConfig: { agent: connections.agent, compress: false }, // answers are short
  });
  api.config.use(createCaller({ root, token, timeoutMs, connections }));
  return api;
}

/** Where files are fetched from. Secret: it holds the token. https://core.telegram.org/bots/api#getfile */
export function fileRootOf({ token, apiRoot = TELEGRAM }: Server): string {
  return `${withoutSlash(apiRoot)}/file/bot${token}`;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}
