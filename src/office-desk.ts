import { randomInt } from "node:crypto";
import { createLeaderInvites } from "./broadcast/leaders/codes.ts";
import { intentLabels } from "./answers/next-steps.ts";
import type { Kit } from "./answers/answer.ts";
import { createHandoff } from "./handoff/handoff.ts";
import { momentText, type Hours } from "./handoff/office-hours.ts";
import type { Desk, Say, Send } from "./handoff/ports.ts";
import { createTeller, type InTheirLanguage } from "./handoff/teller.ts";
import { createWatch } from "./handoff/watch.ts";
import type { Voice } from "./knowledge/voices.ts";
import { dateText, dayOf, timeText } from "./lib/calendar.ts";
import type { Clock } from "./lib/clock.ts";
import type { Log } from "./lib/log.ts";
import type { SettingsStore } from "./settings/settings.ts";
import type { ChannelName } from "./message.ts";
import type { Names } from "./staff/card.ts";
import { createForgetting } from "./staff/forgetting.ts";
import { nameOf } from "./staff/members.ts";
import { createQuestions, type School } from "./staff/questions.ts";
import type { BroadcastDesk } from "./staff/broadcast/desk.ts";
import { lastMoment } from "./staff/weekly.ts";
import { createStaffOffice, type StaffOffice } from "./staff/office.ts";
import { createPost, createTelegramDesk, joinDesks, type Post } from "./staff/telegram-desk.ts";
import { createWhatsAppDesk } from "./staff/whatsapp-desk.ts";
import type { Stores } from "./storage/stores.ts";
import { NEW_CHAT, type Choice } from "./understanding/context.ts";

/** Where staff are reached, as far as there are accounts to do it with. */
export type DeskPlaces = {
  /** The Telegram account and its group for staff. */
  telegram?: { account: string; chatId: string };
  /** The WhatsApp account, and how a number becomes a chat id of it. */
  whatsapp?: { account: string; chatIdOfPhone: (digits: string) => string };
  /** The account that writes to people on each channel. */
  accounts?: Partial<Record<ChannelName, string>>;
};

/** What the place where staff write to many needs of the desk. */
export type DeskForBroadcast = {
  post: Post | undefined;
  postedId(key: string): string | undefined;
  moment(at: Date): string;
  timeZone(): string;
};

/** Under this name it is kept when the weekly list was last shown. */
const DIGEST = "questions";

/** Everything between people and staff: tickets, who owns a chat, the desk, and what runs by the clock. */
export type OfficeDesk = {
  handoff: ReturnType<typeof createHandoff>;
  desk: Desk;
  staff: StaffOffice;
  watch: ReturnType<typeof createWatch>;
  post: Post | undefined;
  names: Names;
  office: () => Hours;
  /** Erases somebody, and what staff were shown of them. Returns the numbers of their tickets. */
  forget(contactId: string): number[];
  /** What goes by the clock; to be called often. */
  tick(): void;
};

