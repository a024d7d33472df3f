import type { Clock } from "../lib/clock.ts";
import type { Address } from "../message.ts";
import type { Send } from "./ports.ts";
import type { Ticket } from "./ticket.ts";

/** What is offered to a person with a message; picking it comes back as an act of the chat. */
export type Offer = { label: string; act: "cancel-ticket" | "wait-staff" | "back-to-bot" | "rate-up" | "rate-down" };

/** Has something done while the texts are in the language of the person of a ticket, for what is said outside a reply. */
export type InTheirLanguage = <Result>(ticket: Pick<Ticket, "address">, work: () => Result) => Result;

/** Makes choices count that are offered outside a reply. */
export type MakeOffer = (address: Address, offers: readonly Offer[]) => void;

/** Says something to the person of a ticket, outside any reply of the bot; `what` names it in the outbox. */
export type Tell = (ticket: Ticket, what: string, text: string, offers?: readonly Offer[]) => void;

export function createTeller({ send, offer, clock }: { send: Send; offer: MakeOffer; clock: Clock }): Tell {
  let count = 0;
  return (ticket, what, text, offers = []) => {
    send({
      key: `told:${ticket.number}:${what}:${clock().getTime()}:${++count}`,
      account: ticket.account,
      message: {
        to: ticket.address,
        text: withOffers(text, offers),
        choices: offers.map(({ label }) => label),
      },
    });
    if (offers.length > 0) offer(ticket.address, offers);
  };
}

/** The text with its offers numbered below, as it is read where there are no buttons. */
export function withOffers(text: string, offers: readonly { label: string }[]): string {
  return [text, offers.map(({ label }, index) => `${index + 1}. ${label}`).join("\n")].filter(Boolean).join("\n\n");
}
