import { describe, expect, it } from "vitest";
import { recalling } from "../../src/understanding/recall.ts";

describe("a function of a word that remembers", () => {
  it("looks a word up once, also when it found nothing", () => {
    const asked: string[] = [];
    const find = recalling((word) => {
      asked.push(word);
      return word === "iuran" ? 1 : undefined;
    });
    expect(["iuran", "iuran", "apa", "apa"].map(find)).toEqual([1, 1, undefined, undefined]);
    expect(asked).toEqual(["iuran", "apa"]);
  });

  it("forgets when there are too many, and never keeps what is no word", () => {
    let asked = 0;
    const find = recalling(() => ++asked);
    const first = find("iuran");
    for (let i = 0; i < 10_000; i++) find(`kata${i}`);
    expect(find("iuran")).not.toBe(first);
    const long = "a".repeat(4000);
    expect(find(long)).not.toBe(find(long));
  });
});
