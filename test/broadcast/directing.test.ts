import { afterEach, describe, expect, it } from "vitest";
import { CAMPAIGN_STATES, moved, type CampaignEvent, type CampaignState } from "../../src/broadcast/campaign.ts";
import { cronOf } from "../../src/broadcast/directing.ts";
import { setConsent } from "../../src/contacts/consents.ts";
import type { Topic } from "../../src/contacts/consent.ts";
import type { StaffMember } from "../../src/settings/settings.ts";
import { BUDI, openOutreach, RINA, THURSDAY_TEN, type OutreachWorld } from "../support/outreach.ts";

let world: OutreachWorld;

async function open(...options: Parameters<typeof openOutreach>): Promise<OutreachWorld> {
  world = await openOutreach(...options);
  return world;
}

afterEach(() => world.close());

const HOUR = 3_600_000;
const SITI: StaffMember = { id: "siti", name: "Siti", role: "agent", telegram: "500000003" };

function draft(text = "Kabar untuk {nama|Bapak/Ibu}.", topic: Topic = "registration"): number {
  const made = world.broadcasts.create(BUDI, {
    content: { texts: { id: text } },
    audience: { topic, include: [], exclude: [] },
  });
  if (!made.ok) throw new Error(made.problem.key);
  return made.campaign.id;
}

const problem = (outcome: { ok: boolean; problem?: { key: string } }) =>
  outcome.problem?.key.replace("broadcast.problem.", "");

describe("the states of a campaign", () => {
  const ALLOWED: Record<CampaignState, CampaignEvent[]> = {
    draft: ["edit", "approve", "cancel"],
    approved: ["edit", "schedule", "start", "cancel"],
    scheduled: ["edit", "start", "pause", "cancel"],
    running: ["pause", "cancel", "finish"],
    paused: ["resume", "cancel"],
    done: [],
    cancelled: [],
  };
  const EVENTS = ["edit", "approve", "schedule", "start", "pause", "resume", "cancel", "finish"] as const;

  it.each(CAMPAIGN_STATES)("from %s lead where they may and nowhere else", async (state) => {
    await open();
    expect(EVENTS.filter((event) => moved(state, event) !== undefined)).toEqual(ALLOWED[state]);
  });
});

describe("staff", () => {
  it("write, have somebody else approve, start, pause, go on and end it, and all of it is written down", async () => {
    const { broadcasts, stores, person } = await open();
    person();
    const id = draft();
    expect(problem(broadcasts.start(id, BUDI))).toBe("state");
    expect(broadcasts.approve(id, RINA, 1).ok).toBe(true);
    expect(broadcasts.start(id, BUDI).ok).toBe(true);
    expect(broadcasts.pause(id, BUDI).ok).toBe(true);
    expect(problem(broadcasts.pause(id, BUDI))).toBe("state");
    expect(broadcasts.resume(id, BUDI).ok).toBe(true);
    expect(broadcasts.cancel(id, RINA).ok).toBe(true);
    expect(problem(broadcasts.resume(id, RINA))).toBe("state");
    expect(stores.campaigns.notes(id).map(({ what, by }) => `${what} ${by}`)).toEqual([
      "create budi",
      "approve rina",
      "start budi",
      "pause budi",
      "resume budi",
      "cancel rina",
    ]);
  });

  it("need a second person above the number of the settings, and not below", async () => {
    const { broadcasts } = await open();
    const id = draft();
    expect(problem(broadcasts.approve(id, BUDI, 51))).toBe("own-approval");
    expect(problem(broadcasts.approve(id, BUDI, 0))).toBe("no-recipients");
    expect(broadcasts.approve(id, BUDI, 50).ok).toBe(true);
  });

  it("have to approve again what was changed", async () => {
    const { broadcasts } = await open();
    const id = draft();
    broadcasts.approve(id, RINA, 60);
    const edited = broadcasts.edit(id, BUDI, { content: { texts: { id: "Lain." } } });
    expect(edited).toMatchObject({ ok: true, campaign: { state: "draft" } });
    expect(broadcasts.get(id)?.approvedBy).toBeUndefined();
    expect(problem(broadcasts.start(id, BUDI))).toBe("state");
  });

  it("may only what their role may", async () => {
    const { broadcasts } = await open({
      broadcast: { roles: { write: ["lead"], approve: ["lead"], stop: ["agent", "lead"] } },
    });
    expect(
      problem(
        broadcasts.create(SITI, {
          content: { texts: { id: "Kabar." } },
          audience: { topic: "safety", include: [], exclude: [] },
        }),
      ),
    ).toBe("role");
    const made = broadcasts.create(RINA, {
      content: { texts: { id: "Kabar." } },
      audience: { topic: "safety", include: [], exclude: [] },
    });
    const id = made.ok ? made.campaign.id : 0;
    expect(problem(broadcasts.edit(id, SITI, { name: "x" }))).toBe("role");
    expect(problem(broadcasts.approve(id, SITI, 3))).toBe("role");
    broadcasts.approve(id, RINA, 3);
    expect(problem(broadcasts.start(id, SITI))).toBe("role");
    broadcasts.start(id, RINA);
    // whoever sees that something is wrong may stop it
    expect(broadcasts.pause(id, SITI).ok).toBe(true);
    expect(broadcasts.resume(id, SITI).ok).toBe(true);
    expect(broadcasts.cancel(id, SITI).ok).toBe(true);
  });

  it.each([
    ["", "empty-text"],
    ["Kirim NIK dan nomor KTP Anda ke sini.", "asks-secret"],
    ["Hubungi 3204011234560001.", "id-number"],
    ["Halo {alamat}.", "unknown-variable"],
  ])("cannot write %j", async (text, key) => {
    const { broadcasts } = await open();
    const made = broadcasts.create(BUDI, {
      content: { texts: { id: text } },
      audience: { topic: "safety", include: [], exclude: [] },
    });
    expect(problem(made)).toBe(key);
  });

  it("cannot do anything with what runs by itself, nor with what is not there", async () => {
    const { broadcasts, stores, clock } = await open();
    const { id } = stores.campaigns.add({
      kind: "pay-reminder",
      period: "2026-12-10 WIB",
      name: "10 Desember",
      content: { texts: { id: "" } },
      audience: { topic: "discount", include: [], exclude: [] },
      state: "running",
      createdBy: "program",
      createdAt: clock(),
      filled: true,
    });
    expect(problem(broadcasts.cancel(id, RINA))).toBe("not-found");
    expect(problem(broadcasts.pause(77, RINA))).toBe("not-found");
  });

  it("get a test of it, marked as one, with their own name, and nobody else does", async () => {
    const { broadcasts, sent, startSending, person } = await open();
    person();
    const id = draft("Halo {nama}, datanglah.");
    expect(
      broadcasts.test(id, BUDI, { account: "tg-1", address: { channel: "telegram", chatId: "500000002" } }).ok,
    ).toBe(true);
    startSending();
    await expect.poll(() => sent.length).toBe(1);
    expect(sent[0]?.chatId).toBe("500000002");
    expect(sent[0]?.message.text).toMatch(/^🧪[\s\S]*Halo Budi, datanglah\.[\s\S]*BERHENTI/);
  });
});

