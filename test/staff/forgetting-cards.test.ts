import { afterEach, describe, expect, it } from "vitest";
import { inDoubt } from "../../src/office-desk.ts";
import { createForgetting } from "../../src/staff/forgetting.ts";
import { openOutreach, type OutreachWorld } from "../support/outreach.ts";

const GROUP = { channel: "telegram", chatId: "-100" } as const;

let world: OutreachWorld;
afterEach(() => world.close());

/** Something that was shown in the staff's group. */
function shown(key: string, text: string): void {
  const { outbox } = world.stores;
  outbox.add(
    { key, account: "tg-1", priority: "reply", lane: "topic:", message: { to: GROUP, text, choices: [] } },
    world.clock(),
  );
  const row = outbox.find(key);
  outbox.sending(row?.seq ?? 0, undefined);
  outbox.settle(row?.seq ?? 0, "sent", world.clock(), { platformId: `m-${key}` });
}

describe("what staff were shown of campaigns", () => {
  it("goes when somebody in it asks to be forgotten, and nothing else does", async () => {
    world = await openOutreach();
    const { stores, person, approved, run, setFate } = world;
    const siti = person({ name: "Siti" });
    const asep = person({ name: "Asep" });
    setFate(({ to }) =>
      to.chatId === stores.contacts.get(siti)?.addresses[0]?.chatId
        ? { ok: false, reason: "unknown", detail: "lost" }
        : { ok: true },
    );
    const id = approved();
    await run.call(world, id);
    shown(`siaran:${id}:preflight:${asep},${siti}:1:1`, "Halo Siti");
    shown(`siaran:${id}:preflight:${asep}:1:2`, "Halo Asep");
    shown(`siaran:${id}:receipt`, "tidak pasti: Siti");
    shown(`siaran:${id}:progress`, "2 dari 2");
    shown(`siaran:${id + 1}:receipt`, "yang lain");
    const unsaid: string[] = [];
    const forget = createForgetting({
      ...stores,
      shown: (key) => stores.outbox.beginning(key),
      inDoubtOf: (contactId) => inDoubt(stores, contactId),
      send: ({ message }) => void unsaid.push(message.act?.type === "delete" ? message.act.id : "?"),
      group: undefined,
    });
    stores.atomically(() => forget(siti));
    expect(unsaid.toSorted()).toEqual([`m-siaran:${id}:preflight:${asep},${siti}:1:1`, `m-siaran:${id}:receipt`]);
    const kept = stores.outbox.beginning("siaran:").map(({ message }) => message.text);
    expect(kept).toEqual(["Halo Asep", "2 dari 2", "yang lain"]);
  });
});
