import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { Audience, NamedSegment } from "../../../src/broadcast/audience.ts";
import { createSay } from "../../../src/knowledge/texts.ts";
import { silentLog } from "../../../src/lib/log.ts";
import type { Attachment, Button, OutboundMessage } from "../../../src/message.ts";
import { DEFAULT_SETTINGS } from "../../../src/settings/defaults.ts";
import type { Settings, StaffMember } from "../../../src/settings/settings.ts";
import { createBroadcastDesk } from "../../../src/staff/broadcast/desk.ts";
import type { ComposeAct, DeskTexts, Place } from "../../../src/staff/broadcast/words.ts";
import { parseCommand } from "../../../src/staff/commands.ts";
import { SHIPPED } from "../../support/knowledge.ts";
import { createFakeBroadcasts } from "./fake-broadcasts.ts";

export const RINA: StaffMember = { id: "rina", name: "Rina", role: "lead", telegram: "101" };
export const BUDI: StaffMember = { id: "budi", name: "Budi", role: "agent", telegram: "102" };
/** Has no Telegram. */
export const WATI: StaffMember = { id: "wati", name: "Wati", role: "agent", whatsapp: "6281200000000" };

const LOCALE = join(SHIPPED.locales, "id");
export const say = createSay(
  Object.fromEntries(
    readdirSync(LOCALE).map((file) => [
      file.replace(".json", ""),
      JSON.parse(readFileSync(join(LOCALE, file), "utf8")),
    ]),
  ),
);

const PLACES: readonly Place[] = [
  { code: "32", name: "Jawa Barat" },
  { code: "32.04", name: "Kabupaten Bandung" },
  { code: "32.73", name: "Kota Bandung" },
  { code: "32.04.37", name: "Soreang", within: "Kabupaten Bandung" },
];

const OCCUPATIONS = [
  { id: "petani", label: "petani" },
  { id: "petani-padi", label: "petani padi" },
  { id: "petani-kopi", label: "petani kopi" },
  { id: "ojol", label: "ojol" },
];

/** A message in the group, as it looks now. */
export type Shown = {
  id: string;
  key: string;
  text: string;
  buttons: readonly (readonly Button[])[];
  file?: string;
  edits: number;
};

/** Wednesday, 25 November 2026, 10.00 in Jakarta. */
export const NOW = new Date("2026-11-25T03:00:00Z");

