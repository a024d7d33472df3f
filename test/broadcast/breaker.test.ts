import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tripReason, type BreakerOutcome } from "../../src/broadcast/breaker.ts";

const BREAKER = { failPercent: 20, window: 20, missingAcks: 3 };

/** One letter an outcome, newest first. */
const OUTCOMES: Record<string, BreakerOutcome> = {
  s: { status: "sent" },
  d: { status: "delivered" },
  r: { status: "read" },
  f: { status: "failed", reason: "invalid: no account" },
  t: { status: "failed", reason: "retry: timed out" },
  b: { status: "failed", reason: "blocked: 403" },
  R: { status: "failed", reason: "restricted: 463" },
  u: { status: "unknown", reason: "unknown: no answer" },
  k: { status: "unknown", reason: "stopped while sending" },
  q: { status: "queued", reason: "timed out" },
  g: { status: "sending" },
  x: { status: "skipped", reason: "no-consent" },
};
const outcomes = (letters: string) => Array.from(letters, (letter) => OUTCOMES[letter] as BreakerOutcome);

describe("the circuit breaker", () => {
  it.each([
    ["nothing was sent", "", undefined],
    ["all is well", "sdrsdrsdrsdrsdrsdrsd", undefined],
    ["a restriction, the newest", "Rsdrsdrsdr", { why: "restricted" }],
    ["a restriction, the only one", "R", { why: "restricted" }],
    ["a restriction behind others", "ssssssssR", { why: "restricted" }],
    ["a restriction goes before all else", "uuuR", { why: "restricted" }],
    ["two in a row without an answer", "uusdrsdrsdrsdrsdrsdrs", undefined],
    ["three in a row without an answer", "uuusdrs", { why: "missing-acks", count: 3 }],
    ["nothing but silence", "uuuuu", { why: "missing-acks", count: 5 }],
    ["silence that waiting ones lie between", "uqugux", { why: "missing-acks", count: 3 }],
    ["silence that is over", "suuus", undefined],
    ["a program that dies at each message", "kkk", { why: "missing-acks", count: 3 }],
    ["few messages, all failed", "fffffffff", undefined],
    ["half a window, a fifth of it failed", "ffssssssss", { why: "failures", percent: 20, count: 2 }],
    ["half a window, a tenth of it failed", "fsssssssss", undefined],
    ["a whole window, three of it failed", "fsfsfsssssssssssssss", undefined],
    ["a whole window, four of it failed", "fsfsfstsssssssssssss", { why: "failures", percent: 20, count: 4 }],
    ["failures before the window", "ssssssssssssssssssssfffffff", undefined],
    ["messages that wait or were left out are no part of it", "fqqqqfxxxxsssssss", undefined],
    ["silence now and then counts as failure", "usussssssss", undefined],
    ["silence every third time", "ussussusss", { why: "failures", percent: 30, count: 3 }],
    ["our own stops now and then do not", "ksksksksssss", undefined],
  ])("%s", (_, letters, expected) => expect(tripReason(outcomes(letters), BREAKER, "whatsapp")).toEqual(expected));

  it("people who block us do harm on WhatsApp, not on Telegram", () => {
    const blocked = outcomes("bbbbbsssss");
    expect(tripReason(blocked, BREAKER, "telegram")).toBeUndefined();
    expect(tripReason(blocked, BREAKER, "whatsapp")).toEqual({ why: "failures", percent: 50, count: 5 });
    expect(tripReason(outcomes("bbbffsssss"), BREAKER, "telegram")).toEqual({
      why: "failures",
      percent: 20,
      count: 2,
    });
  });

  it("goes by the settings", () => {
    const strict = { failPercent: 1, window: 5, missingAcks: 1 };
    expect(tripReason(outcomes("u"), strict, "telegram")).toEqual({ why: "missing-acks", count: 1 });
    expect(tripReason(outcomes("sfs"), strict, "telegram")).toEqual({ why: "failures", percent: 33, count: 1 });
    expect(tripReason(outcomes("sf"), strict, "telegram")).toBeUndefined();
    const lax = { failPercent: 100, window: 5, missingAcks: 20 };
    expect(tripReason(outcomes("ffsff"), lax, "telegram")).toBeUndefined();
    expect(tripReason(outcomes("fffff"), lax, "telegram")).toEqual({ why: "failures", percent: 100, count: 5 });
  });

  it("never trips where all got through, always where somebody was restricted", () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(..."sdrqgx")),
        fc.array(fc.constantFrom(...Object.keys(OUTCOMES))),
        fc.constantFrom("telegram" as const, "whatsapp" as const),
        (good, any, channel) => {
          expect(tripReason(outcomes(good.join("")), BREAKER, channel)).toBeUndefined();
          expect(tripReason(outcomes([...any, "R"].join("")), BREAKER, channel)).toEqual({ why: "restricted" });
        },
      ),
    ));
});
