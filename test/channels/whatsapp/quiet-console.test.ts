import { Console } from "node:console";
import { createRequire } from "node:module";
import { Writable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { quietConsole } from "../../../src/channels/whatsapp/quiet-console.ts";

const baileys = import.meta.resolve("@whiskeysockets/baileys");
const { SessionRecord } = createRequire(baileys)("libsignal") as {
  SessionRecord: {
    new (): { openSession(session: object): void; closeSession(session: object): void };
    createEntry(): Record<string, unknown>;
  };
};

const usual = globalThis.console;
let printed = "";

beforeEach(() => {
  printed = "";
  const page = () =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        printed += chunk.toString();
        done();
      },
    });
  globalThis.console = new Console(page(), page());
});
afterEach(() => {
  globalThis.console = usual;
});

/** A session of libsignal, with a private key in it. */
function session() {
  const secret = Buffer.from("this-is-a-private-key-0123456789");
  const entry = SessionRecord.createEntry();
  entry["indexInfo"] = { baseKey: secret, closed: -1, used: 1, created: 1 };
  entry["currentRatchet"] = { rootKey: secret, ephemeralKeyPair: { pubKey: secret, privKey: secret } };
  return { entry, secret };
}

function useSession() {
  const { entry, secret } = session();
  const record = new SessionRecord();
  record.closeSession(entry);
  record.openSession(entry);
  return secret;
}

describe("quietConsole", () => {
  it("is needed: libsignal prints private keys", () => {
    useSession();
    expect(printed).toContain("privKey");
  });

  it("lets no key of libsignal's sessions through", () => {
    quietConsole();
    useSession();
    expect(printed).toBe("");
  });

  it("lets no session through, whoever prints it", () => {
    quietConsole();
    const { entry } = session();
    for (const print of [console.log, console.info, console.warn, console.error, console.debug, console.dir])
      print(entry);
    console.log("keys", { privKey: Buffer.alloc(32) }, "and", { private: Buffer.alloc(32) });
    expect(printed).toBe("");
  });

  it("leaves everything else alone, also when it is called twice", () => {
    quietConsole();
    quietConsole();
    console.log("hello %s", "there");
    console.error("an error", { code: 7 });
    expect(printed).toBe("hello there\nan error { code: 7 }\n");
  });
});
