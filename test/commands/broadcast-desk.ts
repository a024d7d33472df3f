import { Command, CommanderError } from "commander";
import { expect } from "vitest";
import type { Audience } from "../../src/broadcast/audience.ts";
import type { Broadcasts, CampaignStatus, Outcome, Preflight } from "../../src/broadcast/broadcasts.ts";
import { moved, type Campaign, type CampaignEvent, type Content } from "../../src/broadcast/campaign.ts";
import { addBroadcastCommand, type BroadcastTools } from "../../src/commands/broadcast.ts";
import type { Watching } from "../../src/commands/broadcast-watch.ts";
import { DocumentError } from "../../src/knowledge/document.ts";
import { INTENTS } from "../../src/lib/intent.ts";
import { DEFAULT_SETTINGS } from "../../src/settings/defaults.ts";
import type { SavedSegment, Settings } from "../../src/settings/settings.ts";

/** Noon of 24 November in Jakarta. */
export const NOW = new Date("2026-11-24T05:00:00Z");

const REGIONS = [
  { code: "32.04", name: "Kabupaten Bandung" },
  { code: "32.73", name: "Kota Bandung" },
  { code: "34.02", name: "Kabupaten Bantul" },
];

/** Keeps broadcasts in memory, guards their states, and remembers what it was told; the rest is set by the test. */
function fakeBroadcasts() {
  const campaigns = new Map<number, Campaign>();
  const said: unknown[][] = [];
  let card: Partial<Preflight> = {};
  let counts: Partial<CampaignStatus> = {};

  const change = (id: number, event: CampaignEvent, more: Partial<Campaign> = {}): Outcome => {
    const campaign = campaigns.get(id);
    if (!campaign) return { ok: false, problem: { key: "not-found", values: { id } } };
    const state = moved(campaign.state, event);
    if (!state) return { ok: false, problem: { key: "state", values: { state: campaign.state } } };
    const changed = { ...campaign, ...more, state };
    campaigns.set(id, changed);
    return { ok: true, campaign: changed };
  };

  const broadcasts: Broadcasts = {
    create(by, what) {
      said.push(["create", by.id, what]);
      if (by.role !== "lead") return { ok: false, problem: { key: "role" } };
      const campaign = draft({ ...what, id: campaigns.size + 1, createdBy: by.id });
      campaigns.set(campaign.id, campaign);
      return { ok: true, campaign };
    },
    edit(id, by, what) {
      said.push(["edit", id, by.id, what]);
      return change(id, "edit", what);
    },
    async preflight(id) {
      const campaign = campaigns.get(id);
      if (!campaign) return undefined;
      return {
        campaign,
        recipients: 120,
        byChannel: { telegram: 120 },
        skipped: {},
        samples: [],
        startsAt: NOW,
        problems: [],
        warnings: [],
        needsSecond: true,
        ...card,
      };
    },
    test(id, by, to) {
      said.push(["test", id, by.id, to]);
      const campaign = campaigns.get(id);
      return campaign ? { ok: true, campaign } : { ok: false, problem: { key: "not-found" } };
    },
    approve(id, by, recipients) {
      said.push(["approve", id, by.id, recipients]);
      return change(id, "approve", { approvedBy: by.id, approvedFor: recipients });
    },
    start(id, by, when = {}) {
      said.push(["start", id, by.id, when]);
      const { at, repeat } = when;
      return at || repeat
        ? change(id, "schedule", { startAt: at ?? new Date("2026-12-01T02:00:00Z"), ...(repeat && { repeat }) })
        : change(id, "start", { startedAt: NOW });
    },
    pause: (id, by) => change(id, "pause", { pause: { reason: "staff", by: by.id, at: NOW } }),
    resume: (id) => change(id, "resume"),
    cancel: (id) => change(id, "cancel"),
    reopen: (by) => {
      said.push(["reopen", by.id]);
      return by.role === "lead" ? { ok: true, accounts: ["wa-main"] } : { ok: false, problem: { key: "role" } };
    },
    get: (id) => campaigns.get(id),
    newest: (limit) => [...campaigns.values()].toReversed().slice(0, limit),
    status(id) {
      const campaign = campaigns.get(id);
      if (!campaign) return undefined;
      return { campaign, counts: countsOf({}), stopped: [], unknown: [], ...counts };
    },
    receipt: () => [],
  };
  return {
    broadcasts,
    campaigns,
    said,
    /** What the next cards and looks show besides. */
    shows(next: { card?: Partial<Preflight>; status?: Partial<CampaignStatus> }) {
      card = next.card ?? card;
      counts = next.status ?? counts;
    },
    add(campaign: Partial<Campaign> = {}) {
      const added = draft({ id: campaigns.size + 1, filled: true, ...campaign });
      campaigns.set(added.id, added);
      return added;
    },
  };
}

