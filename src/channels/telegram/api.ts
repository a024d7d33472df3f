import { Api } from "grammy";

/** grammY types its signals after an older package; Node's own do the same. */
type GrammySignal = NonNullable<Parameters<Api["getMe"]>[0]>;

/** Node's signal as grammY's calls want it. */
export function asSignal(signal: AbortSignal): GrammySignal {
  return signal as GrammySignal;
}

type Server = { token: string; apiRoot?: string };

/** One client of the Bot API. Every call ends after `timeoutMs`, and none is repeated: the outbox decides about that. */
export function createApi({ token, apiRoot, timeoutMs }: Server & { timeoutMs: number }): Api {
  return new Api(token, { timeoutSeconds: timeoutMs / 1000, ...(apiRoot ? { apiRoot: withoutSlash(apiRoot) } : {}) });
}

/** Where files are fetched from. Secret: it holds the token. https://core.telegram.org/bots/api#getfile */
export function fileRootOf({ token, apiRoot = "https://api.telegram.org" }: Server): string {
  return `${withoutSlash(apiRoot)}/file/bot${token}`;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}
