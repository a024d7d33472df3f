import { expect, it } from "vitest";
import type { Campaign, CampaignNote, CampaignState } from "../../src/broadcast/campaign.ts";
import { describeStores } from "./forms.ts";

const AT = new Date("2026-11-24T05:00:00.123Z");

const DRAFT: Omit<Campaign, "id"> = {
  kind: "broadcast",
  name: "diskon berakhir",
  content: { texts: { id: "Halo {nama|Bapak/Ibu}, diskon berakhir 31 Desember." } },
  audience: { topic: "discount", include: [], exclude: [] },
  state: "draft",
  createdBy: "siti",
  createdAt: AT,
  filled: false,
};

const WHOLE: Omit<Campaign, "id"> = {
  kind: "pay-reminder",
  name: 'Soreang 🙏 "hari daftar"; drop table campaign',
  content: {
    texts: { id: "Halo", su: "Wilujeng" },
    file: { path: "files/poster.png", mimeType: "image/png", kind: "image", fileName: "poster.png" },
    choices: ["Datang", "Tidak"],
  },
  audience: {
    topic: "registration",
    channels: ["whatsapp"],
    include: [{ name: "Bandung", regions: ["32.04"], askedAbout: { intents: ["claim"], withinDays: 30 } }],
    exclude: [{ tags: ["pegawai"], seenWithinDays: 3 }],
  },
  state: "paused",
  createdBy: "siti",
  createdAt: AT,
  approvedBy: "budi",
  approvedFor: 812,
  startAt: new Date("2026-12-01T01:00:00Z"),
  repeat: { cron: "0 9 1 * *", timeZone: "Asia/Jakarta" },
  repeats: 1,
  startedAt: new Date("2026-12-01T01:00:01Z"),
  endedAt: new Date("2026-12-02T01:00:01.999Z"),
  pause: { reason: "breaker", by: "program", at: new Date("2026-12-01T02:00:00Z"), why: "restricted" },
  cursor: "0a",
  filled: true,
  period: "2026-12-10",
};

describeStores("campaigns", (kept) => {
  it.each([
    ["that has begun", DRAFT],
    ["with all there may be", WHOLE],
    ["that stands still for no named reason", { ...DRAFT, pause: { reason: "staff", by: "budi", at: AT } }],
  ] as [string, Omit<Campaign, "id">][])("one %s comes back as it was", (_, campaign) => {
    const first = kept.campaigns.add(DRAFT);
    const added = kept.campaigns.add(campaign);
    // what runs by itself does not take numbers away from staff
    const id = campaign.kind === "broadcast" ? 2 : 1_000_000_001;
    expect([first.id, added.id]).toEqual([1, id]);
    expect(added).toStrictEqual({ ...campaign, id });
    expect(kept.campaigns.get(id)).toStrictEqual(added);
    expect(kept.campaigns.get(3)).toBeUndefined();
    expect(kept.campaigns.add(DRAFT).id).toBe(id === 2 ? 3 : 2);
  });

  it("saving takes the place of all but the number", () => {
    const [one, other] = [kept.campaigns.add(WHOLE), kept.campaigns.add(DRAFT)];
    const changed: Campaign = { ...DRAFT, id: one.id, state: "approved", approvedBy: "budi" };
    kept.campaigns.save(changed);
    expect(kept.campaigns.get(one.id)).toStrictEqual(changed);
    expect(kept.campaigns.get(other.id)).toStrictEqual(other);
    expect(() => kept.campaigns.save({ ...DRAFT, id: 77 })).toThrow("77");
  });

  it("are found by state, the newest, and by period", () => {
    const states: CampaignState[] = ["running", "draft", "running", "done", "paused"];
    for (const state of states) kept.campaigns.add({ ...DRAFT, state });
    const own = kept.campaigns.add({ ...WHOLE, state: "running" });
    const ids = (campaigns: Campaign[]) => campaigns.map(({ id }) => id);
    expect(ids(kept.campaigns.inState("running"))).toEqual([1, 3, own.id]);
    expect(ids(kept.campaigns.inState("paused", "running"))).toEqual([1, 3, 5, own.id]);
    expect(kept.campaigns.inState("cancelled")).toEqual([]);
    expect(kept.campaigns.inState()).toEqual([]);
    // what runs by itself is not listed for staff
    expect(ids(kept.campaigns.newest(3))).toEqual([5, 4, 3]);
    expect(kept.campaigns.ofPeriod("pay-reminder", "2026-12-10")).toStrictEqual(own);
    expect(kept.campaigns.ofPeriod("pay-reminder", "2026-12-11")).toBeUndefined();
    expect(kept.campaigns.ofPeriod("leader-report", "2026-12-10")).toBeUndefined();
  });

  it("of one kind and period there is one", () => {
    kept.campaigns.add(WHOLE);
    expect(() => kept.campaigns.add(WHOLE)).toThrow(/unique/i);
    kept.campaigns.add({ ...WHOLE, kind: "leader-report" });
    kept.campaigns.add({ ...WHOLE, period: "2027-01-10" });
  });

  it("what happened to one is told in order", () => {
    const [one, other] = [kept.campaigns.add(DRAFT), kept.campaigns.add(DRAFT)];
    const notes: CampaignNote[] = [
      { at: AT, by: "siti", what: "create" },
      { at: AT, by: "budi", what: "approve", detail: "812" },
      { at: new Date(AT.getTime() - 1), by: "program", what: "start" },
    ];
    for (const note of notes) kept.campaigns.note(one.id, note);
    kept.campaigns.note(other.id, { at: AT, by: "siti", what: "cancel" });
    expect(kept.campaigns.notes(one.id)).toStrictEqual(notes);
    expect(kept.campaigns.notes(other.id)).toHaveLength(1);
  });
});