export function countsOf(byStatus: CampaignStatus["counts"]["byStatus"]): CampaignStatus["counts"] {
  const total = Object.values(byStatus).reduce((sum, count) => sum + count, 0);
  return { total, byStatus, skipped: {}, failed: {}, waiting: {}, answers: {} };
}

const CONTENT: Content = { texts: { id: "Halo {nama}", su: "Wilujeng {nama}" }, choices: ["Ya", "Tidak"] };
const AUDIENCE: Audience = {
  topic: "discount",
  channels: ["telegram"],
  include: [{ tags: ["pasar"] }],
  exclude: [{ roles: ["staff"] }],
};

function draft(more: Partial<Campaign>): Campaign {
  return {
    id: 1,
    kind: "broadcast",
    name: "Diskon Desember",
    content: CONTENT,
    audience: AUDIENCE,
    state: "draft",
    createdBy: "rina",
    createdAt: NOW,
    filled: false,
    ...Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined)),
  };
}

/** The commands on a fake core: what they printed, what they complained about, and how they ended. */
export function createDesk({ segments = [] }: { segments?: readonly SavedSegment[] } = {}) {
  const fake = fakeBroadcasts();
  let settings: Settings = {
    ...DEFAULT_SETTINGS,
    staff: [
      { id: "rina", name: "Rina", role: "lead", telegram: "123456789" },
      { id: "budi", name: "Budi", role: "agent", whatsapp: "6281234567890" },
    ],
    broadcast: { ...DEFAULT_SETTINGS.broadcast, segments },
  };
  const desk = { opened: 0, closed: 0, running: true, now: NOW, csv: ["kontak,status\n", "1,sent\n"] as string[] };

  const tools = (): BroadcastTools => ({
    broadcasts: fake.broadcasts,
    settings: {
      current: () => settings,
      change(edit) {
        const next = edit(settings);
        if (next.broadcast.segments.some(({ name }) => name === "buruk"))
          throw new DocumentError([
            { level: "error", file: "settings.json", where: "broadcast.segments[0].name", message: "is bad" },
          ]);
        settings = next;
      },
    },
    texts: {
      preflight: ({ recipients, problems }) => `*Kartu*: ${recipients} orang, ${problems.length} masalah`,
      progress: ({ campaign }) => `Siaran ${campaign.id}: *${campaign.state}*`,
      receipt: ({ campaign }) => `Tanda terima ${campaign.id}`,
      audience: ({ topic }) => `Untuk: ${topic}`,
      remark: ({ key, values = {} }) => `Ditolak: ${key} ${Object.values(values).join(" ")}`.trim(),
    },
    receiptCsv: () => desk.csv,
    regions: {
      find: (text) =>
        REGIONS.filter(({ code, name }) =>
          [code, name, name.replace(/^\w+ /, ""), name.replace("Kabupaten", "Kab.")].includes(text),
        ),
    },
    occupations: [
      { id: "ojol", label: "Pengemudi ojek online" },
      { id: "petani", label: "Petani" },
    ],
    tags: () => ["pasar", "Soreang"],
    intents: INTENTS,
    saveFile: async (path) => {
      if (path.includes("tidak-ada")) throw Object.assign(new Error("gone"), { code: "ENOENT" });
      return { path: "files/1.jpg", mimeType: "image/jpeg", kind: "image", fileName: "poster.jpg" };
    },
    addressOf: async (id) => {
      const [channel, chatId = ""] = id.split(":");
      if (chatId === "999999") return undefined;
      return { account: "tg-1", address: { channel: channel === "whatsapp" ? "whatsapp" : "telegram", chatId } };
    },
    timeZone: "Asia/Jakarta",
    clock: () => desk.now,
    isRunning: () => desk.running,
    close: () => void desk.closed++,
  });

  return {
    ...fake,
    desk,
    settings: () => settings,
    /** Runs `sapa broadcast …`. */
    async run(args: readonly string[], watching?: Watching) {
      let out = "";
      let complaint = "";
      process.exitCode = undefined;
      const sapa = new Command("sapa").exitOverride().configureOutput({ writeErr: (text) => (complaint += text) });
      addBroadcastCommand(
        sapa,
        async () => {
          desk.opened++;
          return tools();
        },
        (text) => (out += text),
        watching,
      );
      await sapa.parseAsync(["broadcast", ...args], { from: "user" }).catch((error: unknown) => {
        if (!(error instanceof CommanderError)) throw error;
        process.exitCode = error.exitCode;
      });
      expect(desk.closed, "what was opened is closed").toBe(desk.opened);
      const code = Number(process.exitCode ?? 0);
      process.exitCode = undefined;
      return { out, complaint, code };
    },
    /** What the core was told last. */
    last: () => fake.said.at(-1),
  };
}
