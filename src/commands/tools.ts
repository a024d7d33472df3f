import { randomInt } from "node:crypto";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { telegramAccount, WHATSAPP_ACCOUNT } from "../accounts.ts";
import { HOME } from "../app.ts";
import { createLeaderInvites } from "../broadcast/leaders/codes.ts";
import { chatIdOfPhone, phoneOfChatId } from "../channels/whatsapp/jid.ts";
import { ConfigError, type Config } from "../config.ts";
import { loadKnowledge, type CheckedStore } from "../knowledge/load.ts";
import { createSay } from "../knowledge/texts.ts";
import { systemClock } from "../lib/clock.ts";
import type { Address } from "../message.ts";
import { createForgetting } from "../staff/forgetting.ts";
import { openSettings } from "../settings/store.ts";
import { isInUse } from "../storage/sqlite/database.ts";
import { KEY_DAYS, openSqliteStores } from "../storage/sqlite/index.ts";
import { REMEMBERED_MS } from "../conversation.ts";
import type { Send } from "../handoff/ports.ts";
import { INTENTS } from "../lib/intent.ts";
import { silentLog } from "../lib/log.ts";
import { inDoubt } from "../office-desk.ts";
import { CampaignFileError, createOutreachFiles } from "../outreach-files.ts";
import { createOutreachWords } from "../outreach-words.ts";
import { createOutreach } from "../outreach.ts";
import type { BroadcastTools } from "./broadcast.ts";
import { contactWords } from "./contact-words.ts";
import type { ContactsTools } from "./contacts.ts";
import { CommandMistake } from "./mistake.ts";
import type { PrivacyTools } from "./privacy.ts";
import type { ReportTools } from "./report.ts";

/**
 * Opens what is kept for one short command, also beside the running program, and gives each command what it needs. Where
 * nothing is kept yet a folder was mistyped, or the command `begins`, and says so.
 */
