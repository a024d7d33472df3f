import { GrammyError, HttpError } from "grammy";
import { expect, it } from "vitest";
import { FileGoneError } from "../../../src/channels/channel.ts";
import {
  describe as tell,
  isTopicClosed,
  isTopicGone,
  movedTo,
  NotFetchedError,
  NoFileError,
  retryAfterMsOf,
  toFailure,
} from "../../../src/channels/telegram/failure.ts";
import { growingPauseMs } from "../../../src/channels/telegram/pause.ts";

const refused = (error_code: number, description: string, parameters = {}) =>
  new GrammyError("Call failed", { ok: false, error_code, description, parameters }, "sendMessage", {});
const lost = (code?: string) => {
  const url = "request to https://api.telegram.org/bot12:SECRET/sendMessage failed";
  return new HttpError(url, Object.assign(new Error(url), code === undefined ? {} : { code }));
};

it.each([
  [
    "too many",
    refused(429, "Too Many Requests", { retry_after: 9 }),
    { reason: "retry", retryAfterMs: 9_000, wholeAccount: true },
  ],
  [
    "too many, no time said",
    refused(429, "Too Many Requests"),
    { reason: "retry", retryAfterMs: 3_000, wholeAccount: true },
  ],
  ["500", refused(500, "Internal Server Error"), { reason: "retry", retryAfterMs: 3_000, wholeAccount: false }],
  ["503", refused(503, "Service Unavailable"), { reason: "retry", retryAfterMs: 3_000, wholeAccount: false }],
  ["502, where it may have arrived", refused(502, "Bad Gateway"), { reason: "unknown" }],
  ["504, where it may have arrived", refused(504, "Gateway Timeout"), { reason: "unknown" }],
  ["401", refused(401, "Unauthorized"), { reason: "retry", retryAfterMs: 60_000, wholeAccount: true }],
  ["kicked", refused(403, "Forbidden: bot was kicked from the group chat"), { reason: "blocked" }],
  ["deactivated", refused(400, "Bad Request: USER IS DEACTIVATED"), { reason: "blocked" }],
  ["bad entities", refused(400, "Bad Request: can't parse entities"), { reason: "invalid" }],
  ["refused", lost("ECONNREFUSED"), { reason: "retry", wholeAccount: true }],
  ["no such host", lost("ENOTFOUND"), { reason: "retry", wholeAccount: true }],
  ["no name server", lost("EAI_AGAIN"), { reason: "retry", wholeAccount: true }],
  ["reset", lost("ECONNRESET"), { reason: "unknown" }],
  ["timed out", lost(), { reason: "unknown" }],
  ["no picture", new NoFileError("RAHASIA"), { reason: "invalid", detail: "no file" }],
  ["no file any more", new FileGoneError("RAHASIA"), { reason: "invalid", detail: "the file cannot be had any more" }],
  [
    "no file just now",
    new NotFetchedError(new Error("RAHASIA")),
    { reason: "retry", retryAfterMs: 5_000, wholeAccount: false, detail: "the file could not be fetched" },
  ],
  ["no topic", refused(400, "Bad Request: message thread not found"), { reason: "invalid" }],
  ["a closed topic", refused(400, "Bad Request: TOPIC_CLOSED"), { reason: "invalid" }],
  ["something else", new TypeError("RAHASIA"), { reason: "unknown", detail: "a fault of our own (TypeError)" }],
  ["no error at all", "RAHASIA", { reason: "unknown" }],
])("%s", (_, error, expected) => {
  const failure = toFailure(error);
  expect(failure).toMatchObject(expected);
  expect(failure.detail).not.toMatch(/SECRET|RAHASIA|api\.telegram/);
});

it.each([
  ["kicked", 403, "Forbidden: bot was kicked from the supergroup chat"],
  ["chat not found", 400, "Bad Request: chat not found"],
  ["no rights", 400, "Bad Request: not enough rights to send text messages to the chat"],
  ["no rights for topics", 400, "Bad Request: not enough rights to create a topic"],
  ["no administrator", 400, "Bad Request: CHAT_ADMIN_REQUIRED"],
  ["no forum", 400, "Bad Request: the chat is not a forum"],
  ["no topic although just opened", 400, "Bad Request: message thread not found"],
])("a message waits for the desk: %s", (_, code, description) => {
  expect(toFailure(refused(code, description), { toDesk: true })).toMatchObject({
    reason: "retry",
    retryAfterMs: 60_000,
    wholeAccount: false,
  });
});

it.each(["can't parse entities", "message to edit not found", "message can't be deleted for everyone"])(
  "a message that is wrong is wrong for the desk too: %s",
  (why) => {
    expect(toFailure(refused(400, `Bad Request: ${why}`), { toDesk: true }).reason).toBe("invalid");
  },
);

it("knows a topic that is gone from one that is closed", () => {
  const gone = ["message thread not found", "TOPIC_DELETED", "topic deleted", "TOPIC_ID_INVALID"];
  for (const why of gone) expect(isTopicGone(refused(400, `Bad Request: ${why}`))).toBe(true);
  const closed = refused(400, "Bad Request: TOPIC_CLOSED");
  expect([isTopicGone(closed), isTopicClosed(closed), isTopicClosed(lost())]).toEqual([false, true, false]);
});

it("tells an error without what was quoted or who it was about", () => {
  expect(tell(refused(400, 'Bad Request: unsupported start tag "nik 3404" at 5; chat 628123456789'))).toBe(
    'sendMessage 400: Bad Request: unsupported start tag "…" at 5; chat …',
  );
});

it("knows where a group went and how long to wait", () => {
  expect(movedTo(refused(400, "upgraded", { migrate_to_chat_id: -1007 }))).toBe("-1007");
  expect(movedTo(lost())).toBeUndefined();
  expect(retryAfterMsOf(refused(429, "", { retry_after: 2 }))).toBe(2_000);
  expect(retryAfterMsOf(lost())).toBe(0);
});

it("waits longer after every failure, up to a minute, never twice the same", () => {
  expect([1, 2, 3, 7, 99].map((failures) => growingPauseMs(failures, 1))).toEqual([
    1_000, 2_000, 4_000, 60_000, 60_000,
  ]);
  expect(growingPauseMs(1, 0)).toBe(500);
});
