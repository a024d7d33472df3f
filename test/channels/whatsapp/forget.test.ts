import type { SignalDataSet, SignalDataTypeMap } from "@whiskeysockets/baileys";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createForgetting } from "../../../src/channels/whatsapp/forgetting.ts";
import { loadBaileys } from "../../../src/channels/whatsapp/load.ts";
import { openWhatsAppAuth } from "../../../src/storage/sqlite/whatsapp-auth.ts";
import { until } from "../../support/wait.ts";
import { reply, scratch, startBot } from "../../support/whatsapp/bot.ts";
import { startWhatsAppServer } from "../../support/whatsapp/server.ts";

const ANI = { pn: "15551111111@s.whatsapp.net", lid: "424242424242@lid" };
const BUDI = { pn: "15552222222@s.whatsapp.net", lid: "535353535353@lid" };
const GROUP = "120363000000000000@g.us";
const digits = (jid: string) => jid.slice(0, jid.indexOf("@"));
const TYPES = [
  "session",
  "identity-key",
  "sender-key",
  "sender-key-memory",
  "device-list",
  "lid-mapping",
  "tctoken",
] satisfies (keyof SignalDataTypeMap)[];

/** Whether the digits stand anywhere in the login, also in what is packed into a value. */
function findsIn(directory: string, auth: { revise: Auth["revise"] }, jid: string): string[] {
  const found: string[] = [];
  for (const end of ["", "-wal"]) {
    const path = join(directory, `whatsapp.db${end}`);
    if (existsSync(path) && readFileSync(path).includes(digits(jid))) found.push(`whatsapp.db${end}`);
  }
  auth.revise(({ type, id, value }) => {
    const packed = type === "tctoken" ? Buffer.from((value() as { token: Uint8Array }).token).toString() : "";
    if (`${id} ${JSON.stringify(value())} ${packed}`.includes(digits(jid))) found.push(`${type} ${id}`);
    return undefined;
  });
  return found;
}
type Auth = Awaited<ReturnType<typeof openWhatsAppAuth>>;

/** Every type of key of a person, as Baileys names them. */
function keysOf({ pn, lid }: typeof ANI): SignalDataSet {
  const [number, other, value] = [digits(pn), digits(lid), Buffer.from("value")];
  return {
    session: { [`${number}.0`]: value, [`${number}.12`]: value, [`${other}_1.0`]: value },
    "identity-key": { [`${number}.0`]: value, [`${other}_1.3`]: value },
    "sender-key": { [`${GROUP}::${other}_1::0`]: value },
    "device-list": { [number]: ["0", "12"], [other]: ["0"] },
    "lid-mapping": { [number]: other, [`${other}_reverse`]: number },
    tctoken: { [lid]: { token: value, timestamp: "1" }, [pn]: { token: value } },
  };
}

describe("the store", () => {
  let auth: Auth;
  let directory: string;
  beforeEach(async () => {
    directory = scratch();
    auth = await openWhatsAppAuth({ path: join(directory, "whatsapp.db"), loadBaileys });
    await auth.state.keys.set(keysOf(ANI));
    await auth.state.keys.set(keysOf(BUDI));
    await auth.state.keys.set({
      "sender-key-memory": { [GROUP]: { [`${digits(ANI.pn)}:12@s.whatsapp.net`]: true, [BUDI.lid]: true } },
      tctoken: { __index: { token: Buffer.from(JSON.stringify([ANI.lid, BUDI.lid])) } },
    });
  });
  afterEach(() => auth.close());

  it.each([
    ["number", [ANI.pn]],
    ["LID", [ANI.lid]],
    ["device", ["15551111111:12@s.whatsapp.net"]],
  ])("keeps nothing of a person who is named by %s, and everything of others", async (_, chatIds) => {
    expect(findsIn(directory, auth, ANI.pn).length).toBeGreaterThan(8);
    const before = findsIn(directory, auth, BUDI.lid);
    expect(createForgetting(auth).forget(chatIds, undefined)).toEqual(new Set([ANI.pn, ANI.lid]));
    for (const jid of Object.values(ANI)) expect(findsIn(directory, auth, jid)).toEqual([]);
    expect(findsIn(directory, auth, BUDI.lid)).toEqual(before.filter((place) => place !== "whatsapp.db-wal"));
    for (const [type, entries] of Object.entries(keysOf(BUDI)) as [(typeof TYPES)[number], object][])
      expect(await auth.state.keys.get(type, Object.keys(entries))).toEqual(entries);
    expect(await auth.state.keys.get("sender-key-memory", [GROUP])).toEqual({ [GROUP]: { [BUDI.lid]: true } });
  });

  it("takes nothing of that person that comes late, until there is contact again", () => {
    const forgetting = createForgetting(auth);
    const late: SignalDataSet = {
      ...keysOf(ANI),
      tctoken: { [ANI.lid]: { token: Buffer.from("t") }, __index: { token: Buffer.from(`["${ANI.lid}"]`) } },
      "sender-key-memory": { [GROUP]: { [ANI.lid]: true, [BUDI.lid]: true } },
    };
    expect(forgetting.allowed(late)).toBe(late);
    forgetting.forget([ANI.pn], undefined);
    expect(forgetting.allowed(late)).toEqual({
      session: {},
      "identity-key": {},
      "sender-key": {},
      "device-list": {},
      "lid-mapping": {},
      tctoken: { __index: { token: Buffer.from("[]") } },
      "sender-key-memory": { [GROUP]: { [BUDI.lid]: true } },
    });
    expect(forgetting.allowed(keysOf(BUDI))).toEqual(keysOf(BUDI));
    expect(forgetting.allowed({ session: { "15551111111.0": null } })).toEqual({ session: { "15551111111.0": null } });
    forgetting.inContact([BUDI.pn, undefined], undefined);
    expect(forgetting.allowed(keysOf(ANI))).toHaveProperty("session", {});
    forgetting.inContact(["424242424242:3@lid"], undefined);
    expect(forgetting.allowed(late)).toBe(late);
  });
});

