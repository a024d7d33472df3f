import type { SignalDataSet, SignalDataTypeMap } from "@whiskeysockets/baileys";
import { BufferJSON, initAuthCreds, proto } from "@whiskeysockets/baileys";
import { fork, type ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forgetHalfPairing, isLoggedIn } from "../../../src/channels/whatsapp/auth.ts";
import { loadBaileys } from "../../../src/channels/whatsapp/load.ts";
import { openDatabase, StorageError } from "../../../src/storage/sqlite/database.ts";
import { openWhatsAppAuth } from "../../../src/storage/sqlite/whatsapp-auth.ts";
import { scratch } from "../../support/whatsapp/bot.ts";
import { compileAside } from "../../support/whatsapp/compiled.ts";

const open = (path: string) => openWhatsAppAuth({ path, loadBaileys });
const file = () => join(scratch(), "whatsapp.db");
const bytes = (...values: number[]) => Buffer.from(values);

/** One value of every type of key; `who` makes those of two contacts differ. */
function keysOf(who: number): { [T in keyof SignalDataTypeMap]: SignalDataTypeMap[T] } {
  const byte = bytes(who, 0, 255, who);
  return {
    "pre-key": { public: byte, private: bytes(who) },
    session: byte,
    "sender-key": byte,
    "sender-key-memory": { [`${who}@s.whatsapp.net`]: true },
    "app-state-sync-key": proto.Message.AppStateSyncKeyData.fromObject({
      keyData: byte,
      fingerprint: { rawId: who, currentIndex: 1, deviceIndexes: [0, 1] },
      timestamp: 17,
    }),
    "app-state-sync-version": { version: who, hash: byte, indexValueMap: { a: { valueMac: byte } } },
    "lid-mapping": `${who}`,
    "device-list": ["0", `${who}`],
    tctoken: { token: byte, timestamp: `${who}` },
    "identity-key": byte,
  };
}
const TYPES = Object.keys(keysOf(1)) as (keyof SignalDataTypeMap)[];

describe("the keys", () => {
  it("of every type come back for the right contact, also after a restart", async () => {
    const path = file();
    let auth = await open(path);
    const data = Object.fromEntries(
      TYPES.map((type) => [type, { "1.0": keysOf(1)[type], "2.0": keysOf(2)[type] }]),
    ) as SignalDataSet;
    await auth.state.keys.set(data);
    for (const restart of [false, true]) {
      if (restart) {
        auth.close();
        auth = await open(path);
      }
      for (const type of TYPES)
        expect(await auth.state.keys.get(type, ["1.0", "2.0", "3.0"])).toEqual({
          "1.0": keysOf(1)[type],
          "2.0": keysOf(2)[type],
        });
    }
    const synced = await auth.state.keys.get("app-state-sync-key", ["1.0"]);
    expect(synced["1.0"]).toBeInstanceOf(proto.Message.AppStateSyncKeyData);
    expect(Buffer.isBuffer((await auth.state.keys.get("session", ["1.0"]))["1.0"])).toBe(true);
    auth.close();
  });

  it("are deleted by null, and only that one", async () => {
    const auth = await open(file());
    await auth.state.keys.set({ session: { a: bytes(1), b: bytes(2) }, "pre-key": { a: keysOf(1)["pre-key"] } });
    await auth.state.keys.set({ session: { a: null } });
    expect(await auth.state.keys.get("session", ["a", "b"])).toEqual({ b: bytes(2) });
    expect(Object.keys(await auth.state.keys.get("pre-key", ["a"]))).toEqual(["a"]);
    await auth.state.keys.clear?.();
    expect(await auth.state.keys.get("session", ["b"])).toEqual({});
    auth.close();
  });

  it("are kept all together or not at all", async () => {
    const auth = await open(file());
    const loop: Record<string, unknown> = {};
    loop["itself"] = loop; // cannot be written as JSON
    const broken = { session: { a: bytes(1) }, "sender-key-memory": { b: loop } } as unknown as SignalDataSet;
    expect(() => auth.state.keys.set(broken)).toThrow(/circular/);
    expect(await auth.state.keys.get("session", ["a"])).toEqual({});
    auth.close();
  });
});

describe("the login", () => {
  it("is made once and kept", async () => {
    const path = file();
    const first = await open(path);
    const { registrationId, signedIdentityKey } = first.state.creds;
    first.state.creds.me = { id: "15550000000:1@s.whatsapp.net", name: "Bot" };
    first.saveCreds();
    first.close();
    const again = await open(path);
    expect(readdirSync(dirname(path)).filter((name) => name.includes(".new"))).toEqual([]);
    expect(again.state.creds).toMatchObject({ registrationId, me: { name: "Bot" } });
    expect(again.state.creds.signedIdentityKey).toEqual({
      public: Buffer.from(signedIdentityKey.public),
      private: Buffer.from(signedIdentityKey.private),
    });
    expect(isLoggedIn(again.state.creds)).toBe(true);
    again.close();
  });

  it("can be read by its owner only", async () => {
    const path = file();
    const auth = await open(path);
    auth.saveCreds();
    const files = readdirSync(join(path, "..")).filter((name) => !name.includes(".lock"));
    expect(files).toContain("whatsapp.db");
    for (const name of files) expect([name, statSync(join(path, "..", name)).mode & 0o777]).toEqual([name, 0o600]);
    auth.close();
  });

  it("takes back what an unfinished pairing by number left", () => {
    const creds = initAuthCreds();
    expect(forgetHalfPairing(creds)).toBe(false);
    Object.assign(creds, { me: { id: "15550000000@s.whatsapp.net", name: "~" }, pairingCode: "ABCDEFGH" });
    expect(isLoggedIn(creds)).toBe(false);
    expect(forgetHalfPairing(creds)).toBe(true);
    expect(creds).toMatchObject({ pairingCode: undefined });
    expect(creds.me).toBeUndefined();
  });
});

