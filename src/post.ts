import type { Clock } from "./lib/clock.ts";
import type { NewDelivery, OutboxStore } from "./outbox.ts";

/** Queues what goes out and wakes whoever sends it; the senders come later than those who write. */
export type PostOffice = {
  send(delivery: Omit<NewDelivery, "priority"> & { priority?: NewDelivery["priority"] }): void;
  /** `wake` is told the account whenever something was queued on it. */
  onSend(wake: (account: string) => void): void;
};

export function createPostOffice({ outbox, clock }: { outbox: OutboxStore; clock: Clock }): PostOffice {
  let wake: (account: string) => void = () => {};
  return {
    send({ priority = "reply", ...delivery }) {
      outbox.add({ ...delivery, priority }, clock());
      wake(delivery.account);
    },
    onSend(next) {
      wake = next;
    },
  };
}
