import type { Channel } from "../../channels/channel.ts";
import type { Links } from "../ledger.ts";

/** Gives a text of locales/, with its places filled in. */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** What a chat begins with that a leader's WhatsApp link opens: the person only has to send it. */
export function inviteText(code: string, say: Say): string {
  return `${say("leader.invite.opening")} ${say("leader.invite.mark", { code })}`;
}

/** https://core.telegram.org/bots/features#deep-linking */
export function telegramLink(username: string, code: string): string {
  return `https://t.me/${username}?start=${encodeURIComponent(code)}`;
}

/**
 * `digits`: the number with country code; `text`: what the chat begins with for a code.
 * "How to use click to chat" on https://faq.whatsapp.com
 */
export function whatsappLink(digits: string, code: string, text: (code: string) => string): string {
  // brackets too: at the end of a link they are taken for the sentence around it
  const written = encodeURIComponent(text(code)).replace(/[()]/g, (bracket) => (bracket === "(" ? "%28" : "%29"));
  return `https://wa.me/${digits}?text=${written}`;
}

/** The links that the channels can give now; a channel whose account is not known yet has none. */
export function linksOf(channels: Iterable<Pick<Channel, "name" | "invite">>): Links {
  const links: Links = {};
  for (const { name, invite } of channels)
    if (invite && invite(ANY_CODE) !== undefined) links[name] = (code) => invite(code) ?? "";
  return links;
}

/** Only asks whether there are links. */
const ANY_CODE = "CDFGHJ";
