import { describe, expect, it } from "vitest";
import { toContent } from "../../../src/channels/whatsapp/outbound.ts";
import { ackResult, failedSend } from "../../../src/channels/whatsapp/send-result.ts";

const to = { channel: "whatsapp", chatId: "1555@s.whatsapp.net" } as const;

describe("toContent", () => {
  it("sends the text as it is, and looks up no link", () => {
    const text = "*Iuran* https://example.org\n1. Ya\n2. Tidak";
    expect(toContent({ to, text, choices: ["Ya", "Tidak"] })).toEqual({ text, linkPreview: null });
  });

  it("sends a picture with its caption", () => {
    const picture = { path: "a.png", mimeType: "image/png" };
    expect(toContent({ to, text: "Grafik", choices: [], picture })).toEqual({
      image: { url: "a.png" },
      caption: "Grafik",
      mimetype: "image/png",
    });
  });
});

describe("what became of a message", () => {
  it.each([
    [{ said: "taken" } as const, "ok"],
    [{ said: "nothing", why: "no ack" } as const, "unknown"],
    [{ said: "refused", error: "463" } as const, "restricted"],
    [{ said: "refused", error: "403" } as const, "restricted"],
    [{ said: "refused", error: "479" } as const, "invalid"],
    [{ said: "refused", error: "400" } as const, "invalid"],
  ])("%j → %s", (ack, outcome) => {
    const result = ackResult(ack, "ID");
    expect(result.ok ? "ok" : result.reason).toBe(outcome);
  });

  it.each([
    [{ code: "ENOENT", name: "Error" }, "invalid"],
    [{ name: "Error", output: { statusCode: 408 } }, "unknown"],
    [{ name: "Error", output: { statusCode: 428 } }, "retry"],
    [{ name: "Error", output: { statusCode: 500 } }, "retry"],
    [{ name: "Error", output: { statusCode: 400 } }, "invalid"],
    [{ name: "TypeError" }, "retry"],
  ])("the error %j → %s", (error, reason) => {
    expect(failedSend(error)).toMatchObject({ ok: false, reason });
  });
});