describe("the card", () => {
  it("counts who gets it, and who does not and why", async () => {
    const { broadcasts, person, stores } = await open();
    for (let index = 0; index < 60; index++) person({ channel: index % 3 === 0 ? "telegram" : "whatsapp" });
    person({ topics: ["discount"] });
    person({ wrote: false });
    const gone = stores.contacts.get(person())?.addresses[0];
    stores.contacts.setReachable({ channel: "telegram", chatId: gone?.chatId ?? "" }, false);
    const card = await broadcasts.preflight(draft());
    expect(card).toMatchObject({
      recipients: 60,
      byChannel: { telegram: 20, whatsapp: 40 },
      skipped: { "no-consent": 1, "never-wrote": 1, unreachable: 1 },
      needsSecond: true,
      problems: [],
    });
    expect(card?.samples).toHaveLength(3);
    expect(card?.endsAt?.getTime()).toBeGreaterThanOrEqual(card?.startsAt.getTime() ?? 0);
  });

  it("stops at a name that is not known and has nothing in its place", async () => {
    const { broadcasts, stores } = await open();
    const address = { channel: "telegram", chatId: "77" } as const;
    const id = stores.contacts.idOf(address);
    stores.contacts.seen(id, THURSDAY_TEN, address);
    setConsent(stores.consent, id, ["registration"], {
      at: THURSDAY_TEN,
      channel: "telegram",
      wording: "ya",
      source: "person",
    });
    const card = await broadcasts.preflight(draft("Halo {nama}, datanglah."));
    expect(card?.problems).toEqual([{ key: "broadcast.problem.missing-name", values: { count: 1 } }]);
    const other = await broadcasts.preflight(draft("Halo {nama|Bapak/Ibu}, datanglah."));
    expect(other?.problems).toEqual([]);
    expect(other?.samples[0]?.text).toContain("Halo Bapak/Ibu, datanglah.");
  });

  it("warns of figures that nobody knows, and of the same text to the same people", async () => {
    const { broadcasts, person, run, approved } = await open();
    person({ name: "Asep" });
    person();
    const first = approved({ texts: { id: "Iuran Rp99.999 sebulan." } });
    await run.call(world, first);
    const card = await broadcasts.preflight(draft("Iuran Rp99.999 sebulan."));
    expect(card?.warnings.map(({ key }) => key)).toEqual(["broadcast.warning.figure", "broadcast.warning.same-text"]);
    expect(card?.warnings[1]?.values).toMatchObject({ id: first });
    expect(card).toMatchObject({ recipients: 0, skipped: { recent: 2 } });
    expect(card?.problems.map(({ key }) => key)).toEqual(["broadcast.problem.no-recipients"]);
  });

  it("says when a number that it needs is stopped", async () => {
    const { broadcasts, person, stores, clock } = await open();
    person({ channel: "whatsapp" });
    stores.stops.stopAccount({ account: "wa-main", at: clock(), why: "restricted" });
    const card = await broadcasts.preflight(draft());
    expect(card?.problems).toEqual([
      { key: "broadcast.problem.account-stopped", values: { account: "wa-main", why: "restricted" } },
    ]);
    expect(broadcasts.reopen(RINA)).toEqual({ ok: true, accounts: ["wa-main"] });
    expect((await broadcasts.preflight(1))?.problems).toEqual([]);
  });
});

