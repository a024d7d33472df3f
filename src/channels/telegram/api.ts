import { Api } from "grammy";

/** grammY types its signals after an older package; Node's own do the same. */
type GrammySignal = NonNullable<Parameters<Api["getMe"]>[0]>;

/** Node's signal as grammY's calls want it. */
export function asSignal(signal: AbortSignal): GrammySignal {
  return signal as GrammySignal;
}

/** One client of the Bot API. Every call ends after `timeoutMs`, and none is repeated: the outbox decides about that. */
export function createApi({ token, apiRoot, timeoutMs }: { token: string; apiRoot?: string; timeoutMs: number }): Api {
  return new Api(token, {
    timeoutSeconds: timeoutMs / 1000,
    ...(apiRoot ? { apiRoot: apiRoot.replace(/\/+$/, "") } : {}),
  });
}
