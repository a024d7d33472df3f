import { describe, expect, it } from "vitest";
import { keyOwners, withoutPeople } from "../../../src/channels/whatsapp/key-owners.ts";

const GROUP = "120363000000000000@g.us";
const PN = "628111@s.whatsapp.net";
const LID = "628111@lid";
const ANI = new Set([PN, "4242@lid"]);
const index = (...jids: string[]) => ({ token: Buffer.from(JSON.stringify(jids)) });
const key = (type: string, id: string, value: unknown = {}) => ({ type, id, value: () => value });

describe("whom a key is about", () => {
  it.each<[string, string, unknown, owners: string[]]>([
    ["session", "628111.0", {}, [PN]],
    ["session", "628111.17", {}, [PN]],
    ["session", "628111_1.0", {}, [LID]],
    ["session", "628111_128.99", {}, [PN]],
    ["identity-key", "628111_129.99", {}, [LID]],
    ["sender-key", `${GROUP}::628111_1::3`, {}, [LID]],
    ["sender-key", `${GROUP}::628111::0`, {}, [PN]],
    ["sender-key-memory", GROUP, {}, [GROUP]],
    ["device-list", "628111", ["0"], [PN, LID]],
    ["lid-mapping", "628111", "4242", [PN, "4242@lid"]],
    ["lid-mapping", "4242_reverse", "628111", ["4242@lid", PN]],
    ["tctoken", PN, {}, [PN]],
    ["tctoken", LID, {}, [LID]],
    ["pre-key", "628111", {}, []],
    ["app-state-sync-key", "628111", {}, []],
  ])("%s %s", (type, id, value, owners) => {
    expect(keyOwners(key(type, id, value))).toEqual(owners);
  });
});

describe("what stays of a key without a person", () => {
  it.each<[string, string, unknown, left: unknown]>([
    ["session", "628111.0", {}, null],
    ["session", "4242_1.5", {}, null],
    ["session", "6281111.0", {}, undefined],
    ["session", "28111.0", {}, undefined],
    ["session", "628111_1.0", {}, undefined], // the same digits as a LID are somebody else
    ["session", "4242.0", {}, undefined],
    ["lid-mapping", "628999", "4242", null],
    ["lid-mapping", "42421_reverse", "6281111", undefined],
    ["sender-key-memory", GROUP, { "628111:7@s.whatsapp.net": true, "6281111@lid": true }, { "6281111@lid": true }],
    ["sender-key-memory", GROUP, { "628999:7@s.whatsapp.net": true }, undefined],
    ["tctoken", "__index", index("4242@lid", "5353@lid"), index("5353@lid")],
    ["tctoken", "__index", index("5353@lid"), undefined],
    ["tctoken", "__index", { token: Buffer.from("{") }, undefined],
    ["tctoken", "__index", {}, undefined],
  ])("%s %s %j", (type, id, value, left) => {
    expect(withoutPeople(key(type, id, value), ANI)).toEqual(left);
  });
});
