import { discountEnds, reminderTexts } from "../../../src/answers/reminder.ts";
import { createEngine, type Kinds } from "../../../src/broadcast/engine.ts";
import { reminderKinds } from "../../../src/broadcast/reminders/kinds.ts";
import { createReminded } from "../../../src/broadcast/reminders/reminded.ts";
import { createReminderWork } from "../../../src/broadcast/reminders/work.ts";
import type { AskedLanguage } from "../../../src/contacts/contact.ts";
import { loadKnowledge, readTranslation } from "../../../src/knowledge/load.ts";
import { createVoice } from "../../../src/knowledge/voices.ts";
import { silentLog } from "../../../src/lib/log.ts";
import { createReminderActs } from "../../../src/router/reminders.ts";
import { DEFAULT_SETTINGS } from "../../../src/settings/defaults.ts";
import { openMemoryStores } from "../../../src/storage/sqlite/index.ts";
import { SHIPPED } from "../../support/knowledge.ts";

const { knowledge, texts } = await loadKnowledge(SHIPPED);
const { say } = createVoice(texts, (language) => readTranslation(SHIPPED.locales, language));
export const kit = { knowledge, say };

export type Got = { at: string; who: string; text: string };

/** People who write to the program and get its reminders, on the real stores and the real engine, by a clock of ours. */
export function reminderTown(start: string) {
  let now = new Date(start);
  const clock = () => now;
  const stores = openMemoryStores({ clock });
  const { contacts, campaigns, ledger, reminders, outbox } = stores;
  const zone = () => "WIB" as const;
  const accounts = { telegram: "telegram", whatsapp: "whatsapp" };
  const ends = discountEnds(kit);
  const own = reminderTexts(kit);
  const names = new Map<string, string>();
  const got: Got[] = [];

  const unused = () => ({ skip: "no-consent" }) as const;
  const kinds: Kinds = {
    broadcast: unused,
    "leader-report": unused,
    ...reminderKinds({ reminders, texts: own, zone, discountEnds: ends }),
  };

  /** Everything that a restart makes anew. */
  const boot = () => ({
    engine: createEngine({
      ...stores,
      kinds,
      settings: () => DEFAULT_SETTINGS.broadcast,
      channelOf: (account) => (account === "whatsapp" ? "whatsapp" : "telegram"),
      since: () => new Date("2026-01-01T00:00:00Z"),
      zone,
      onStop: () => {},
      random: () => 0.5,
      clock,
      log: silentLog,
    }),
    work: createReminderWork({
      ...stores,
      accounts,
      zone,
      discountEnds: ends,
      nameOf: own.campaignName,
      clock,
      log: silentLog,
    }),
  });
  let running = boot();

  const acts = createReminderActs({
    reminders,
    contacts,
    kit,
    zone,
    wasReminded: createReminded(stores).inMonth,
    clock,
  });

  /** What the running program does at one moment; with its work done as far as it goes, or one piece of it. */
  function step({ onePiece = false } = {}): void {
    for (let more = true; more;) more = stores.atomically(() => running.work.tick()) && !onePiece;
    for (const account of Object.values(accounts))
      for (;;) {
        const next = stores.atomically(() => running.engine.next(account, now));
        if (!next || !("row" in next)) break;
        const { row } = next;
        stores.atomically(() => {
          outbox.settle(row.seq, "sent", now);
          running.engine.settled(row, { ok: true }, now);
        });
        const who = names.get(row.message.to.chatId) ?? row.message.to.chatId;
        got.push({ at: local(now), who, text: row.message.text });
      }
  }

  return {
    stores,
    acts,
    got,
    step,
    restart: () => void (running = boot()),
    /** Somebody who writes for the first time. */
    person(
      name: string,
      more: {
        region?: string;
        occupation?: string;
        replyLanguage?: AskedLanguage;
        channel?: "telegram" | "whatsapp" | "terminal";
      } = {},
    ) {
      const { channel = "telegram", ...details } = more;
      const from = { channel, chatId: `chat-${name}` };
      names.set(from.chatId, name);
      const contactId = contacts.idOf(from);
      contacts.learn(contactId, { name, ...details });
      contacts.seen(contactId, now, from);
      const says = (text: string) =>
        stores.atomically(() => acts.act({ contactId, text, from, today: local(now).slice(0, 10) }))?.text;
      return { contactId, from, says };
    },
    /** Lets time go by until then, with the program running; `off`: without. */
    until(then: string, { off = false, everyMinutes = 30 }: { off?: boolean; everyMinutes?: number } = {}) {
      const end = new Date(then);
      const pause = off ? Number.POSITIVE_INFINITY : everyMinutes * 60_000;
      while (now < end) {
        if (!off) step();
        now = new Date(Math.min(end.getTime(), now.getTime() + pause));
      }
      now = end;
      if (!off) step();
    },
    states: () =>
      campaigns
        .inState("draft", "approved", "scheduled", "running", "paused", "done", "cancelled")
        .map(({ period, kind, state }) => `${kind} ${period} ${state}`),
    counts: (period: string) => ledger.counts(campaigns.ofPeriod("pay-reminder", period)?.id ?? 0),
  };
}

/** An instant by the clock of Jakarta: "2026-12-10 09:00". */
function local(at: Date): string {
  return new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
}
