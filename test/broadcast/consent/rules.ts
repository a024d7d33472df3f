import type { Topic } from "../../../src/contacts/consent.ts";
import type { Chat, Mail, People } from "./people.ts";

/** A campaign as staff know it: what they did with it and what they were told. */
export type Plan = {
  topic: Topic;
  channels: readonly string[];
  state: "draft" | "approved" | "scheduled" | "running" | "paused" | "ended";
  startAt?: number | undefined;
};

/** What must hold when something is sent. */
export type Rules = {
  people: People;
  plans: ReadonlyMap<number, Plan>;
  /** Accounts on which everything was stopped, by their networks. */
  stopped: ReadonlySet<string>;
  recentDays: number;
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Hours ahead of UTC by the province; where the region is not known the office's clock holds, which is Jakarta's. */
const HOURS_AHEAD: Readonly<Record<string, number>> = { "32": 7, "73": 8, "81": 9 };

/** Why a message must not go to a chat at that moment; nothing when it may. */
export function wrongs(mail: Pick<Mail, "campaign" | "chat" | "at">, rules: Rules): string[] {
  const { campaign, chat, at } = mail;
  const plan = rules.plans.get(campaign);
  const person = rules.people.at(chat);
  const network = networkOf(chat);
  if (!plan) return [`campaign ${campaign} is not known`];
  if (!person) return ["nobody is known there"];
  const went = person.mail.filter(({ fate }) => fate !== "back" && fate !== "failed");
  const hour = (Math.floor(at / HOUR_MS) + (HOURS_AHEAD[person.region?.slice(0, 2) ?? ""] ?? 7)) % 24;
  const found: Record<string, boolean> = {
    "has not agreed": !rules.people.agrees(person, plan.topic),
    "never wrote": !person.wrote,
    "has blocked us": person.blocked.has(chat),
    "it is night there": hour >= 20 || hour < 8,
    "the campaign does not run": plan.state !== "running",
    "the account is stopped": rules.stopped.has(network),
    "another network was meant": !plan.channels.includes(network),
    "got it before": went.some((one) => one.campaign === campaign),
    "got something lately": went.some((one) => one.campaign !== campaign && at - one.at < rules.recentDays * DAY_MS),
  };
  return Object.keys(found).filter((wrong) => found[wrong]);
}

/** "whatsapp …" → "whatsapp". */
export function networkOf(chat: Chat): string {
  return chat.slice(0, chat.indexOf(" "));
}
