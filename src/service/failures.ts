import type { App } from "../app.ts";
import type { StoppedAccount } from "../broadcast/ledger.ts";
import { stopRemark } from "../broadcast/stop-words.ts";
import type { ChannelName } from "../message.ts";
import type { Clock } from "../lib/clock.ts";
import type { Delivery, FailureReason } from "../outbox.ts";
import type { Stores } from "../storage/stores.ts";

/** The key of what is said about a message in doubt begins so; of that itself nothing more is said. */
const DOUBT = "doubt:";

/** "staff:12:345": what a member of staff said in ticket 12. "told:12:…": what the program said about it. */
const TO_PERSON = /^(staff|told):(\d+):/;

/** "desk:12:…" and "seen:12:…": what staff are shown in the topic of ticket 12. */
const TO_DESK = /^(?:desk|seen):(\d+):/;

/** In the key of what staff are shown again under a mark. */
const AGAIN = ":again:";

/** What staff are shown outside of topics: alarms, and how campaigns stand. */
export function isToGroup({ key }: Pick<Delivery, "key">): boolean {
  return /^(?:desk:group|siaran:\d+):/.test(key);
}

/** Whether a message to staff says of itself that it may have been shown before. */
export function isMarked({ key }: Pick<Delivery, "key">): boolean {
  return key.includes(AGAIN);
}

/** Says what happened to messages that did not arrive, or may not have, to whoever waits for them. */
export function createFailures({
  stores,
  post,
  desk,
  say,
  clock,
}: Pick<App, "post" | "desk"> & { stores: Stores; say: App["kit"]["say"]; clock: Clock }) {
  function toTopic(number: string, text: string, seq: number): void {
    const ticket = stores.tickets.get(Number(number));
    if (!ticket || ticket.contactId === "") return;
    desk.post?.(ticket, `desk:${number}:about:${seq}`, { text });
    closeAgain(number, seq);
  }

  /** A word in the topic of a closed ticket opens it. */
  function closeAgain(number: string, seq: number): void {
    const ticket = stores.tickets.get(Number(number));
    if (ticket?.state === "closed" && ticket.contactId !== "")
      desk.post?.(ticket, `desk:${number}:close:${seq}`, { act: { type: "close-topic" } });
  }

  return {
    /** May have arrived or not. A reply is not said twice, but nobody is left waiting for it either. */
    unknown(delivery: Delivery): void {
      const { key, seq, account, message, answers } = delivery;
      if (key.startsWith(DOUBT)) return;
      const toPerson = TO_PERSON.exec(key);
      const toDesk = TO_DESK.exec(key);
      if (isToGroup(delivery) && !message.act && !isMarked(delivery))
        post.send({
          ...delivery,
          key: `${key}${AGAIN}${seq}`,
          lane: "topic:",
          message: { ...message, text: say("staff.reply.repeat", { text: message.text }) },
        });
      if (toDesk?.[1]) {
        // shown again under a mark: staff may read something twice, but must not miss it
        if (message.act || isMarked(delivery)) return;
        post.send({
          ...delivery,
          key: `desk:${toDesk[1]}${AGAIN}${seq}`,
          lane: `topic:${toDesk[1]}`,
          message: { ...message, text: say("staff.reply.repeat", { text: message.text }) },
        });
        closeAgain(toDesk[1], seq);
        return;
      }
      if (toPerson?.[2]) {
        if (toPerson[1] === "staff")
          toTopic(
            toPerson[2],
            say("staff.reply.failed", { why: say("staff.reply.why.unknown"), text: message.text }),
            seq,
          );
        if (!message.act)
          post.send({
            key: `${DOUBT}${seq}`,
            account,
            message: { to: message.to, text: say("handoff.in-doubt"), choices: [] },
          });
        return;
      }
      if (answers === undefined) return;
      post.send({
        key: `${DOUBT}${seq}`,
        account,
        message: { to: message.to, text: say("service.in-doubt"), choices: [] },
        answers,
      });
    },

    /** Did not arrive and will not: staff are told in the topic. */
    failed({ key, seq, message }: Delivery, why: FailureReason): void {
      const toPerson = TO_PERSON.exec(key);
      if (toPerson?.[2] && (toPerson[1] === "staff" || why === "blocked")) {
        const text = say("staff.reply.failed", { why: say(`staff.reply.why.${why}`), text: message.text });
        toTopic(toPerson[2], text, seq);
      }
      const toDesk = TO_DESK.exec(key);
      if (toDesk?.[1] && message.attachment) toTopic(toDesk[1], say("staff.reply.failed-file"), seq);
    },

    /** What a member of staff wrote could not be done at all: they hear it where they wrote it. */
    notDone(topic: string | undefined, seq: number): void {
      const ticket = topic !== undefined && /^\d+$/.test(topic) ? stores.tickets.get(Number(topic)) : undefined;
      desk.post?.(ticket, `desk:${ticket?.number ?? "group"}:not-done:${seq}`, { text: say("staff.reply.not-done") });
    },

    /** All outreach on a number stands still until somebody of the staff opens it again. */
    outreachStopped({ account, at, why }: StoppedAccount): void {
      const { key, values } = stopRemark(why);
      const channel = account.startsWith("wa-") ? "whatsapp" : "telegram";
      desk.post?.(undefined, `desk:group:stopped:${account}:${at.getTime()}`, {
        text: say("service.outreach-stopped", { channel: say(`staff.channel.${channel}`), why: say(key, values) }),
      });
    },

    /** Something that staff must hear, on another channel than the one it is about. */
    alarm(channel: ChannelName, what: string): void {
      if (channel === "telegram") return;
      desk.post?.(undefined, `desk:group:alarm:${clock().getTime()}`, {
        text: say("service.alarm", { channel, what }),
      });
    },
  };
}