export async function openTools(
  config: Config,
  checked: CheckedStore,
  { begins = false, tell = () => {} }: { begins?: boolean; tell?: (text: string) => void } = {},
): Promise<{ contacts: ContactsTools; privacy: PrivacyTools; report: ReportTools; broadcast: BroadcastTools }> {
  const folder = resolve(config.stateDir);
  if (!existsSync(join(folder, "sapa.db"))) {
    if (!begins)
      throw new ConfigError(`STATE_DIR: nothing is kept in ${folder} yet; start the program once, or import a list`);
    tell(`Nothing was kept in ${folder} yet; it begins with this.\n`);
  }
  const clock = systemClock;
  const { knowledge, texts } = await loadKnowledge(
    { data: join(HOME, "data"), locales: join(HOME, "locales") },
    checked,
  );
  const say = createSay(texts);
  const settings = openSettings({ path: join(folder, "settings.json"), onProblem: () => {} });
  const { office, retention } = settings.current();
  const timeZone = office.timeZone ?? config.timeZone;
  const stores = openSqliteStores({ folder, clock, shared: true });
  const words = contactWords(knowledge);
  const close = () => stores.close();

  const send: Send = (out) => void stores.outbox.add({ ...out, priority: "reply" }, clock());
  const forget = createForgetting({
    ...stores,
    shown: (key) => stores.outbox.beginning(key),
    inDoubtOf: (contactId) => inDoubt(stores, contactId),
    send,
    group:
      config.telegram && config.staffChat
        ? { account: accountOf("telegram", config), to: { channel: "telegram", chatId: config.staffChat } }
        : undefined,
  });

  /** Erases somebody; the running program says the last word to them and forgets their keys. */
  function erase(contactId: string): readonly number[] {
    return stores.atomically(() => {
      const contact = stores.contacts.get(contactId);
      const numbers = forget(contactId);
      // nobody hears from us who never wrote
      if (contact?.lastSeen) for (const address of oneOfEach(contact.addresses)) lastWord(address, contact.addresses);
      return numbers;
    });
  }

  function lastWord(to: Address, all: readonly Address[]): void {
    stores.outbox.add(
      {
        key: `erased:${to.channel}:${clock().getTime()}`,
        account: accountOf(to.channel, config),
        priority: "reply",
        message: {
          to: { channel: to.channel, chatId: to.chatId },
          text: say("privacy.erased"),
          choices: [],
          forgets: all.filter(({ channel }) => channel === to.channel).map(({ chatId }) => chatId),
        },
      },
      clock(),
    );
  }

  const own = () => settings.current().office.timeZone ?? config.timeZone;
  const accounts = {
    ...(config.telegram ? { telegram: accountOf("telegram", config) } : {}),
    ...(config.whatsapp ? { whatsapp: accountOf("whatsapp", config) } : {}),
  };
  const { broadcasts } = createOutreach({
    stores,
    kit: { knowledge, say },
    settings,
    accounts,
    send,
    timeZone,
    random: Math.random,
    clock,
    log: silentLog,
  });
  const told = createOutreachWords({ kit: { knowledge, say }, settings, timeZone: own });
  const files = createOutreachFiles({ folder: join(folder, "outreach") });

  return {
    broadcast: {
      broadcasts,
      settings,
      texts: told.texts,
      receiptCsv: (id) => told.csv(broadcasts.receipt(id)),
      regions: told.regions,
      occupations: told.occupations,
      tags: () => stores.interests.tags().map(({ tag }) => tag),
      intents: INTENTS,
      async saveFile(path) {
        try {
          return await files.saveFrom(path);
        } catch (error) {
          if (error instanceof CampaignFileError) throw new CommandMistake(`${path}: ${error.message}.`);
          throw error;
        }
      },
      async addressOf(id) {
        const [, channel, written = ""] = /^(whatsapp|telegram):(.+)$/s.exec(id.trim()) ?? [];
        const account = channel && accounts[channel as keyof typeof accounts];
        if (!account) return undefined;
        if (channel === "telegram")
          return /^\d+$/.test(written) ? { account, address: { channel, chatId: written } } : undefined;
        const { normalisePhone } = await import("../contacts/phone.ts");
        const phone = normalisePhone(written);
        return phone.ok
          ? { account, address: { channel: "whatsapp", chatId: chatIdOfPhone(phone.digits) } }
          : undefined;
      },
      timeZone,
      clock,
      isRunning: () => isInUse(join(folder, "sapa.db")),
      close,
    },
    contacts: {
      ...words,
      contacts: stores.contacts,
      consent: stores.consent,
      interests: stores.interests,
      leaderCode: () => createLeaderInvites({ leaders: stores.leaders, clock, random: randomInt }).make("command line"),
      atomically: (work) => stores.atomically(work),
      clock,
      timeZone,
      isInUse: () => isInUse(join(folder, "sapa.db")),
      whatsappChatId: chatIdOfPhone,
      whatsappDigits: phoneOfChatId,
      close,
    },
    report: {
      outcomes: stores.outcomes,
      tickets: stores.tickets,
      regionName: words.regionName,
      timeZone,
      close,
    },
    privacy: {
      counts: () => stores.privacyCounts(),
      keeping: {
        ...retention,
        unansweredDays: retention.messageDays,
        setAsideDays: retention.messageDays,
        sentDays: Math.min(KEY_DAYS, retention.messageDays),
        rememberedHours: REMEMBERED_MS / 3_600_000,
      },
      timeZone,
      find: ({ channel, id }) =>
        stores.contacts.find({ channel, chatId: channel === "whatsapp" ? chatIdOfPhone(id) : id }),
      stores: { ...stores, questionsOf: (id) => stores.unanswered.of(id) },
      erase(id) {
        const numbers = erase(id);
        stores.scrub();
        return numbers;
      },
      sweep() {
        const rows = stores.tidy(clock(), retention);
        stores.done.mark("sweep", clock());
        return rows;
      },
      close,
    },
  };
}

/** The account that the running program sends from on a channel. */
function accountOf(channel: Address["channel"], { telegram }: Config): string {
  return channel === "telegram" ? telegramAccount(telegram?.token ?? "") : WHATSAPP_ACCOUNT;
}

function oneOfEach(addresses: readonly Address[]): Address[] {
  return addresses.filter(({ channel }, index) => addresses.findIndex((other) => other.channel === channel) === index);
}
