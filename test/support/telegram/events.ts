import { FileGoneError, type ChannelEvents, type ChannelState } from "../../../src/channels/channel.ts";
import type { Log, LogFields } from "../../../src/lib/log.ts";
import type { InboundMessage } from "../../../src/message.ts";

/** Keeps what a channel tells. `refuse` makes `received` throw, as a full disk would. */
export function recordingEvents() {
  const received: InboundMessage[] = [];
  const attempts: string[] = [];
  const reachable: { chatId: string; reachable: boolean }[] = [];
  const samePerson: { chatId: string; alias: string }[] = [];
  const alarms: string[] = [];
  const states: ChannelState[] = [];
  const logged: string[] = [];
  const keep = (event: string, fields?: LogFields) => void logged.push(`${event} ${JSON.stringify(fields ?? {})}`);
  const log: Log = { debug: keep, info: keep, warn: keep, error: keep };
  let refusals = 0;
  /** What other channels can fetch: an Error is what fetching it throws. */
  const files = new Map<string, Uint8Array | Error>();
  const events: ChannelEvents = {
    received(message) {
      attempts.push(message.id);
      if (refusals > 0) {
        refusals -= 1;
        throw new Error(`disk full while writing ${message.text}`);
      }
      received.push(message);
    },
    receipt: () => {},
    reachable: (address, value) => void reachable.push({ chatId: address.chatId, reachable: value }),
    samePerson: (address, alias) => void samePerson.push({ chatId: address.chatId, alias }),
    restricted: (detail) => void alarms.push(`restricted: ${detail}`),
    alarm: (what, detail) => void alarms.push(`${what}: ${detail}`),
    async fetch({ source }) {
      const file = files.get(source.ref) ?? new FileGoneError("not there");
      if (file instanceof Error) throw file;
      return file;
    },
  };
  return {
    events,
    received,
    attempts,
    reachable,
    samePerson,
    alarms,
    files,
    states,
    logged,
    log,
    texts: () => received.map(({ text }) => text),
    refuse(times: number) {
      refusals = times;
    },
  };
}