/** Joins handoff and staff on the stores. Without places nobody of the staff sees anything. */
export function createOfficeDesk({
  stores,
  kit,
  toPeople,
  speaking,
  settings,
  send,
  places,
  shown = false,
  timeZone,
  school,
  broadcast: openBroadcast,
  clock,
  log,
}: {
  stores: Stores;
  kit: Kit;
  /** Says what people read, in the language that their chat is in. */
  toPeople: Say;
  speaking: Voice["speaking"];
  settings: SettingsStore;
  send: Send;
  places: DeskPlaces;
  /** Behaves as if staff were there, for chats in a terminal. */
  shown?: boolean;
  timeZone: string;
  /** Where staff teach the program; undefined where they cannot. */
  school: School | undefined;
  /** Makes the place where staff write to many. */
  broadcast?: (desk: DeskForBroadcast) => BroadcastDesk;
  clock: Clock;
  log: Log;
}): OfficeDesk {
  const { say, knowledge } = kit;
  const { contacts, history, tickets, conversations, outbox } = stores;
  const office = (): Hours => {
    const { timeZone: zone = timeZone, hours, holidays } = settings.current().office;
    return { timeZone: zone, hours, holidays };
  };
  const names = namesOf(kit, office, clock);
  const staffName = (id: string) => nameOf(settings.current(), id);
  const post =
    places.telegram &&
    createPost({
      account: places.telegram.account,
      group: { channel: "telegram", chatId: places.telegram.chatId },
      contacts,
      send,
      names,
      say,
      clock,
    });
  const { whatsapp } = places;
  const desks: Desk[] = [
    ...(post
      ? [
          createTelegramDesk({
            post,
            contacts,
            history,
            names,
            say,
            sentId: (key) => outbox.find(key)?.platformId,
            staffed: () => settings.current().staff.some(({ telegram }) => telegram !== undefined),
            leads: () =>
              settings
                .current()
                .staff.filter(({ role }) => role === "lead")
                .map(({ name }) => name),
          }),
        ]
      : []),
    ...(whatsapp
      ? [
          createWhatsAppDesk({
            account: whatsapp.account,
            // who sits at the group reads there
            members: () =>
              settings
                .current()
                .staff.flatMap(({ whatsapp: number, ...member }) =>
                  number !== undefined && !(post && member.telegram !== undefined)
                    ? [{ ...member, whatsapp: number }]
                    : [],
                ),
            whatsappId: whatsapp.chatIdOfPhone,
            contacts,
            history,
            send,
            names,
            say,
            clock,
          }),
        ]
      : []),
  ];
  const desk: Desk = shown ? { ...joinDesks([]), available: () => true } : joinDesks(desks);
  const phone = String(knowledge.fact("KONTAK-01").value);
  const tell = createTeller({
    send,
    clock,
    offer(address, offers) {
      const memory = conversations.load(address) ?? NEW_CHAT;
      const choices = offers.map(({ label, act }): Choice => ({ label, act, intent: "menu" }));
      conversations.save(address, { ...memory, choices, asked: undefined });
    },
  });
  const inTheirLanguage: InTheirLanguage = ({ address }, work) =>
    speaking(conversations.load(address)?.language?.reply ?? "id", work);
  const handoff = createHandoff({
    tickets,
    history,
    desk,
    send,
    tell,
    say: toPeople,
    inTheirLanguage,
    phone,
    office,
    reopenDays: () => settings.current().desk.reopenDays,
    staffName,
    clock,
  });
  const watch = createWatch({
    tickets,
    handoff,
    desk,
    tell,
    say: toPeople,
    inTheirLanguage,
    phone,
    office,
    limits: () => settings.current().desk,
    staffName,
    clock,
  });
  const forget = createForgetting({
    contacts,
    tickets,
    unanswered: stores.unanswered,
    shown: (key) => outbox.beginning(key),
    inDoubtOf: (contactId) => inDoubt(stores, contactId),
    send,
    group: places.telegram && {
      account: places.telegram.account,
      to: { channel: "telegram", chatId: places.telegram.chatId },
    },
  });
  const questions =
    post && school
      ? createQuestions({
          unanswered: stores.unanswered,
          school,
          post,
          tell({ id, contactId }, text) {
            const to = contacts.get(contactId)?.addresses.find(({ reachable }) => reachable);
            const account = to && places.accounts?.[to.channel];
            if (to && account)
              send({
                key: `answered:${id}`,
                account,
                message: { to: { channel: to.channel, chatId: to.chatId }, text, choices: [] },
              });
          },
          subject: (intent) => names.subject(intent) ?? intent,
          isDue() {
            const now = clock();
            const last = stores.done.last(DIGEST);
            const due = last === undefined || last < lastMoment(now, settings.current().desk.digest, office().timeZone);
            if (due) stores.done.mark(DIGEST, now);
            // the first start only begins to count
            return due && last !== undefined;
          },
          say,
          clock,
          failed: (error) => log.error("teaching.failed", { error: error instanceof Error ? error.name : "error" }),
        })
      : undefined;
  const broadcast = openBroadcast?.({
    post,
    postedId: (key) => outbox.find(key)?.platformId,
    moment: names.moment,
    timeZone: () => office().timeZone,
  });
  const invites = createLeaderInvites({ leaders: stores.leaders, clock, random: randomInt });
  const staff = createStaffOffice({
    tickets,
    handoff,
    contacts,
    history,
    settings,
    office,
    send,
    findSent(key) {
      const sent = outbox.find(key);
      return (
        sent && {
          account: sent.account,
          to: sent.message.to,
          ...(sent.platformId === undefined ? {} : { platformId: sent.platformId }),
        }
      );
    },
    ticketOfSent(account, platformId) {
      const number = /^w:(\d+):/.exec(outbox.byPlatformId(account, platformId)?.key ?? "")?.[1];
      return number === undefined || number === "0" ? undefined : Number(number);
    },
    post,
    whatsappId: whatsapp?.chatIdOfPhone ?? ((digits) => digits),
    names,
    say,
    questions,
    broadcast,
    leaderCode({ id }) {
      const { code, expiresAt } = invites.make(id);
      return { code, until: names.moment(expiresAt) };
    },
    promptOf: (platformId) => places.telegram && outbox.byPlatformId(places.telegram.account, platformId)?.key,
    log,
  });
  return {
    handoff,
    desk,
    staff,
    watch,
    post,
    names,
    office,
    forget,
    tick() {
      questions?.weekly();
      broadcast?.tick();
    },
  };
}

/** Campaigns of which nobody knows whether a contact got them. */
export function inDoubt(stores: Pick<Stores, "outreachOf">, contactId: string): number[] {
  const { campaigns } = stores.outreachOf(contactId);
  return campaigns.flatMap(({ campaign, status }) => (status === "unknown" ? [campaign] : []));
}

function namesOf({ knowledge, say }: Kit, office: () => Hours, clock: Clock): Names {
  return {
    region: (code) => knowledge.regions.all.find((region) => region.code === code)?.name,
    occupation: (id) => knowledge.occupations.find((entry) => entry.id === id)?.label,
    subject: intentLabels(say),
    moment: (at) => momentText(at, office(), clock(), say),
    time(at) {
      const { timeZone } = office();
      const [day, today] = [dayOf(at, timeZone), dayOf(clock(), timeZone)];
      return `${day === today ? "" : `${dateText(day)} `}${timeText(at, timeZone)}`;
    },
  };
}
