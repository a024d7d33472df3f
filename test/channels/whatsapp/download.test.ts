import { getMediaKeys } from "@whiskeysockets/baileys";
import { randomBytes } from "node:crypto";
import https from "node:https";
import { afterEach, describe, expect, it, vi } from "vitest";
import { FileGoneError } from "../../../src/channels/channel.ts";
import { download } from "../../../src/channels/whatsapp/download.ts";
import type { Attachment } from "../../../src/message.ts";

const mediaKey = randomBytes(32).toString("base64");

afterEach(() => {
  vi.restoreAllMocks();
});

/** The address that is asked for a file, or why none is. */
async function asked(where: object): Promise<unknown> {
  const get = vi.spyOn(https, "get").mockImplementation(() => {
    throw new Error("asked");
  });
  const ref = JSON.stringify({ type: "image", mediaKey, ...where });
  const attachment: Attachment = { kind: "image", source: { channel: "whatsapp", ref } };
  const how = { timeoutMs: 100, anyHost: false };
  const error = await download({ getMediaKeys }, attachment, how).catch((reason: Error) => reason);
  const address = get.mock.calls[0]?.[0];
  return address ? String(address) : error;
}

describe("where a file may lie", () => {
  it.each([
    [{ directPath: "/v/1" }, "https://mmg.whatsapp.net/v/1"],
    [
      { directPath: "/v/1?a=b", url: "https://media-cgk1-1.cdn.whatsapp.net/v/1" },
      "https://media-cgk1-1.cdn.whatsapp.net/v/1?a=b",
    ],
    [{ directPath: "/v/1", url: "https://10.0.0.1/v/1" }, "https://mmg.whatsapp.net/v/1"],
    [{ directPath: "//10.0.0.1/v/1" }, "https://mmg.whatsapp.net//10.0.0.1/v/1"],
    [{ url: "https://mmg.whatsapp.net/v/1" }, "https://mmg.whatsapp.net/v/1"],
  ])("%j is looked for at %s", async (where, address) => {
    expect(await asked(where)).toBe(address);
  });

  it.each([
    { url: "https://10.0.0.1/v/1" },
    { url: "http://mmg.whatsapp.net/v/1" },
    { url: "https://mmg.whatsapp.net:8443/v/1" },
    { url: "https://evilwhatsapp.net/v/1" },
    { directPath: "@10.0.0.1/v/1" },
    { url: "nowhere" },
  ])("%j is nowhere", async (where) => {
    expect(await asked(where)).toBeInstanceOf(FileGoneError);
  });
});
