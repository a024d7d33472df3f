import { FileGoneError, type ChannelEvents } from "../../../src/channels/channel.ts";
import type { InboundMessage } from "../../../src/message.ts";

/** Remembers everything a channel tells. */
export function recordEvents() {
  const received: InboundMessage[] = [];
  const receipts: { id: string; status: string; detail: string | undefined }[] = [];
  const samePerson: { chatId: string; alias: string }[] = [];
  const restrictions: string[] = [];
  const alarms: { what: string; detail: string }[] = [];
  /** What files of other channels hold, by their `ref`; those that are not in it are gone. */
  const foreign = new Map<string, Uint8Array | Error>();
  const events: ChannelEvents = {
    received: (message) => void received.push(message),
    receipt: (id, status, detail) => void receipts.push({ id, status, detail }),
    reachable: () => {},
    samePerson: ({ chatId }, alias) => void samePerson.push({ chatId, alias }),
    restricted: (detail) => void restrictions.push(detail),
    alarm: (what, detail) => void alarms.push({ what, detail }),
    async fetch({ source }) {
      const file = foreign.get(source.ref) ?? new FileGoneError("gone");
      if (file instanceof Error) throw file;
      return file;
    },
  };
  return { events, received, receipts, samePerson, restrictions, alarms, foreign };
}
