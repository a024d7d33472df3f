import { beforeAll, describe, expect, it } from "vitest";
import type { AskResult } from "../../src/ask.ts";
import type { Knowledge } from "../../src/knowledge/knowledge.ts";
import { testApp } from "./app.ts";
import { unvouched } from "./truth.ts";

let knowledge: Knowledge;
beforeAll(async () => void ({ knowledge } = await testApp()));

const check = (reply: string, said: string[] = [], facts: string[] = ["S3-03"], choices: string[] = []) =>
  unvouched(said, { reply, facts, choices } as unknown as AskResult, knowledge);

describe("the check that no number is invented", () => {
  it.each([
    ["a fact's own numbers", "Bantul: 25,23 persen (115.463 orang dari 457.718), per 27 Februari 2023."],
    ["a sum of them that is shown", "457.718 − 115.463 = 342.255 orang; jadi 342.255."],
    ["a share that is shown", "100 − 25,23 = 74,77 persen"],
  ])("lets %s pass", (_, reply) => expect(check(reply)).toEqual([]));

  it("lets pass what the person said, and the numbers of choices", () => {
    expect(check("Bukan 90 persen.\n1. Menu\n2. Petugas", ["benar 90 persen?"], [], ["Menu", "Petugas"])).toEqual([]);
  });

  it.each([
    ["another number", "Bantul: 26,23 persen", ["26,23"]],
    ["a number of another fact", "Jambi: 580 ribu", ["580 ribu"]],
    ["a wrong sum", "457.718 − 115.463 = 342.256", ["342.256"]],
    ["a sum of numbers nobody knows", "987 + 654 = 1.641", ["987", "654", "1.641"]],
    ["another year", "per Februari 2024", ["2024"]],
  ])("stops %s", (_, reply, left) => expect(check(reply)).toEqual(left));
});
