import type { Channel, ChannelEvents, SendResult } from "../../src/channels/channel.ts";
import type { ChannelName, InboundMessage, OutboundMessage } from "../../src/message.ts";

/** A channel whose network is this process: what is sent is kept, and each send ends as the test says. */
export type FakeChannel = Channel & {
  sent: { message: OutboundMessage; platformId: string | undefined }[];
  attended: string[];
  /** What the next sends come to, in order; afterwards all go well. */
  outcomes: (SendResult | Error)[];
  events(): ChannelEvents;
  /** A message from a person. */
  hear(text: string, more?: Partial<InboundMessage> & { chatId?: string }): void;
};

let count = 0;

export function createFakeChannel({
  name = "telegram",
  account = `${name}-${++count}`,
  repeatsSafely = false,
  startFails = false,
  sendMs = 0,
}: {
  name?: ChannelName;
  account?: string;
  repeatsSafely?: boolean;
  startFails?: boolean;
  sendMs?: number;
} = {}): FakeChannel {
  let events: ChannelEvents | undefined;
  let messages = 0;
  let ids = 0;
  const channel: FakeChannel = {
    name,
    account,
    repeatsSafely,
    sent: [],
    attended: [],
    outcomes: [],
    ...(repeatsSafely ? { newMessageId: () => `wire-${++ids}` } : {}),
    async start(given) {
      if (startFails) throw new Error("wrong token");
      events = given;
    },
    async send(message, platformId) {
      if (sendMs > 0) await new Promise((resolve) => setTimeout(resolve, sendMs));
      channel.sent.push({ message, platformId });
      const outcome = channel.outcomes.shift() ?? { ok: true };
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
    async attend(_, inboundId) {
      channel.attended.push(inboundId);
    },
    stop: async () => {},
    state: () => ({ status: "up", since: new Date(0) }),
    events() {
      if (!events) throw new Error("not started");
      return events;
    },
    hear(text, { chatId = "chat-1", ...more } = {}) {
      channel.events().received({
        id: `m${++messages}`,
        from: { channel: name, chatId },
        text,
        sentAt: new Date("2026-11-24T05:00:00Z"),
        ...more,
      });
    },
  };
  return channel;
}
