import { describe, expect, it } from "vitest";
import { createQuestions, type School } from "../../src/staff/questions.ts";
import { shippedSay } from "../broadcast/say.ts";

describe("what staff taught", () => {
  it("is told to the group when a later look takes it back", async () => {
    let takenBack: Parameters<School["onTakenBack"]>[0] = () => {};
    const posted: [string, string | undefined][] = [];
    createQuestions({
      unanswered: { open: () => [] } as never,
      school: { onTakenBack: (tell) => void (takenBack = tell) } as School,
      post: (_ticket, what, { text }) => void posted.push([what, text]),
      tell: () => {},
      subject: (intent) => intent,
      isDue: () => false,
      say: await shippedSay(),
      clock: () => new Date("2026-11-24T05:00:00Z"),
      failed: () => {},
    });
    takenBack("bayarnya pakai padi bisa?", "pertanyaan lain jadi salah dijawab, misalnya “iuran berapa”.");
    expect(posted).toEqual([
      [
        "questions",
        "Setelah diperiksa ulang, “bayarnya pakai padi bisa?” batal dipelajari: pertanyaan lain jadi salah dijawab, misalnya “iuran berapa”.",
      ],
    ]);
  });
});
