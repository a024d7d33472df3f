import { describe, expect, it } from "vitest";
import { afterClose, pauseBefore } from "../../../src/channels/whatsapp/close-codes.ts";

describe("afterClose", () => {
  it.each([
    [515, "reconnect", "now"],
    [428, "reconnect", "backoff"],
    [408, "reconnect", "backoff"],
    [503, "reconnect", "slow"],
    [429, "reconnect", "slow"],
    [500, "reconnect", "backoff"],
    [undefined, "reconnect", "backoff"],
    [999, "reconnect", "backoff"],
    [401, "stop", "logged-out"],
    [403, "stop", "forbidden"],
    [405, "stop", "client-refused"],
    [411, "stop", "multi-device-missing"],
    [440, "stop", "connection-replaced"],
  ])("%s: %s, %s", (statusCode, next, how) => {
    const after = afterClose(statusCode);
    expect(after.next).toBe(next);
    expect(after.next === "stop" ? after.why : after.pace).toBe(how);
  });

  it("takes only a ban for a restriction of the number", () => {
    const stops = [401, 403, 405, 411, 440].filter((code) => {
      const after = afterClose(code);
      return after.next === "stop" && after.isRestricted;
    });
    expect(stops).toEqual([403]);
  });

  it("gives up after many unknown errors in a row", () => {
    expect([1, 5, 6].map((times) => afterClose(500, times).next)).toEqual(["reconnect", "reconnect", "stop"]);
    expect(afterClose(428, 6).next).toBe("reconnect");
  });
});

describe("pauseBefore", () => {
  const backoff = { baseMs: 1000, maxMs: 60_000 };

  it("doubles up to the limit", () => {
    const pauses = [1, 2, 3, 4, 10, 1000].map((failures) => pauseBefore("backoff", failures, backoff, 0.5));
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 60_000, 60_000]);
  });

  it("is spread by half in either direction", () => {
    expect([0, 0.999].map((random) => pauseBefore("backoff", 1, backoff, random))).toEqual([500, 1499]);
  });

  it("starts late when the server has trouble, and not at all when it asks to come back", () => {
    expect(pauseBefore("slow", 1, backoff, 0.5)).toBe(15_000);
    expect(pauseBefore("now", 7, backoff, 0.5)).toBe(0);
  });
});
