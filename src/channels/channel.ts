import type { Address, Attachment, ChannelName, InboundMessage, OutboundMessage } from "../message.ts";

/** What became of one attempt to send. `unknown`: it may have arrived, and nobody can tell. */
export type SendResult =
  | { ok: true; platformId?: string }
  | { ok: false; reason: "retry"; retryAfterMs: number; wholeAccount: boolean; detail: string }
  | { ok: false; reason: "blocked" | "restricted" | "invalid" | "unknown"; detail: string };

/** What a network says later about a message that was sent. */
export type ReceiptStatus = "sent" | "delivered" | "read" | "failed";

/** How a channel is doing. "stopped" needs a person: nothing starts it again by itself. */
export type ChannelState = {
  status: "starting" | "up" | "down" | "stopped";
  since: Date;
  /** Why it is not up: a word for people who run it, never anything a person wrote. */
  detail?: string;
};

/** What a channel tells the program. All calls are synchronous and must be done before the channel goes on. */
export type ChannelEvents = {
  /** A message came in. Returns when it is written down; only then may it be acknowledged. Throws when it could not be. */
  received(message: InboundMessage): void;
  /** The network said something about a message that was sent. */
  receipt(platformId: string, status: ReceiptStatus, detail?: string): void;
  /** A person blocked us, or came back. */
  reachable(address: Address, reachable: boolean): void;
  /** Two chat ids turned out to be one person. */
  samePerson(address: Address, alias: string): void;
  /** The platform has restricted the account: whatever it sends to people who wait for nothing makes that worse. */
  restricted(detail: string): void;
  /** Something that people who run this must hear. No phone number, nothing anybody wrote. */
  alarm(what: string, detail: string): void;
  /**
   * The content of a file that came in on any channel, to be handed on. Rejects with FileGoneError when it can never be
   * had again, and with anything else when it is worth another try.
   */
  fetch(attachment: Attachment): Promise<Uint8Array>;
};

/** A file that cannot be fetched any more, or is larger than is handed on. */
export class FileGoneError extends Error {
  override name = "FileGoneError";
}

/** Largest file that is handed on: what a Telegram bot may fetch. https://core.telegram.org/bots/api#getfile */
export const LARGEST_FILE_BYTES = 20 * 1024 * 1024;

/** Remembers which topic of the staff's group belongs to which key. Every call is synchronous and kept when it returns. */
export type TopicStore = {
  threadOf(key: string): number | undefined;
  keyOf(thread: number): string | undefined;
  save(key: string, thread: number): void;
  /** The topic is gone. */
  drop(key: string): void;
};

/** One account on one platform. */
export type Channel = {
  name: ChannelName;
  /** Which account: the bot's id, a hash of the number. May go into logs. */
  account: string;
  /** Whether sending again with the same platform id shows once at the other end. */
  repeatsSafely: boolean;
  /** Makes the id of a message before it is sent, where the platform lets us. */
  newMessageId?(): string;
  /** Connects, and goes on reconnecting by itself. Resolves when the first attempt is over; throws when it is hopeless. */
  start(events: ChannelEvents): Promise<void>;
  /** Sends one message. Never throws for what a network may do. */
  send(message: OutboundMessage, platformId?: string): Promise<SendResult>;
  /** Shows that somebody is writing, and that the message was read; best effort. */
  attend(address: Address, inboundId: string): Promise<void>;
  /** Shows that somebody is writing, for about that long; best effort. */
  compose?(address: Address, ms: number): Promise<void>;
  /**
   * A link that opens a chat with us and brings this code along (letters and digits); undefined while the account is not
   * known yet. What it opens begins with `inviteText(code)` or its like, see `InboundMessage.invite`.
   */
  invite?(code: string): string | undefined;
  /** The content of a file that came in on this channel; see `ChannelEvents.fetch`. */
  fetch?(attachment: Attachment): Promise<Uint8Array>;
  /** Removes what the channel itself keeps about a person (keys of encryption, for instance). */
  forget?(chatIds: readonly string[]): void;
  /** Stops taking messages; resolves when what was taken is written down and the connection is closed. */
  stop(): Promise<void>;
  state(): ChannelState;
};

/** A channel that could not be made: it says why, and what waits for it goes on waiting. */
export function brokenChannel(name: ChannelName, account: string, error: Error, since: Date): Channel {
  return {
    name,
    account,
    repeatsSafely: true, // nothing is sent here, so nothing may be given up either
    start: () => Promise.reject(error),
    send: async () => ({ ok: false, reason: "retry", retryAfterMs: 60_000, wholeAccount: true, detail: "not started" }),
    attend: async () => {},
    stop: async () => {},
    state: () => ({ status: "stopped", since, detail: error.message }),
  };
}