/** A group with the desk in it, over broadcasts in memory. */
export function openScene({
  secondPersonAbove = 50,
  group = true,
}: { secondPersonAbove?: number; group?: boolean } = {}) {
  let now = NOW;
  const clock = () => now;
  let settings: Settings = {
    ...structuredClone(DEFAULT_SETTINGS),
    staff: [RINA, BUDI, WATI],
  };
  const fake = createFakeBroadcasts({ clock, secondPersonAbove });
  const messages: Shown[] = [];
  const keys = new Map<string, string>();
  const marks = new Map<string, Date>();
  /** What was posted or changed since the last look. */
  let fresh: string[] = [];
  let later: (() => void) | undefined;
  let receiptBreaks = false;
  let acts = 0;

  function show(key: string, { text = "", buttons = [], picture, act }: Partial<OutboundMessage>): void {
    if (keys.has(key)) return; // the outbox queues a key once
    for (const { data } of buttons.flat())
      if (Buffer.byteLength(data) > 64) throw new Error(`${data} is too long for a button`);
    if (buttons.length > 8 || buttons.some((row) => row.length > 2)) throw new Error(`too many buttons under ${text}`);
    fresh.push(text);
    if (act?.type === "edit") {
      const message = messages.find(({ id }) => id === act.id);
      if (!message) throw new Error(`no message ${act.id}`);
      keys.set(key, "");
      Object.assign(message, { text, buttons, edits: message.edits + 1 });
      return;
    }
    const id = String(1000 + messages.length);
    keys.set(key, id);
    messages.push({ id, key, text, buttons, edits: 0, ...(picture ? { file: picture.fileName ?? "" } : {}) });
  }

  const open = () =>
    createBroadcastDesk({
      broadcasts: fake.broadcasts,
      post: group ? (_ticket, what, more) => show(what, more) : undefined,
      postedId: (key) => keys.get(key) || undefined,
      settings: {
        current: () => settings,
        change: (edit) => {
          settings = edit(settings);
        },
      },
      texts: TEXTS,
      regions: {
        find: (text) => PLACES.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase())),
      },
      occupations: OCCUPATIONS,
      tags: () => ["posko-soreang"],
      testAccount: () => "tg-1",
      saveFile: async ({ source, kind }) => {
        if (source.ref === "gone") throw new Error("gone");
        return { path: "/state/files/1", mimeType: "image/jpeg", kind: kind === "document" ? "document" : "image" };
      },
      saveReceipt(id) {
        if (receiptBreaks) throw new Error("disk full");
        return { path: `/state/siaran-${id}.csv`, mimeType: "text/csv", fileName: `siaran-${id}.csv` };
      },
      timeZone: () => "Asia/Jakarta",
      moment: (at) => at.toISOString().slice(0, 16),
      later(_ms, work) {
        later = work;
        return () => {
          later = undefined;
        };
      },
      done: { last: (what) => marks.get(what), mark: (what, at) => void marks.set(what, at) },
      say,
      clock,
      log: silentLog,
    });
  let desk = open();

  function actOf(member: StaffMember, more: Partial<ComposeAct>): ComposeAct {
    const id = String(++acts);
    return {
      member,
      ticket: undefined,
      id,
      text: "",
      back: (text, buttons) =>
        show(`desk:group:back:${id}:${fresh.length}:${acts}`, { text, ...(buttons ? { buttons } : {}) }),
      ...more,
    };
  }

  return {
    fake,
    messages,
    settings: () => settings,
    /** Somebody writes in the group; `below` is a message of ours that they answer. */
    async writes(
      member: StaffMember,
      text: string,
      more: Partial<ComposeAct> & { below?: RegExp } = {},
    ): Promise<boolean> {
      const { below, ...rest } = more;
      const answered = below && messages.findLast((message) => below.test(message.text));
      if (below && !answered) throw new Error(`nothing in the group reads ${below}`);
      const act = actOf(member, {
        text,
        ...(answered ? { quotedId: answered.id, quoted: answered.text } : {}),
        ...rest,
      });
      let taken = answered !== undefined && desk.wrote(answered.key, act);
      const command = parseCommand(text);
      if (!taken && command) {
        taken = true;
        if (command.name === "siaran") desk.command(act, command.rest);
        else desk.command(act, `${command.name} ${command.rest}`.trim());
      }
      await settled();
      return taken;
    },
    /** Somebody presses the newest button of that label. */
    async presses(member: StaffMember, label: string): Promise<void> {
      const message = messages.findLast(({ buttons }) => buttons.flat().some((button) => button.label.includes(label)));
      const button = message?.buttons.flat().find((one) => one.label.includes(label));
      if (!message || !button) throw new Error(`no button ${label}; there are ${labels(messages).join(", ")}`);
      if (!desk.pressed(button.data, actOf(member, { text: button.label, quotedId: message.id })))
        throw new Error(`${button.data} is not ours`);
      await settled();
    },
    async pressesOld(member: StaffMember, data: string, quotedId?: string): Promise<boolean> {
      const taken = desk.pressed(data, actOf(member, quotedId === undefined ? {} : { quotedId }));
      await settled();
      return taken;
    },
    async ticks(): Promise<void> {
      desk.tick();
      await settled();
    },
    waitsLong: () => later?.(),
    skip(ms: number) {
      now = new Date(now.getTime() + ms);
    },
    restart() {
      now = new Date(now.getTime() + 1_000);
      desk = open();
    },
    breakReceipts() {
      receiptBreaks = true;
    },
    /** What was posted or changed since the last time, oldest first. */
    seen(): string[] {
      const seen = fresh;
      fresh = [];
      return seen;
    },
    last: () => messages.at(-1),
  };
}

export type Scene = ReturnType<typeof openScene>;

export function attachment(kind: Attachment["kind"], ref = "1"): Attachment {
  return { kind, source: { channel: "telegram", ref } };
}

function labels(messages: readonly Shown[]): string[] {
  return messages.flatMap(({ buttons }) => buttons.flat().map(({ label }) => label));
}

/** Promises of the desk have run. */
async function settled(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

/** Texts as short as a test needs them. */
const TEXTS: DeskTexts = {
  preflight: ({ campaign, recipients, problems }) =>
    [`Kartu siaran ${campaign.id}: ${recipients} penerima`, ...problems.map(({ key }) => key)].join("\n"),
  progress: ({ campaign, counts }) =>
    `Siaran ${campaign.id} ${campaign.state}: ${counts.byStatus.sent ?? 0} dari ${counts.total} terkirim`,
  receipt: ({ campaign, counts }) =>
    `Tanda terima siaran ${campaign.id}: ${counts.byStatus.sent ?? 0} terkirim, ${campaign.state}`,
  audience: audienceWords,
  remark: ({ key, values }) => [key, ...Object.values(values ?? {})].join(" "),
};

function audienceWords({ topic, channels, include, exclude }: Audience): string {
  const words = (segment: NamedSegment) =>
    Object.entries(segment)
      .map(([key, value]) => `${key} ${typeof value === "object" ? JSON.stringify(value) : value}`)
      .join(" & ");
  return [
    `topik ${topic}${channels ? ` lewat ${channels.join()}` : ""}`,
    `kepada: ${include.map(words).join(" ATAU ") || "semua"}`,
    ...(exclude.length > 0 ? [`kecuali: ${exclude.map(words).join(" DAN ")}`] : []),
  ].join("; ");
}
