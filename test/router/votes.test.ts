import { describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { fixedClock } from "../../src/lib/clock.ts";
import { momentOf, TODAY } from "../support/app.ts";

const FROM = { channel: "telegram", chatId: "77" } as const;

/** Somebody who just got a broadcast that asks "Ya" or "Tidak". */
async function asked() {
  const now = momentOf(TODAY);
  const { router, stores } = await createApp({ clock: fixedClock(now) });
  const contactId = stores.contacts.idOf(FROM);
  stores.contacts.seen(contactId, now, FROM);
  const { id } = stores.campaigns.add({
    kind: "broadcast",
    name: "hadir",
    content: { texts: { id: "Datang hari Sabtu?" }, choices: ["Ya", "Tidak"] },
    audience: { topic: "registration", include: [], exclude: [] },
    state: "running",
    createdBy: "rina",
    createdAt: now,
    filled: true,
  });
  stores.ledger.add({ campaign: id, contactId, account: "tg-1", address: FROM, zone: "WIB", dueAt: now });
  const message = { to: FROM, text: "Datang hari Sabtu?", choices: ["Ya", "Tidak"] };
  const sent = stores.outbox.take(
    { key: `c:${id}:${contactId}`, account: "tg-1", priority: "broadcast", message },
    undefined,
    now,
  );
  stores.ledger.taken(stores.ledger.get(id, contactId)?.seq ?? 0, sent?.seq ?? 0, undefined, now);
  stores.outbox.settle(sent?.seq ?? 0, "sent", now, { platformId: "b1" });
  let count = 0;
  return {
    answers: () => stores.ledger.counts(id).answers,
    says(text: string, more: { quotedId?: string } = {}): string {
      return router.handle({ id: String(++count), from: FROM, text, sentAt: now, ...more }).reply?.text ?? "";
    },
  };
}

describe("an answer to a broadcast", () => {
  it.each([
    ["ya", { 0: 1 }],
    ["2", { 1: 1 }],
    ["Tidak", { 1: 1 }],
  ])("is counted: %s", async (text, answers) => {
    const person = await asked();
    expect(person.says(text)).toContain("jawaban Anda tercatat");
    expect(person.answers()).toEqual(answers);
  });

  it("is not what answers a question that we asked since then", async () => {
    const person = await asked();
    expect(person.says("hapus data saya")).toMatch(/dihapus|hapus/i);
    expect(person.says("ya")).not.toContain("tercatat: *Ya*");
    expect(person.answers()).toEqual({});
  });

  it("is not the number of an income that we asked for", async () => {
    const person = await asked();
    expect(person.says("iuran petani berapa")).toContain("penghasilan");
    expect(person.says("2")).not.toContain("jawaban Anda tercatat");
    expect(person.answers()).toEqual({});
  });

  it("is one all the same when it quotes the broadcast", async () => {
    const person = await asked();
    person.says("menu");
    expect(person.says("1")).not.toContain("jawaban Anda tercatat");
    expect(person.says("1", { quotedId: "b1" })).toContain("jawaban Anda tercatat");
    expect(person.answers()).toEqual({ 0: 1 });
  });
});
