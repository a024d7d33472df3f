import type { SocketConfig } from "@whiskeysockets/baileys";
import type { Backoff } from "./close-codes.ts";

/** Times and endpoints that fit WhatsApp; tests shorten them. */
export type Tuning = {
  /** A ping goes out this often. The link is taken to be dead after two periods without a frame. */
  keepAliveIntervalMs: number;
  /** How long the server may take to acknowledge a message. */
  ackTimeoutMs: number;
  /** How long after the login the server may take to say that everything kept for us has been handed over. */
  watchdogMs: number;
  connectTimeoutMs: number;
  queryTimeoutMs: number;
  backoff: Backoff;
  /** Open for so long, a connection makes earlier failures forgotten. */
  stableAfterMs: number;
  /** How long fetching a file may take, and how long an upload may stand still. */
  mediaTimeoutMs: number;
  /** Messages older than this are history and get no answer. */
  maxAgeMs: number;
  /** How long a QR code lives; without it as WhatsApp does: 60 s the first, 20 s each later one. */
  qrTimeoutMs?: number;
  /** Where files are uploaded, if not where WhatsApp says. */
  customUploadHosts?: SocketConfig["customUploadHosts"];
  /** The agent of uploads and downloads (a certificate of a test host). */
  fetchAgent?: NonNullable<SocketConfig["fetchAgent"]>;
  /** The version of WhatsApp Web we say we are; a stale one is refused with 405. */
  version?: SocketConfig["version"];
};

export const USUAL: Tuning = {
  keepAliveIntervalMs: 30_000,
  ackTimeoutMs: 15_000,
  watchdogMs: 60_000,
  connectTimeoutMs: 20_000,
  queryTimeoutMs: 30_000,
  backoff: { baseMs: 2_000, maxMs: 300_000 },
  stableAfterMs: 60_000,
  mediaTimeoutMs: 30_000,
  maxAgeMs: 48 * 3_600_000,
};