describe("a running channel", () => {
  let server: Awaited<ReturnType<typeof startWhatsAppServer>>;
  let bot: Awaited<ReturnType<typeof startBot>>;
  beforeEach(async () => {
    server = await startWhatsAppServer();
    bot = await startBot({ url: server.url() });
    await bot.channel.start(bot.events);
  });
  afterEach(async () => {
    await bot.stop();
    await server.close();
  });
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const finds = (jid: string) => findsIn(bot.directory, bot.auth, jid);
  const token = (content: string) =>
    server.raw({
      tag: "notification",
      attrs: { type: "privacy_token", from: ANI.lid, id: content, t: "1" },
      content: [
        {
          tag: "tokens",
          attrs: {},
          content: [
            {
              tag: "token",
              attrs: { type: "trusted_contact", jid: ANI.lid, t: String(Math.floor(Date.now() / 1000)) },
              content: Buffer.from(content),
            },
          ],
        },
      ],
    });
  const speak = async (who: typeof ANI, text: string) => {
    const before = bot.received.length;
    await server.message({ from: who.lid, text, attrs: { addressing_mode: "lid", sender_pn: who.pn } });
    await until(() => bot.received.length > before, text);
    expect(bot.received.at(-1)).toMatchObject({ text, from: { chatId: who.lid }, aliases: [who.pn] });
    expect(await bot.channel.send(reply(who.lid, "dijawab"))).toMatchObject({ ok: true });
    expect(server.sent.at(-1)).toMatchObject({ to: who.lid, message: { extendedTextMessage: { text: "dijawab" } } });
  };

  it("keeps nothing of somebody who is forgotten, and can talk with them again", async () => {
    await speak(ANI, "halo");
    await speak(BUDI, "halo");
    expect(finds(ANI.pn).length).toBeGreaterThan(1);
    expect(finds(ANI.lid).length).toBeGreaterThan(2);
    const ofBudi = finds(BUDI.lid).filter((place) => place !== "whatsapp.db-wal");

    expect(await bot.channel.send(reply(ANI.lid, "Data Anda sudah dihapus"))).toMatchObject({ ok: true });
    bot.channel.forget!([ANI.pn]); // at once: what Baileys still writes about that message comes later
    for (const jid of Object.values(ANI)) expect(finds(jid)).toEqual([]);
    await pause(500);
    for (const jid of Object.values(ANI)) expect(finds(jid)).toEqual([]);
    expect(finds(BUDI.lid)).toEqual(expect.arrayContaining(ofBudi));
    await speak(BUDI, "masih ada?");
    for (const jid of Object.values(ANI)) expect(finds(jid)).toEqual([]);

    await speak(ANI, "halo lagi");
    await speak(ANI, "iuran?");
    expect(finds(ANI.lid)).toEqual(
      expect.arrayContaining(["lid-mapping 15551111111", "lid-mapping 424242424242_reverse"]),
    );
    expect(finds(ANI.lid).some((place) => place.startsWith("session "))).toBe(true);
  });

  it("nothing of them comes back with a restart", async () => {
    await speak(ANI, "halo");
    await token("T1");
    await until(() => finds(ANI.lid).includes(`tctoken ${ANI.lid}`), "a token");
    bot.channel.forget!([ANI.lid]);
    await token("T2"); // their phone sends it to everybody it knows
    await pause(300);
    for (const jid of Object.values(ANI)) expect(finds(jid)).toEqual([]);
    await bot.stop(); // Baileys writes its list of tokens once more
    expect(readFileSync(join(bot.directory, "whatsapp.db")).includes(digits(ANI.pn))).toBe(false);
    expect(readFileSync(join(bot.directory, "whatsapp.db")).includes(digits(ANI.lid))).toBe(false);
    bot = await startBot({ url: server.url(), directory: bot.directory });
    await bot.channel.start(bot.events);
    for (const jid of Object.values(ANI)) expect(finds(jid)).toEqual([]);
    await speak(ANI, "halo lagi");
  });

  it("tells a person apart from one whose number begins alike", async () => {
    const [short, long] = ["1555333@s.whatsapp.net", "15553334@s.whatsapp.net"];
    for (const chatId of [short, long]) expect((await bot.channel.send(reply(chatId, "hai"))).ok).toBe(true);
    const sessions = () => finds(short).filter((place) => place.startsWith("session"));
    expect(sessions()).toHaveLength(2);
    bot.channel.forget!([short]);
    expect(sessions()).toEqual([expect.stringMatching(/^session 15553334[_.]/)]);
    expect((await bot.channel.send(reply(long, "masih"))).ok).toBe(true);
  });

  it("forgets before it was ever started, too", async () => {
    const directory = scratch();
    const idle = await startBot({ url: server.url(), directory });
    await idle.auth.state.keys.set(keysOf(ANI));
    idle.channel.forget!([ANI.lid]);
    expect(findsIn(directory, idle.auth, ANI.pn)).toEqual([]);
  });
});
