import type { UnansweredStore } from "../analytics/unanswered.ts";
import type { ContactStore } from "../contacts/contact.ts";
import type { Send } from "../handoff/ports.ts";
import type { TicketStore } from "../handoff/ticket.ts";
import type { Address } from "../message.ts";

/** What went out to staff about somebody, by the beginning of its key. */
export type FindShown = (
  keyBegins: string,
) => readonly { seq: number; key: string; account: string; platformId?: string; message: { to: Address } }[];

/** The ids of the questions that a list for staff shows; its key begins with "q:" and them. */
export function questionsIn(key: string): number[] {
  return (key.split(":")[1] ?? "").split(",").map(Number);
}

/**
 * Makes what erases a person everywhere: out of the store, and out of sight of staff. Topics of their tickets go, what
 * staff were shown on their own phones and in lists of questions is taken back. Returns the numbers of their tickets.
 */
export function createForgetting({
  contacts,
  tickets,
  unanswered,
  shown,
  send,
  group,
}: {
  contacts: Pick<ContactStore, "erase">;
  tickets: Pick<TicketStore, "of">;
  unanswered: Pick<UnansweredStore, "of">;
  shown: FindShown;
  send: Send;
  /** The staff's group, where there is one. */
  group: { account: string; to: Address } | undefined;
}): (contactId: string) => number[] {
  return (contactId) => {
    const theirs = new Set(unanswered.of(contactId).map(({ id }) => id));
    const seen = [
      ...(theirs.size > 0 ? shown("q:").filter(({ key }) => questionsIn(key).some((id) => theirs.has(id))) : []),
      ...tickets.of(contactId).flatMap(({ number }) => shown(`w:${number}:`)),
    ];
    const numbers = contacts.erase(contactId);
    for (const { seq, account, platformId: id, message } of seen)
      if (id !== undefined)
        send({
          key: `unsay:${seq}`,
          account,
          message: { to: message.to, text: "", choices: [], act: { type: "delete", id } },
          ...(group && message.to.chatId === group.to.chatId ? { lane: "topic:" } : {}),
        });
    if (group)
      for (const number of numbers)
        send({
          key: `desk:${number}:erased`,
          account: group.account,
          lane: `topic:${number}`,
          message: {
            to: group.to,
            text: "",
            choices: [],
            topic: { key: String(number), title: `#${number}` },
            act: { type: "delete-topic" },
          },
        });
    return numbers;
  };
}
