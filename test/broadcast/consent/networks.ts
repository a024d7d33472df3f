import type { SendResult } from "../../../src/channels/channel.ts";
import type { Address, ChannelName } from "../../../src/message.ts";
import type { OutreachWorld } from "../../support/outreach.ts";
import type { Chat, Mail, People } from "./people.ts";
import { networkOf, wrongs, type Plan } from "./rules.ts";
import type { Fate } from "./steps.ts";

export type Network = "telegram" | "whatsapp";
export const NETWORKS = ["telegram", "whatsapp"] as const;
export const ACCOUNTS = { telegram: "tg-1", whatsapp: "wa-main" } as const;

/** How long "not now" means, and tries of one message that are never given up for it. */
export const BACK_MS = 3_600_000;
const MOST_BACK = 3;

/** So many messages in a row without an answer stop an account. */
const MISSING_ACKS = 3;

export function addressOf(chat: Chat): Address {
  return { channel: networkOf(chat) as ChannelName, chatId: chat.slice(chat.indexOf(" ") + 1) };
}

/** Marks a text as one of a campaign. No figure: those are looked up in all that is known, which takes its time. */
export const markOf = (campaign: number): string => `#${"i".repeat(campaign)}#`;

/** Two networks that look at every message as it comes, and answer when they are told to. */
export function createNetworks({
  world,
  people,
  plans,
  recentDays,
  problems,
}: {
  world: OutreachWorld;
  people: People;
  plans: ReadonlyMap<number, Plan>;
  recentDays: number;
  /** What went wrong is told here. */
  problems: string[];
}) {
  const { stores } = world;
  const mail: Mail[] = [];
  const platformIds = new Map<Mail, string>();
  const underWay = new Map<Network, { one: Mail; answer(result: SendResult): void }>();
  /** Networks on which everything was stopped, as far as that can be told from here. */
  const stopped = new Set<Network>();
  const unanswered = { telegram: 0, whatsapp: 0 };
  const reopenedAt = { telegram: 0, whatsapp: 0 };
  /** How many messages a network does not answer from now on. */
  const silent = { telegram: 0, whatsapp: 0 };

  world.setFate(({ to, text }) => {
    const network = to.channel as Network;
    const chat = `${network} ${to.chatId}`;
    const at = world.clock().getTime();
    const one: Mail = { campaign: /#(i+)#/.exec(text)?.[1]?.length ?? 0, chat, at, fate: "under way" };
    for (const wrong of wrongs(one, { people, plans, stopped, recentDays }))
      problems.push(`campaign ${one.campaign} to ${chat}: ${wrong}`);
    if (underWay.has(network)) problems.push(`two at once on ${network}`);
    mail.push(one);
    people.at(chat)?.mail.push(one);
    return new Promise((answer) => underWay.set(network, { one, answer }));
  });

  function resultOf(fate: Fate, { campaign, chat }: Mail): SendResult {
    const tries = mail.filter((other) => other.campaign === campaign && other.chat === chat).length;
    const wholeAccount = fate === "back-all" || tries > MOST_BACK;
    switch (fate) {
      case "sent":
        return { ok: true, platformId: `id-${mail.length}` };
      case "back":
      case "back-all":
        return { ok: false, reason: "retry", retryAfterMs: BACK_MS, wholeAccount, detail: "429" };
      default:
        return { ok: false, reason: fate, detail: "refused" };
    }
  }

  return {
    mail,
    isBusy: () => underWay.size > 0,

    /** The network says what became of the message that is under way, or the other one does. */
    answer(asked: Network, said: Fate): void {
      const network = underWay.has(asked) ? asked : NETWORKS.find((other) => underWay.has(other));
      const pending = network && underWay.get(network);
      if (!pending) return;
      underWay.delete(network);
      const fate = silent[network]-- > 0 ? "unknown" : said;
      const { one } = pending;
      const result = resultOf(fate, one);
      one.fate = fate === "sent" || fate === "unknown" ? fate : fate.startsWith("back") ? "back" : "failed";
      if (result.ok) platformIds.set(one, result.platformId ?? "");
      if (fate === "blocked") people.at(one.chat)?.blocked.add(one.chat);
      if (fate === "unknown" && one.at > reopenedAt[network]) unanswered[network] += 1;
      else if (one.fate !== "back") unanswered[network] = 0;
      if (fate === "restricted" || unanswered[network] >= MISSING_ACKS) stopped.add(network);
      pending.answer(result);
    },

    fallSilent: (network: Network) => void (silent[network] = MISSING_ACKS),
    speakAgain: () => NETWORKS.forEach((network) => (silent[network] = 0)),

    /** WhatsApp may refuse a message long after it took it. */
    refuseLate(network: Network): void {
      const one = mail.findLast(({ chat, fate }) => networkOf(chat) === network && fate === "sent");
      const platformId = one && platformIds.get(one);
      if (!one || platformId === undefined) return;
      if (!one.forgotten) one.fate = "failed";
      stopped.add(network);
      stores.atomically(() => {
        stores.outbox.receipt(ACCOUNTS[network], platformId, "failed", world.clock());
        world.engine.refused(ACCOUNTS[network], "463");
      });
    },

    /** The program dies: nobody hears any more what became of what was under way. */
    crash(): void {
      for (const { one } of underWay.values()) one.fate = "unknown";
      underWay.clear();
      world.crash();
    },

    /** Staff may have opened accounts again: what they did not answer counts from now. */
    lookAtAccounts(): void {
      for (const network of NETWORKS) {
        if (stores.stops.stoppedAccount(ACCOUNTS[network])) continue;
        const at = stores.stops.reopenedAt(ACCOUNTS[network])?.getTime() ?? 0;
        if (at !== reopenedAt[network]) unanswered[network] = 0;
        reopenedAt[network] = at;
        stopped.delete(network);
      }
    },
  };
}

export type Networks = ReturnType<typeof createNetworks>;
