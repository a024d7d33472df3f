import { expect, it } from "vitest";
import { createSqliteInterests } from "../../src/storage/sqlite/interests.ts";
import { at, fresh } from "./fresh.ts";

function interests() {
  const { db, contacts, contact } = fresh();
  return { store: createSqliteInterests(db), contacts, contact };
}

it("of what somebody asked about the last time is kept, whatever the order of writing", () => {
  const { store, contact } = interests();
  const id = contact("ani");
  for (const [intent, time] of [
    ["claim.jht", 5],
    ["share", 1],
    ["claim.jht", 9],
    ["claim.jht", 7],
  ] as const)
    store.asked(id, intent, at(time));
  store.asked(contact("budi"), "share", at(3));
  expect(store.interestsOf(id)).toEqual([
    { intent: "share", at: at(1) },
    { intent: "claim.jht", at: at(9) },
  ]);
});

it("what was asked before a time is forgotten", () => {
  const { store, contact } = interests();
  const id = contact("ani");
  for (const time of [1, 2, 3]) store.asked(id, `intent ${time}`, at(time));
  expect(store.sweepInterests(at(2))).toBe(1);
  expect(store.interestsOf(id).map(({ intent }) => intent)).toEqual(["intent 2", "intent 3"]);
});

it("nothing is kept of somebody who is erased", () => {
  const { store, contacts, contact } = interests();
  const id = contact("ani");
  contacts.erase(id);
  store.asked(id, "consent.delete", at(1));
  expect(store.interestsOf(id)).toEqual([]);
});

it("tags are put, counted and taken, each once", () => {
  const { store, contact } = interests();
  const [ani, budi] = [contact("ani"), contact("budi")];
  for (const tag of ["petani", "lansia", "petani"]) store.tag(ani, tag);
  store.tag(budi, "petani");
  expect(store.tagsOf(ani)).toEqual(["lansia", "petani"]);
  expect(store.tags()).toEqual([
    { tag: "lansia", count: 1 },
    { tag: "petani", count: 2 },
  ]);
  store.untag(ani, "petani");
  store.untag(ani, "petani");
  expect(store.tagsOf(ani)).toEqual(["lansia"]);
  expect(store.tagsOf(budi)).toEqual(["petani"]);
});
