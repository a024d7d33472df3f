import { expect, it } from "vitest";
import type { ConsentChange, Topic } from "../../src/contacts/consent.ts";
import { describeStores, whatsapp } from "./forms.ts";

/** "+safety" agrees, "-safety" takes it back; `minute` is when it was said. */
function change(sign: string, minute: number): ConsentChange {
  return {
    topic: sign.slice(1) as Topic,
    granted: sign.startsWith("+"),
    at: new Date(Date.UTC(2026, 10, 24, 5, minute)),
    channel: "whatsapp",
    wording: `kata ${minute}`,
    source: "person",
  };
}

describeStores("consent", (kept) => {
  it.each<[said: string[], holds: Topic[]]>([
    [[], []],
    [["+safety"], ["safety"]],
    [["-safety"], []],
    [["+safety", "-safety"], []],
    [["+safety", "-safety", "+safety"], ["safety"]],
    [["+discount", "+safety", "-discount"], ["safety"]],
    [
      ["+safety", "+registration", "+discount"],
      ["discount", "registration", "safety"],
    ],
  ])("%j holds as %j", (said, holds) => {
    const id = kept.contacts.idOf(whatsapp("1"));
    const other = kept.contacts.idOf(whatsapp("2"));
    said.forEach((sign, minute) => kept.consent.change(id, change(sign, minute)));
    expect(kept.consent.of(id)).toEqual(holds);
    expect(kept.consent.of(other)).toEqual([]);
    expect(kept.consent.history(id)).toEqual(said.map(change));
  });

  it("goes by when something was said, and of the same moment by what came last", () => {
    const id = kept.contacts.idOf(whatsapp("1"));
    kept.consent.change(id, change("-safety", 9));
    kept.consent.change(id, change("+safety", 3));
    expect(kept.consent.of(id)).toEqual([]);
    expect(kept.consent.history(id).map(({ at }) => at.getUTCMinutes())).toEqual([3, 9]);
    kept.consent.change(id, change("+safety", 9));
    expect(kept.consent.of(id)).toEqual(["safety"]);
  });

  it.each<[older: string[], younger: string[], holds: Topic[]]>([
    [["+safety@1"], [], ["safety"]],
    [[], ["+safety@1"], ["safety"]],
    [["+safety@1"], ["-safety@2"], []],
    [["-safety@2"], ["+safety@1"], []],
    [["+safety@2"], ["-safety@1"], ["safety"]],
    [["-safety@1"], ["+safety@2"], ["safety"]],
    [["+safety@1", "-safety@3"], ["+discount@1", "+safety@2"], ["discount"]],
  ])("of a person with two addresses, %j and %j, holds as %j", (older, younger, holds) => {
    const ids = [kept.contacts.idOf(whatsapp("1")), kept.contacts.idOf(whatsapp("2"))] as const;
    const say = (id: string, said: string[]) => {
      for (const word of said) {
        const [sign, minute] = word.split("@");
        kept.consent.change(id, change(sign ?? "", Number(minute)));
      }
    };
    say(ids[0], older);
    say(ids[1], younger);
    kept.contacts.link(whatsapp("2"), "1");
    const id = kept.contacts.idOf(whatsapp("1"));
    expect(kept.consent.of(id)).toEqual(holds);
    expect(kept.consent.history(id)).toHaveLength(older.length + younger.length);
    expect(kept.consent.history(ids.find((one) => one !== id) ?? id)).toEqual([]);
  });
});