describe("a start at a time", () => {
  const tick = () => world.stores.atomically(() => world.tick());

  it("comes when its time has come, and not before", async () => {
    const { broadcasts, person, skip } = await open();
    person();
    const id = draft();
    broadcasts.approve(id, RINA, 1);
    expect(problem(broadcasts.start(id, BUDI, { at: new Date(THURSDAY_TEN.getTime() - HOUR) }))).toBe("past-time");
    broadcasts.start(id, BUDI, { at: new Date(THURSDAY_TEN.getTime() + HOUR) });
    tick();
    expect(broadcasts.get(id)?.state).toBe("scheduled");
    skip(HOUR + 1_000);
    tick();
    expect(broadcasts.get(id)?.state).toBe("running");
  });

  it("that was paused before goes on waiting for its time", async () => {
    const { broadcasts, person } = await open();
    person();
    const id = draft();
    broadcasts.approve(id, RINA, 1);
    broadcasts.start(id, BUDI, { at: new Date(THURSDAY_TEN.getTime() + HOUR) });
    broadcasts.pause(id, BUDI);
    expect(broadcasts.resume(id, BUDI)).toMatchObject({ ok: true, campaign: { state: "scheduled" } });
  });

  it("that was missed does not come by itself: somebody has to say so", async () => {
    const { broadcasts, person, skip, sent, run: _ } = await open();
    person();
    const id = draft();
    broadcasts.approve(id, RINA, 1);
    broadcasts.start(id, BUDI, { at: new Date(THURSDAY_TEN.getTime() + HOUR) });
    skip(3 * HOUR);
    tick();
    expect(broadcasts.get(id)).toMatchObject({ state: "paused", pause: { reason: "missed", by: "program" } });
    world.startSending();
    world.fill();
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(sent).toEqual([]);
    expect(broadcasts.resume(id, RINA).ok).toBe(true);
    world.fill();
    await world.stands(id, "done");
    expect(sent).toHaveLength(1);
  });

  it("comes again by its pattern, each time as a campaign of its own", async () => {
    const { broadcasts, person, setTo, stores, sent } = await open({ broadcast: { recentDays: 0 } });
    person();
    const id = draft();
    broadcasts.approve(id, RINA, 1);
    const started = broadcasts.start(id, BUDI, { repeat: { cron: "0 9 1 * *", timeZone: "Asia/Makassar" } });
    // 09.00 WITA is 08.00 WIB
    expect(started).toMatchObject({ ok: true, campaign: { startAt: new Date("2026-12-01T01:00:00Z") } });
    world.startSending();
    setTo(new Date("2026-12-01T01:00:30Z"));
    tick();
    world.fill();
    await world.stands(id, "done");
    const next = stores.campaigns.inState("scheduled");
    expect(next).toMatchObject([
      { repeats: id, approvedBy: "rina", startAt: new Date("2027-01-01T01:00:00Z"), filled: false },
    ]);
    setTo(new Date("2027-01-01T01:00:30Z"));
    tick();
    world.fill();
    await world.stands(next[0]?.id ?? 0, "done");
    expect(sent).toHaveLength(2);
    expect(stores.campaigns.inState("scheduled")).toMatchObject([
      { repeats: id, startAt: new Date("2027-02-01T01:00:00Z") },
    ]);
    // whoever ends the one that waits ends the row
    broadcasts.cancel(stores.campaigns.inState("scheduled")[0]?.id ?? 0, RINA);
    expect(stores.campaigns.inState("scheduled")).toEqual([]);
  });

  it.each([
    ["0 9 * * 1", true],
    ["0 9 1,15 * *", true],
    ["30 8 * * *", true],
    ["* * * * *", false],
    ["0 9,15 * * *", false],
    ["0 0 9 1 * *", false],
    ["0 9 31 2 *", false],
    ["pukul sembilan", false],
  ])("%s is a pattern: %s", async (cron, right) => {
    await open();
    expect(cronOf({ cron, timeZone: "Asia/Jakarta" })?.nextRun(THURSDAY_TEN) != null).toBe(right);
  });

  it("stands still when far more people are meant than were approved", async () => {
    const { broadcasts, person, skip, sent } = await open();
    for (let index = 0; index < 10; index++) person();
    const id = draft();
    broadcasts.approve(id, BUDI, 10);
    broadcasts.start(id, BUDI, { at: new Date(THURSDAY_TEN.getTime() + HOUR) });
    for (let index = 0; index < 100; index++) person();
    skip(HOUR + 1_000);
    tick();
    world.fill();
    expect(broadcasts.get(id)).toMatchObject({ state: "paused", pause: { reason: "grown" } });
    world.startSending();
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(sent).toEqual([]);
    broadcasts.resume(id, RINA);
    world.fill();
    await world.stands(id, "done");
    expect(sent).toHaveLength(110);
  });
});
