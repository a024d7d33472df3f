import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReceiptRow } from "../../src/broadcast/broadcasts.ts";
import { TOPICS } from "../../src/contacts/consent.ts";
import { setConsent } from "../../src/contacts/consents.ts";
import { silentLog } from "../../src/lib/log.ts";
import { createOutreach } from "../../src/outreach.ts";
import { openSettings } from "../../src/settings/store.ts";
import { openSqliteStores } from "../../src/storage/sqlite/index.ts";
import { testApp } from "./app.ts";
import { BUDI, RINA } from "./outreach.ts";
import { until } from "./wait.ts";

/** Which campaign a text that arrived is of. */
export const campaignOf = (text: string): number => Number(/Kabar ke-(\d+)/.exec(text)?.[1]);

/** Faster than its network takes them. */
const WHATSAPP_PACE = { perMinute: 6_000, perHour: 100_000, perDay: 1_000_000, since: "2020-01-01" };

/** A state folder with people and campaigns, for a program that is started on it, killed, and started again. */
export async function openCampaignFolder({
  channel,
  account,
  perSecond = 30,
}: {
  channel: "telegram" | "whatsapp";
  account: string;
  /** Of a Telegram bot. */
  perSecond?: number;
}) {
  const { kit } = await testApp();
  const folder = mkdtempSync(join(tmpdir(), "sapa-crash-"));
  const path = join(folder, "settings.json");
  const clock = () => new Date();
  setPace(perSecond);
  /** By the chat of each person who agreed. */
  const contactIds = new Map<string, string>();

  function setPace(telegramPerSecond: number): void {
    const pace = { telegramPerSecond, whatsapp: WHATSAPP_PACE };
    const broadcast = { recentDays: 0, quiet: { from: "00:00", to: "00:00" }, pace };
    // whole or not at all: the program may read it just now
    writeFileSync(`${path}.new`, JSON.stringify({ staff: [RINA, BUDI], broadcast }));
    renameSync(`${path}.new`, path);
  }

  /** Does something with what is kept, while the program does not run. */
  function look<T>(work: (of: ReturnType<typeof open>) => T): T {
    const opened = open(false);
    try {
      return work(opened);
    } finally {
      opened.stores.close();
    }
  }

  /** Waits beside the running program until what is kept looks like that. */
  async function wait(seen: (of: ReturnType<typeof open>) => boolean, what: string, ms: number): Promise<void> {
    const opened = open(true);
    try {
      await until(() => seen(opened), what, ms);
    } finally {
      opened.stores.close();
    }
  }

  function open(shared: boolean) {
    const stores = openSqliteStores({ folder, clock, shared });
    const { broadcasts } = createOutreach({
      stores,
      kit,
      settings: openSettings({ path, onProblem: (problem) => void Promise.reject(problem) }),
      accounts: { [channel]: account },
      send: () => {},
      timeZone: "Asia/Jakarta",
      random: Math.random,
      clock,
      log: silentLog,
    });
    return { stores, broadcasts };
  }

  return {
    folder,
    look,
    wait,
    contactIds,
    /** How many messages a second the Telegram bot may send, from now on. */
    setPace,

    /** People who wrote to us and agreed, and others who did not: they make it take a while to look at everybody. */
    people(chats: readonly string[], others: readonly string[] = []): void {
      look(({ stores: { contacts, consent, atomically } }) =>
        atomically(() => {
          for (const chatId of others) contacts.idOf({ channel, chatId });
          for (const chatId of chats) {
            const address = { channel, chatId };
            const id = contacts.idOf(address);
            contacts.seen(id, clock(), address);
            setConsent(consent, id, TOPICS, { at: clock(), channel, wording: "ya", source: "person" });
            contactIds.set(chatId, id);
          }
        }),
      );
    },

    /** One more campaign for everybody who agreed. It runs from the next start of the program on. */
    begin(): number {
      return look(({ stores, broadcasts }) => {
        const number = (stores.campaigns.newest(1)[0]?.id ?? 0) + 1;
        const content = { texts: { id: `Kabar ke-${number} untuk Bapak dan Ibu.` } };
        const audience = { topic: "registration", include: [], exclude: [] } as const;
        const made = broadcasts.create(BUDI, { content, audience });
        if (!made.ok) throw new Error(made.problem.key);
        const { id } = made.campaign;
        for (const done of [broadcasts.approve(id, RINA, contactIds.size), broadcasts.start(id, BUDI)])
          if (!done.ok) throw new Error(done.problem.key);
        return id;
      });
    },

    /** The ledger of a campaign by chats. */
    ledger(id: number): Map<string, ReceiptRow> {
      const rows = look(({ broadcasts }) => [...broadcasts.receipt(id)]);
      const byContact = new Map(rows.map((row) => [row.contactId, row]));
      const byChat = new Map<string, ReceiptRow>();
      for (const [chatId, contactId] of contactIds) {
        const row = byContact.get(contactId);
        if (row) byChat.set(chatId, row);
      }
      if (byChat.size !== rows.length) throw new Error(`campaign ${id} has rows of others`);
      return byChat;
    },

    close: () => rmSync(folder, { recursive: true }),
  };
}

export type CampaignFolder = Awaited<ReturnType<typeof openCampaignFolder>>;
