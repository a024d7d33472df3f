import { expect, it } from "vitest";
import type { Outcome } from "../../src/analytics/outcome.ts";
import { DAY, describeStores, HOUR, whatsapp } from "./forms.ts";

describeStores("topics of the staff's group", (kept) => {
  const THREADS = [10, 11, 20];
  it.each<[what: string, saved: [key: string, thread: number][], keys: (string | undefined)[]]>([
    [
      "are found both ways",
      [
        ["1", 10],
        ["2", 20],
      ],
      ["1", undefined, "2"],
    ],
    [
      "move to a new thread",
      [
        ["1", 10],
        ["1", 11],
      ],
      [undefined, "1", undefined],
    ],
    [
      "give their thread to another key",
      [
        ["1", 10],
        ["2", 10],
      ],
      ["2", undefined, undefined],
    ],
    [
      "swap",
      [
        ["1", 10],
        ["2", 20],
        ["1", 20],
      ],
      [undefined, undefined, "1"],
    ],
    [
      "stay when saved again",
      [
        ["1", 10],
        ["1", 10],
      ],
      ["1", undefined, undefined],
    ],
  ])("%s", (_, saved, keys) => {
    for (const [key, thread] of saved) kept.topics.save(key, thread);
    expect(THREADS.map((thread) => kept.topics.keyOf(thread))).toEqual(keys);
    for (const key of ["1", "2"]) {
      const thread = THREADS[keys.indexOf(key)];
      expect(kept.topics.threadOf(key)).toBe(keys.includes(key) ? thread : undefined);
    }
  });

  it("are dropped alone", () => {
    kept.topics.save("1", 10);
    kept.topics.save("2", 20);
    kept.topics.drop("1");
    kept.topics.drop("3");
    expect([kept.topics.threadOf("1"), kept.topics.keyOf(10)]).toEqual([undefined, undefined]);
    expect(kept.topics.threadOf("2")).toBe(20);
  });
});

describeStores("outcomes", (kept) => {
  const outcome = (ms: number, more: Partial<Outcome> = {}): Outcome => ({
    at: kept.later(ms),
    channel: "telegram",
    intent: `intent ${ms}`,
    kind: "answered",
    ...more,
  });

  it.each([
    [0, DAY, [0, 1]],
    [0, DAY + 1, [0, 1, DAY]],
    [1, DAY, [1]],
    [2, DAY, []],
  ])("between %i and %i are %j: the start counts, the end does not", (from, to, times) => {
    for (const ms of [DAY, 0, 1]) kept.outcomes.add(outcome(ms));
    expect(kept.outcomes.between(kept.later(from), kept.later(to))).toEqual(times.map((ms) => outcome(ms)));
  });

  it("come back as they were, and are swept by their time", () => {
    const all = [outcome(0, { region: "34", kind: "handed-off" }), outcome(1, { kind: "asked-again" })];
    for (const one of all) kept.outcomes.add(one);
    expect(kept.outcomes.between(kept.now, kept.later(DAY))).toEqual(all);
    expect(kept.outcomes.sweep(kept.later(1))).toBe(1);
    expect(kept.outcomes.between(kept.now, kept.later(DAY))).toEqual(all.slice(1));
  });
});

describeStores("unanswered questions", (kept) => {
  const add = (contactId: string, text: string, at = kept.now) =>
    kept.unanswered.add({ contactId, text, at, reason: "misunderstood" });
  const texts = (list: { text: string }[]) => list.map(({ text }) => text);

  it("are on the list, open, under an id of their own", () => {
    const id = kept.unanswered.add({ contactId: "a", text: "apa?", at: kept.now, reason: "unhelpful", intent: "x" });
    const next = add("b", "kapan?");
    expect(next).toBeGreaterThan(id);
    expect(kept.unanswered.get(id)).toEqual({
      id,
      contactId: "a",
      text: "apa?",
      at: kept.now,
      reason: "unhelpful",
      intent: "x",
      tell: false,
      state: "open",
    });
    expect(kept.unanswered.get(next)).not.toHaveProperty("intent");
    expect(kept.unanswered.get(next + 1)).toBeUndefined();
  });

  it("leave the list when they are settled, and stay the contact's", () => {
    const ids = ["1", "2", "3", "4"].map((text) => add(text === "4" ? "b" : "a", text));
    kept.unanswered.settle([ids[0]!, ids[2]!], "answered");
    kept.unanswered.settle([ids[3]!], "ignored");
    kept.unanswered.settle([], "ignored");
    expect(texts(kept.unanswered.open())).toEqual(["2"]);
    expect(kept.unanswered.of("a").map(({ text, state }) => [text, state])).toEqual([
      ["1", "answered"],
      ["2", "open"],
      ["3", "answered"],
    ]);
    expect(kept.unanswered.of("b")[0]?.state).toBe("ignored");
    expect(kept.unanswered.of("c")).toEqual([]);
  });

  it("are told about when the person asked for it: the last open one", () => {
    expect(kept.unanswered.tellAbout("a")).toBe(false);
    const ids = ["1", "2", "3"].map((text) => add("a", text));
    add("b", "lain");
    kept.unanswered.settle([ids[2]!], "ignored");
    expect(kept.unanswered.tellAbout("a")).toBe(true);
    expect(kept.unanswered.of("a").map(({ tell }) => tell)).toEqual([false, true, false]);
    expect(kept.unanswered.of("b")[0]?.tell).toBe(false);
  });

  it("go along when two addresses turn out to be one person", () => {
    const ids = ["1", "2"].map((chatId) => kept.contacts.idOf(whatsapp(chatId)));
    for (const id of ids) add(id, "apa?");
    kept.contacts.link(whatsapp("1"), "2");
    expect(kept.unanswered.of(kept.contacts.idOf(whatsapp("1")))).toHaveLength(2);
  });

  it("are forgotten by their time", () => {
    for (const hours of [0, 1, 2]) add("a", String(hours), kept.later(hours * HOUR));
    expect(kept.unanswered.sweep(kept.later(2 * HOUR))).toBe(2);
    expect(texts(kept.unanswered.of("a"))).toEqual(["2"]);
  });
});

describeStores("work that is due now and then", (kept) => {
  it("is known by when it was last done", () => {
    expect(kept.done.last("digest")).toBeUndefined();
    kept.done.mark("digest", kept.now);
    kept.done.mark("report", kept.later(-DAY));
    kept.done.mark("digest", kept.later(DAY));
    expect(kept.done.last("digest")).toEqual(kept.later(DAY));
    expect(kept.done.last("report")).toEqual(kept.later(-DAY));
  });
});
