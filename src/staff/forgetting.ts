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
 * Whether a message about a campaign ("siaran:5:…") may show something of a contact: a card names those whose messages
 * it holds ("siaran:5:preflight:<contacts>:…"), a receipt tells who may have got it or not.
 */
export function showsContact(key: string, contactId: string, inDoubt: readonly number[]): boolean {
  const [, campaign, what = "", shown = ""] = key.split(":");
  if (what === "preflight") return shown.split(",").includes(contactId);
  return what.startsWith("receipt") && inDoubt.includes(Number(campaign));
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
  inDoubtOf = () => [],
  send,
  group,
}: {
  contacts: Pick<ContactStore, "erase">;
  tickets: Pick<TicketStore, "of">;
  unanswered: Pick<UnansweredStore, "of">;
  shown: FindShown;
  /** Campaigns of which nobody knows whether the contact got them. */
  inDoubtOf?: (contactId: string) => number[];
  send: Send;
  /** The staff's group, where there is one. */
  group: { account: string; to: Address } | undefined;
}): (contactId: string) => number[] {
  return (contactId) => {
    const inDoubt = inDoubtOf(contactId);
    const theirs = new Set(unanswered.of(contactId).map(({ id }) => id));
    const seen = [
      ...(theirs.size > 0 ? shown("q:").filter(({ key }) => questionsIn(key).some((id) => theirs.has(id))) : []),
      ...tickets.of(contactId).flatMap(({ number }) => shown(`w:${number}:`)),
      ...shown("siaran:").filter(({ key }) => showsContact(key, contactId, inDoubt)),
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
