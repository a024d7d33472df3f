/** What to do after the connection ended. */
export type AfterClose =
  | { next: "reconnect"; pace: Pace }
  /** A person has to do something; going on by itself would make it worse. `why` is the word, `help` what to do. */
  | { next: "stop"; why: string; help: string; isRestricted?: boolean };

/** "now" does not count as a failure; "backoff" grows from failure to failure; "slow" starts late and grows. */
export type Pace = "now" | "backoff" | "slow";

/** After so many unknown errors in a row, what we keep is taken to be broken. */
const MOST_BAD_SESSIONS = 6;

const CODES: Readonly<Record<number, AfterClose>> = {
  515: { next: "reconnect", pace: "now" }, // restart required: the last step of pairing, or the server's wish
  428: { next: "reconnect", pace: "backoff" }, // connection closed or dropped
  408: { next: "reconnect", pace: "backoff" }, // timed out, refused, or the pairing codes are used up
  429: { next: "reconnect", pace: "slow" }, // too many attempts
  503: { next: "reconnect", pace: "slow" }, // the server has trouble
  500: { next: "reconnect", pace: "backoff" }, // unknown error of the stream; see MOST_BAD_SESSIONS
  440: {
    next: "stop",
    why: "connection-replaced",
    help: "Another process uses this login. End it, then start again; two on one login destroy it.",
  },
  401: {
    next: "stop",
    why: "logged-out",
    help: "The phone unlinked this device. Keep the auth file for looking into it, move it away, start and pair again.",
  },
  403: {
    next: "stop",
    why: "forbidden",
    help: "WhatsApp banned or restricted this number. Open WhatsApp on the phone to see why; send nothing until then.",
    isRestricted: true,
  },
  405: {
    next: "stop",
    why: "client-refused",
    help: "WhatsApp refused this version of its web client. Update this program.",
  },
  411: {
    next: "stop",
    why: "multi-device-missing",
    help: "The account on the phone cannot link devices. Update WhatsApp on the phone and pair again.",
  },
};

/**
 * What to do when the connection ended with `statusCode` (Baileys' DisconnectReason, or a reason of the server).
 * `badSessions`: how many times in a row, this one included, it was 500.
 */
export function afterClose(statusCode: number | undefined, badSessions = 0): AfterClose {
  if (statusCode === 500 && badSessions >= MOST_BAD_SESSIONS)
    return {
      next: "stop",
      why: "bad-session",
      help: "WhatsApp ends every connection with an unknown error. Look at the phone's linked devices and pair again.",
    };
  return CODES[statusCode ?? 0] ?? { next: "reconnect", pace: "backoff" };
}

/** How far apart attempts to connect are. */
export type Backoff = { baseMs: number; maxMs: number };

/**
 * Milliseconds to wait before the next attempt: doubles from failure to failure (1, 2, …), is spread by half in either
 * direction so that many bots do not come back at one instant, and never exceeds `maxMs`. `random` is in [0, 1).
 */
export function pauseBefore(pace: Pace, failures: number, { baseMs, maxMs }: Backoff, random: number): number {
  if (pace === "now") return 0;
  const first = pace === "slow" ? baseMs * 15 : baseMs;
  return Math.min(maxMs, Math.round(first * 2 ** Math.min(failures - 1, 20) * (0.5 + random)));
}