describe("a file that cannot be used stops the start and stays as it is", () => {
  const refuse = async (path: string, why: RegExp) => {
    const before = readFileSync(path);
    await expect(open(path)).rejects.toThrow(StorageError);
    await expect(open(path)).rejects.toThrow(why);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(existsSync(`${path}.new`)).toBe(false);
  };
  const damaged = async (sql: string, ...values: string[]) => {
    const path = file();
    (await open(path)).close();
    const database = openDatabase({ path, migrations: [{ name: "there", sql: "" }] });
    database.prepare(sql).run(...values);
    database.close();
    return path;
  };

  it.each([
    ["empty", ""],
    ["torn creds.json", '{"noiseKey":{"priv'],
    ["text", "x".repeat(5000)],
  ])("%s", async (_, content) => {
    expect.hasAssertions();
    const path = file();
    writeFileSync(path, content);
    await refuse(path, /torn or empty.*Nothing was changed/s);
  });

  it("cut off in the middle", async () => {
    expect.hasAssertions();
    const path = file();
    (await open(path)).close();
    writeFileSync(path, readFileSync(path).subarray(0, 5000));
    await refuse(path, /damaged|no whole database|lacks keys|missing/);
  });

  it.each([
    ["without creds", "delete from creds", /missing/],
    ["with creds that do not parse", "update creds set value = substr(value, 1, 300)", /cannot be read/],
  ])("%s", async (_, sql, why) => {
    expect.hasAssertions();
    await refuse(await damaged(sql), why);
  });

  it("gone, with only its write-ahead log left", async () => {
    const path = file();
    writeFileSync(`${path}-wal`, "x".repeat(5000));
    await expect(open(path)).rejects.toThrow(/-wal.*Nothing was changed/s);
    expect(existsSync(path)).toBe(false);
  });
  it.each(["noiseKey", "signedIdentityKey", "signedPreKey", "advSecretKey", "registrationId"])(
    "with creds that lack %s",
    async (name) => {
      expect.hasAssertions();
      const creds = JSON.stringify({ ...initAuthCreds(), [name]: undefined }, BufferJSON.replacer);
      await refuse(await damaged("update creds set value = ?", creds), /lacks keys/);
    },
  );
});

describe("processes", () => {
  let compiled: ReturnType<typeof compileAside>;
  beforeAll(() => {
    compiled = compileAside(["storage/sqlite/whatsapp-auth.ts", "channels/whatsapp/load.ts"]);
    writeFileSync(join(compiled.directory, "writer.mjs"), WRITER);
  });
  afterAll(() => compiled.remove());

  const writer = (path: string) => fork(join(compiled.directory, "writer.mjs"), [path], { stdio: "ignore" });
  const told = (child: ChildProcess, word: string) =>
    new Promise<void>((resolve, reject) => {
      child.on("message", (message) => {
        if (message === word) resolve();
      });
      child.on("exit", () => reject(new Error(`ended before "${word}"`)));
    });
  const killed = (child: ChildProcess) =>
    new Promise<void>((resolve) => {
      child.removeAllListeners("exit");
      child.on("exit", () => resolve());
      child.kill("SIGKILL");
    });
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  it("a killed one never leaves a torn login, nor half a set of keys", { timeout: 90_000 }, async () => {
    const path = file();
    let identity: number | undefined;
    let saves = 0;
    for (let round = 0; round < 10; round++) {
      const child = writer(path);
      await told(child, "writing");
      await pause(5 + round * 7);
      await killed(child);
      const auth = await open(path);
      const { registrationId, additionalData, nextPreKeyId } = auth.state.creds;
      identity ??= registrationId;
      expect(registrationId).toBe(identity);
      expect(additionalData.count).toBe(nextPreKeyId);
      expect(nextPreKeyId).toBeGreaterThan(saves);
      saves = nextPreKeyId;
      const { a, b } = await auth.state.keys.get("session", ["a", "b"]);
      expect(a).toEqual(b);
      auth.close();
    }
  });

  it("one killed while it makes the login leaves nothing that stops the next start", async () => {
    for (let round = 0; round < 5; round++) {
      const path = file();
      const child = writer(path);
      await told(child, "loaded");
      await pause(round * 3);
      await killed(child);
      const auth = await open(path);
      expect(auth.state.creds.registrationId).toBeGreaterThan(0);
      auth.close();
    }
  });

  it("a second one is refused while the first holds the login", async () => {
    const path = file();
    const child = writer(path);
    await told(child, "writing");
    await expect(open(path)).rejects.toThrow(/another process/);
    await killed(child);
    (await open(path)).close();
  });
});

/** Saves without end: creds of 100 kB whose two counts agree, and two keys that agree. */
const WRITER = `
import { openWhatsAppAuth } from "./storage/sqlite/whatsapp-auth.js";
import { loadBaileys } from "./channels/whatsapp/load.js";
await loadBaileys();
process.send("loaded");
const { state, saveCreds } = await openWhatsAppAuth({ path: process.argv[2], loadBaileys });
const { creds, keys } = state;
const first = creds.nextPreKeyId;
for (;;) {
  creds.nextPreKeyId++;
  creds.additionalData = { count: creds.nextPreKeyId, filling: "x".repeat(100_000) };
  saveCreds();
  keys.set({ session: { a: Buffer.alloc(500, creds.nextPreKeyId % 256), b: Buffer.alloc(500, creds.nextPreKeyId % 256) } });
  if (creds.nextPreKeyId === first + 2) process.send("writing");
  await new Promise((resolve) => setImmediate(resolve));
}
`;
