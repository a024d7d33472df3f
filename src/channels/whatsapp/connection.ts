import type { ConnectionState, WASocket } from "@whiskeysockets/baileys";
import type { Clock } from "../../lib/clock.ts";
import type { Log } from "../../lib/log.ts";
import type { ChannelState } from "../channel.ts";
import { afterClose, pauseBefore, type AfterClose, type Pace } from "./close-codes.ts";
import { cutSocket } from "./socket.ts";
import type { Tuning } from "./tuning.ts";
import { watch } from "./watch.ts";

/** What the connection asks of the rest of the channel. */
export type ConnectionParts = {
  /** A new socket; throws when there must be none (keys that cannot be written). */
  open(): WASocket;
  /** Called for every new socket, before anything can happen on it. */
  attach(socket: WASocket): void;
  opened(socket: WASocket): void;
  /** The socket is gone; nothing that was sent on it is acknowledged any more. */
  closed(): void;
  /** The server offers to link the account. */
  pairing: {
    offered(payload: string, socket: WASocket): Promise<void>;
    waiting(): boolean;
    done(): void;
    ended(): void;
  };
  saveCreds(): void;
  alarm(what: string, detail: string): void;
  /** The account may not be used as it was. */
  restricted(detail: string): void;
  tuning: Tuning;
  log: Log;
  clock: Clock;
  random: () => number;
};

/** What an alarm says when something must be kept and cannot be. */
const NOT_WRITTEN = {
  key: ["keys-not-written", "The login could not be saved; the connection was ended. Is the disk full?"],
  message: ["not-written", "A message could not be stored; the connection was ended until it can. Is the disk full?"],
} as const;

/**
 * Keeps one connection: never two sockets, never two attempts at once. It ends for good where going on would do harm;
 * then only a person starts it again.
 */
export function createConnection(parts: ConnectionParts) {
  const { tuning, log, clock, random, pairing } = parts;
  let state: ChannelState = { status: "starting", since: clock() };
  let current: { socket: WASocket; isOpen: boolean; release(): void } | undefined;
  let retry: NodeJS.Timeout | undefined;
  let failures = 0;
  let badSessions = 0;
  let over = false;
  const alarmed = new Set<string>(); // what was told already and has not been well again since
  let firstAttempt: ((error?: Error) => void) | undefined;

  function become(status: ChannelState["status"], detail?: string): void {
    if (state.status === status && state.detail === detail) return;
    state = { status, since: clock(), ...(detail ? { detail } : {}) };
    log.info("whatsapp.state", { status, detail });
  }

  function alarmOnce(what: string, detail: string): void {
    if (!alarmed.has(what)) parts.alarm(what, detail);
    alarmed.add(what);
  }

  function connect(): void {
    retry = undefined;
    if (over || current) return;
    let socket: WASocket;
    try {
      socket = parts.open();
    } catch (error) {
      const [what, help] = NOT_WRITTEN.key;
      alarmOnce(`whatsapp.${what}`, help);
      log.error("whatsapp.cannot-connect", { error: (error as Error).name });
      return later("cannot-connect", "slow");
    }
    const lost = (why: string) => ended(why, undefined);
    const guard = watch(socket, tuning, lost);
    let stable: NodeJS.Timeout | undefined;
    const heard = (update: Partial<ConnectionState>) => {
      if (current?.socket !== socket) return;
      if (update.qr) offer(update.qr, socket);
      if (update.isNewLogin) pairing.done();
      if (update.receivedPendingNotifications) guard.handedOver();
      if (update.connection === "open") {
        current.isOpen = true;
        guard.opened();
        stable = setTimeout(() => {
          failures = 0;
          badSessions = 0;
          alarmed.clear();
        }, tuning.stableAfterMs);
        become("up");
        parts.opened(socket);
        firstAttempt?.();
      }
      if (update.connection === "close") {
        const error = update.lastDisconnect?.error as { output?: { statusCode?: number } } | undefined;
        ended("closed", error?.output?.statusCode);
      }
    };
    const save = () => {
      try {
        parts.saveCreds();
      } catch (error) {
        cannotKeep("key", error);
      }
    };
    const release = () => {
      guard.stop();
      clearTimeout(stable);
      socket.ev.off("connection.update", heard);
    };
    current = { socket, isOpen: false, release };
    parts.attach(socket);
    socket.ev.on("creds.update", save);
    socket.ev.on("connection.update", heard);
  }

  function offer(payload: string, socket: WASocket): void {
    become(state.status === "up" ? "down" : state.status, "waiting to be linked to a phone");
    pairing.offered(payload, socket).then(
      () => firstAttempt?.(),
      (error: unknown) => {
        log.warn("whatsapp.pairing-failed", { error: (error as Error).name });
        if (current?.socket === socket) ended("pairing-failed", 408);
      },
    );
  }

  /** The one end of every socket, however it came. */
  function ended(why: string, statusCode: number | undefined): void {
    const last = current;
    if (!last) return;
    current = undefined;
    last.release();
    cutSocket(last.socket);
    parts.closed();
    badSessions = statusCode === 500 ? badSessions + 1 : 0;
    log.info("whatsapp.closed", { why, statusCode });
    const after = afterClose(statusCode, badSessions);
    if (after.next === "stop") return stopForGood(after);
    if (after.pace !== "now" && pairing.waiting()) {
      failures = 0; // nobody scanned in time; that is no trouble with the network
      pairing.ended();
    }
    later(statusCode === undefined ? why : `${why} ${statusCode}`, after.pace);
  }

  function later(detail: string, pace: Pace): void {
    if (over) return;
    if (pace !== "now") failures++;
    const pause = pauseBefore(pace, failures, tuning.backoff, random());
    become("down", detail);
    log.info("whatsapp.reconnect", { inMs: pause, failures });
    clearTimeout(retry);
    retry = setTimeout(connect, pause);
    if (pace !== "now") firstAttempt?.();
  }

  function stopForGood({ why, help, isRestricted = false }: Extract<AfterClose, { next: "stop" }>): void {
    over = true;
    clearTimeout(retry);
    become("stopped", why);
    // before anybody is told of it: nothing more may go out
    if (isRestricted) parts.restricted(why);
    parts.alarm(`whatsapp.${why}`, help);
    firstAttempt?.(new Error(`WhatsApp: ${why}. ${help}`));
  }

  /**
   * Something could not be stored. Going on would make messages that nobody can read any more (a key), or let the server
   * forget one that we have not kept.
   */
  function cannotKeep(which: keyof typeof NOT_WRITTEN, error: unknown): void {
    if (!current) return;
    const [what, help] = NOT_WRITTEN[which];
    log.error(`whatsapp.${what}`, { error: (error as Error).name });
    alarmOnce(`whatsapp.${what}`, help);
    ended(what, 503);
  }

  return {
    /** Resolves after the first attempt (open, waiting to be linked, or to be tried again); rejects when it is hopeless. */
    start(): Promise<void> {
      return new Promise((resolve, reject) => {
        firstAttempt = (error) => {
          firstAttempt = undefined;
          if (error) reject(error);
          else resolve();
        };
        connect();
      });
    },
    stop(): void {
      over = true;
      clearTimeout(retry);
      const last = current;
      current = undefined;
      if (last) {
        last.release();
        cutSocket(last.socket);
        parts.closed();
      }
      if (state.status !== "stopped") become("stopped", "ended by us");
      firstAttempt?.();
    },
    /** The socket, while messages can be sent on it. */
    socket: () => (current?.isOpen ? current.socket : undefined),
    cannotKeep,
    state: () => state,
  };
}
