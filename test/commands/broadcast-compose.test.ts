import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { Audience } from "../../src/broadcast/audience.ts";
import type { SavedSegment } from "../../src/settings/settings.ts";
import { createDesk } from "./broadcast-desk.ts";

const folder = mkdtempSync(join(tmpdir(), "sapa-broadcast-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
const TEXT = file("pesan.txt", "\uFEFFHalo {nama},\r\ndiskon berakhir Desember.\n\n");
const SUNDANESE = file("pesan-su.txt", "Wilujeng {nama}");

const SAVED: SavedSegment[] = [
  { name: "soreang", segment: { regions: ["32.04"], tags: ["Soreang"] } },
  { name: "tokoh", segment: { roles: ["leader"] } },
];
let desk: ReturnType<typeof createDesk>;
beforeEach(() => {
  desk = createDesk({ segments: SAVED });
});

const create = (...more: string[]) =>
  desk.run(["create", "--by", "rina", "--topic", "discount", "--text-file", TEXT, ...more]);
type Told = [string, string, { name?: string; audience: Audience; content: unknown }];
const told = () => (desk.last() as Told)[2];

describe("broadcast create", () => {
  it.each<[string[], Omit<Audience, "topic">]>([
    [[], { include: [], exclude: [] }],
    // several values of one option: any of them; different options hold together
    [
      ["--role", "leader", "--role", "worker", "--region", "Kab. Bandung", "--language", "su"],
      { include: [{ roles: ["leader", "worker"], regions: ["32.04"], languages: ["su"] }], exclude: [] },
    ],
    [["--region", "32.73"], { include: [{ regions: ["32.73"] }], exclude: [] }],
    [["--region", "Bantul", "--region", "34.02"], { include: [{ regions: ["34.02"] }], exclude: [] }],
    [
      ["--occupation", "ojol", "--occupation", "petani"],
      { include: [{ occupations: ["ojol", "petani"] }], exclude: [] },
    ],
    [["--occupation", "pengemudi ojek online"], { include: [{ occupations: ["ojol"] }], exclude: [] }],
    [["--seen-within", "30d"], { include: [{ seenWithinDays: 30 }], exclude: [] }],
    [
      ["--not-seen-for", "90", "--seen-within", "365d"],
      { include: [{ seenWithinDays: 365, notSeenForDays: 90 }], exclude: [] },
    ],
    [["--asked-about", "claim"], { include: [{ askedAbout: { intents: ["claim"] } }], exclude: [] }],
    [
      ["--asked-about", "claim.jht", "--asked-within", "60d"],
      { include: [{ askedAbout: { intents: ["claim.jht"], withinDays: 60 } }], exclude: [] },
    ],
    // as it was written when it was put to somebody
    [["--tag", "PASAR", "--tag", "soreang"], { include: [{ tags: ["pasar", "Soreang"] }], exclude: [] }],
    // each saved segment is one more part; what else is included is another one
    [
      ["--segment", "tokoh", "--segment", "Soreang", "--tag", "pasar"],
      {
        include: [
          { tags: ["pasar"] },
          { name: "tokoh", roles: ["leader"] },
          { name: "soreang", regions: ["32.04"], tags: ["Soreang"] },
        ],
        exclude: [],
      },
    ],
    // each exclude option excludes by itself
    [
      ["--exclude-role", "staff", "--exclude-region", "Kota Bandung", "--exclude-segment", "tokoh"],
      { include: [], exclude: [{ roles: ["staff"] }, { regions: ["32.73"] }, { name: "tokoh", roles: ["leader"] }] },
    ],
    [
      ["--exclude-occupation", "ojol", "--exclude-tag", "pasar", "--exclude-tag", "soreang"],
      { include: [], exclude: [{ occupations: ["ojol"] }, { tags: ["pasar", "Soreang"] }] },
    ],
    [
      ["--exclude-language", "jv", "--exclude-asked-about", "handoff.complaint"],
      { include: [], exclude: [{ languages: ["jv"] }, { askedAbout: { intents: ["handoff.complaint"] } }] },
    ],
    [
      ["--channel", "whatsapp", "--channel", "telegram", "--channel", "whatsapp"],
      { channels: ["whatsapp", "telegram"], include: [], exclude: [] },
    ],
  ])("%j is this audience", async (args, audience) => {
    const { complaint, code } = await create(...args);
    expect([complaint, code]).toEqual(["", 0]);
    expect(told().audience).toEqual({ topic: "discount", ...audience });
  });

  it("keeps the words as they are, without marks of the editor, and says what to do next", async () => {
    const { out } = await create("--name", "Diskon", "--text-su", SUNDANESE, "--choice", "Ya", "--choice", " Tidak ");
    expect(told()).toMatchObject({
      name: "Diskon",
      content: {
        texts: { id: "Halo {nama},\ndiskon berakhir Desember.", su: "Wilujeng {nama}" },
        choices: ["Ya", "Tidak"],
      },
    });
    expect(out).toBe(
      'Broadcast 1 "Diskon": draft.\nUntuk: discount\nSee who gets it: npm run broadcast -- preview 1\n',
    );
  });

  it("takes a picture along", async () => {
    await create("--file", "poster.jpg");
    expect(told().content).toMatchObject({ file: { path: "files/1.jpg", kind: "image" } });
  });

  it("saves the segment that its options make, without the other parts", async () => {
    const { out } = await create(
      "--region",
      "Bantul",
      "--segment",
      "tokoh",
      "--exclude-tag",
      "pasar",
      "--save-segment",
      "bantul",
    );
    expect(out).toContain('Segment "bantul" is saved.');
    expect(desk.settings().broadcast.segments.at(-1)).toEqual({ name: "bantul", segment: { regions: ["34.02"] } });
    expect(told().audience.include[0]).toEqual({ name: "bantul", regions: ["34.02"] });
    expect((await create("--segment", "bantul")).code).toBe(0);
    expect(told().audience.include).toEqual([{ name: "bantul", regions: ["34.02"] }]);
  });

  it("says that a segment was not saved, and why", async () => {
    const { out, complaint, code } = await create("--region", "Bantul", "--save-segment", "buruk");
    expect(out).toContain("Broadcast 1");
    expect(complaint).toMatch(/The broadcast is kept, the segment was not saved.\n.*segments\[0\]\.name: is bad/);
    expect(code).toBe(1);
  });

  it("saves no segment of a broadcast that was refused", async () => {
    const args = ["create", "--by", "budi", "--topic", "safety", "--text-file", TEXT, "--tag", "pasar"];
    const { complaint, code } = await desk.run([...args, "--save-segment", "pasar"]);
    expect([complaint, code]).toEqual(["Ditolak: role\n", 1]);
    expect(desk.settings().broadcast.segments).toEqual(SAVED);
  });

  it.each<[string, string[], RegExp]>([
    [
      "a place that can be several",
      ["--region", "Bandung"],
      /--region: "Bandung" can be Kabupaten Bandung \(32\.04\), Kota Bandung \(32\.73\)/,
    ],
    ["a place nobody knows", ["--exclude-region", "Mars"], /--exclude-region: no place is called "Mars"/],
    ["an occupation", ["--occupation", "astronot"], /--occupation: "astronot" is not known; there are: ojol, petani/],
    ["a tag", ["--exclude-tag", "psar"], /--exclude-tag: "psar" is not known; there are: pasar, Soreang/],
    [
      "an intent",
      ["--asked-about", "klaim"],
      /--asked-about: "klaim" is not known; there are: smalltalk, menu, .*claim/,
    ],
    ["half a word of an intent", ["--asked-about", "clai"], /"clai" is not known/],
    ["an intent of a family", ["--asked-about", "claim.jhtt"], /there are: claim\.jht, claim\.jkk/],
    ["a segment", ["--segment", "pasar"], /--segment: "pasar" is not known; there are: soreang, tokoh/],
    ["a segment that is there", ["--tag", "pasar", "--save-segment", "Tokoh"], /there is a segment "tokoh" already/],
    ["a segment of nothing", ["--segment", "tokoh", "--save-segment", "x"], /--save-segment: say who is in it/],
    ["days that leave nobody", ["--seen-within", "30d", "--not-seen-for", "90d"], /leave nobody/],
    ["days of nothing", ["--asked-within", "30d"], /--asked-within: say about what/],
    ["a file that is not there", ["--file", "tidak-ada.jpg"], /--file tidak-ada\.jpg: there is no such file/],
  ])("names what is wrong: %s", async (_, args, said) => {
    const { complaint, code, out } = await create(...args);
    expect(complaint).toMatch(said);
    expect([code, out, desk.said]).toEqual([1, "", []]);
  });

  it.each<[string, string[], RegExp]>([
    ["no text", ["--text-file", join(folder, "x.txt")], /--text-file .*x\.txt: there is no such file/],
    ["an empty text", ["--text-su", file("kosong.txt", " \n")], /--text-su .*kosong\.txt: is empty/],
    ["no text at all", ["--text-jv", file("gambar.txt", new Uint8Array([0xff, 0xd8, 0xff]))], /is no text in UTF-8/],
    ["a folder", ["--text-en", folder], /--text-en .*: cannot be read \(EISDIR\)/],
    ["a NIK", ["--text-su", file("nik.txt", "NIK 3402 0112 3456 0001")], /nik\.txt: holds a sixteen-digit number/],
    ["a NIK in its name", ["--name", "3402011234560001"], /--name: holds a sixteen-digit number/],
    ["seven choices", "abcdefg".split("").flatMap((label) => ["--choice", label]), /at most 6, and there are 7/],
    ["a choice twice", ["--choice", "Ya", "--choice", "ya"], /"ya" is there twice/],
    ["an empty choice", ["--choice", " "], /--choice: must not be empty/],
    ["a topic", ["--topic", "politik"], /Allowed choices are discount, registration, safety/],
    ["a role", ["--role", "raja"], /Allowed choices are worker, leader, staff/],
    ["a channel", ["--channel", "terminal"], /Allowed choices are whatsapp, telegram/],
    ["a language", ["--language", "nl"], /Allowed choices are id, su, jv, en/],
    ["days", ["--seen-within", "0d"], /must be a number of days from 1d to 3650d/],
    ["days in words", ["--seen-within", "bulan"], /must be a number of days/],
  ])("is refused before anything is opened: %s", async (_, args, said) => {
    const { complaint, code } = await create(...args);
    expect(complaint).toMatch(said);
    expect([code, desk.desk.opened]).toEqual([1, 0]);
  });

  it.each([[["--topic", "discount"]], [["--text-file", TEXT]]])("needs more than %j", async (args) => {
    const { complaint, code } = await desk.run(["create", "--by", "rina", ...args]);
    expect(complaint).toMatch(/required option '--(?:topic|text-file)/);
    expect(code).toBe(1);
  });

  it("knows only staff", async () => {
    const { complaint, code } = await create("--by", "ani");
    expect([complaint, code]).toEqual(['--by: nobody on the staff is called "ani"; there are: rina, budi.\n', 1]);
  });
});

describe("broadcast edit", () => {
  const edit = (...more: string[]) => desk.run(["edit", "1", "--by", "rina", ...more]);
  const change = () => (desk.last() as [string, number, string, Record<string, unknown>])[3];
  const before = {
    topic: "discount",
    channels: ["telegram"],
    include: [{ tags: ["pasar"] }],
    exclude: [{ roles: ["staff"] }],
  };

  it.each<[string[], Record<string, unknown>]>([
    [["--name", "Lain"], { name: "Lain" }],
    [["--topic", "safety"], { audience: { ...before, topic: "safety" } }],
    [["--region", "Bantul"], { audience: { ...before, include: [{ regions: ["34.02"] }] } }],
    [["--exclude-tag", "pasar"], { audience: { ...before, exclude: [{ tags: ["pasar"] }] } }],
    [["--everybody"], { audience: { ...before, include: [] } }],
    [["--exclude-nobody", "--channel", "whatsapp"], { audience: { ...before, channels: ["whatsapp"], exclude: [] } }],
    [
      ["--text-file", TEXT],
      {
        content: {
          texts: { id: "Halo {nama},\ndiskon berakhir Desember.", su: "Wilujeng {nama}" },
          choices: ["Ya", "Tidak"],
        },
      },
    ],
    [["--no-text-su"], { content: { texts: { id: "Halo {nama}" }, choices: ["Ya", "Tidak"] } }],
    [["--no-choice"], { content: { texts: { id: "Halo {nama}", su: "Wilujeng {nama}" } } }],
    [["--choice", "Setuju"], { content: { texts: { id: "Halo {nama}", su: "Wilujeng {nama}" }, choices: ["Setuju"] } }],
  ])("%j changes this and no more", async (args, changed) => {
    desk.add();
    const { complaint, code } = await edit(...args);
    expect([complaint, code]).toEqual(["", 0]);
    expect(change()).toEqual(changed);
  });

  it("puts a file on and takes it off", async () => {
    desk.add();
    await edit("--file", "poster.jpg");
    expect(desk.campaigns.get(1)?.content.file?.path).toBe("files/1.jpg");
    await edit("--no-file");
    expect(desk.campaigns.get(1)?.content).not.toHaveProperty("file");
  });

  it("makes what was approved a draft again", async () => {
    desk.add({ state: "approved" });
    expect((await edit("--name", "Lain")).out).toMatch(/^Broadcast 1 "Lain": draft\.\n/);
  });

  it.each<[string, string[], RegExp]>([
    ["nothing", [], /Nothing was changed: say what/],
    ["the same again", ["--tag", "pasar"], /Nothing was changed/],
    ["everybody and somebody", ["--everybody", "--tag", "pasar"], /--everybody: goes with no option that says who/],
    ["nobody and somebody", ["--exclude-nobody", "--exclude-tag", "pasar"], /--exclude-nobody: goes with no option/],
  ])("refuses %s", async (_, args, said) => {
    desk.add();
    const { complaint, code } = await edit(...args);
    expect(complaint).toMatch(said);
    expect([code, desk.said]).toEqual([1, []]);
  });

  it("says why what runs cannot be changed, and what is not there", async () => {
    expect((await edit("--name", "x")).complaint).toMatch(/There is no broadcast 1\. See them all/);
    desk.add({ state: "running" });
    expect(await edit("--name", "x")).toMatchObject({ complaint: "Ditolak: state running\n", code: 1 });
    expect((await desk.run(["edit", "satu", "--by", "rina"])).complaint).toMatch(/must be the number of a broadcast/);
  });
});
