import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { DocumentError, openDocument, safeJsonAdapter } from "../../src/knowledge/document.ts";

const schema = z.strictObject({ places: z.array(z.strictObject({ id: z.string(), people: z.number() })) });

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sapa-document-"));
  path = join(folder, "places.json");
});
afterEach(() => rm(folder, { recursive: true }));

describe("documents that people edit", () => {
  it("a missing file is an error, never an empty document", async () => {
    await expect(openDocument(path, schema)).rejects.toThrow(/places\.json: cannot be read/);
  });

  it("names the record by its id", async () => {
    await writeFile(path, JSON.stringify({ places: [{ id: "bantul", people: "many" }] }));
    await expect(openDocument(path, schema)).rejects.toThrow(/places\.json: places\[0\] \(bantul\)\.people/);
  });

  it("keeps a copy of a broken file when asked to, and leaves the file alone", async () => {
    await writeFile(path, '{"places": [');
    const adapter = safeJsonAdapter({ path, schema, quarantine: true, now: () => new Date("2026-11-24T05:00:00Z") });
    await expect(adapter.read()).rejects.toThrow(/A copy was kept as places\.json\.corrupt-2026-11-24T05-00-00\.000Z/);
    expect((await readdir(folder)).sort()).toEqual(["places.json", "places.json.corrupt-2026-11-24T05-00-00.000Z"]);
    expect(await readFile(path, "utf8")).toBe('{"places": [');
  });

  it("writes what is valid, keeps the version before, and leaves no temporary file", async () => {
    await writeFile(path, JSON.stringify({ places: [] }));
    const document = await openDocument(path, schema);
    document.data.places.push({ id: "jambi", people: 580_000 });
    await document.write();
    expect((await openDocument(path, schema)).data.places).toEqual([{ id: "jambi", people: 580_000 }]);
    expect(JSON.parse(await readFile(`${path}.bak`, "utf8"))).toEqual({ places: [] });
    expect((await readdir(folder)).sort()).toEqual(["places.json", "places.json.bak"]);
  });

  it("refuses to write what would not be read again", async () => {
    await writeFile(path, JSON.stringify({ places: [] }));
    const adapter = safeJsonAdapter({ path, schema });
    const wrong = { places: [{ id: "x", people: "two" as unknown as number }] };
    await expect(adapter.write(wrong)).rejects.toThrow(DocumentError);
    expect(JSON.parse(await readFile(path, "utf8"))).toEqual({ places: [] });
  });

  it("killed in the middle of writing, it holds the old or the new document, whole", async () => {
    await writeFile(path, JSON.stringify({ places: [] }));
    for (const afterMs of [0, 3, 9, 20, 45]) {
      const writer = spawn(process.execPath, ["--import", WRITER, "-e", "0"], {
        env: { ...process.env, DOCUMENT: path },
        stdio: ["ignore", "pipe", "inherit"],
      });
      await new Promise((resolve) => writer.stdout.once("data", resolve));
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      writer.kill("SIGKILL");
      await new Promise((resolve) => writer.once("exit", resolve));
      const { places } = (await openDocument(path, schema)).data;
      const rounds = new Set(places.map(({ people }) => people));
      expect(rounds.size).toBeLessThanOrEqual(1);
      expect([0, 5000]).toContain(places.length);
    }
  });
});

/** A process that writes a large document again and again, each time with another number in every row. */
const WRITER = `data:text/javascript,${encodeURIComponent(`
  import { z } from ${JSON.stringify(import.meta.resolve("zod"))};
  import { safeJsonAdapter } from ${JSON.stringify(new URL("../../dist/knowledge/document.js", import.meta.url).href)};
  const schema = z.any();
  const adapter = safeJsonAdapter({ path: process.env.DOCUMENT, schema });
  process.stdout.write("ready\\n");
  for (let round = 1; ; round++)
    await adapter.write({ places: Array.from({ length: 5000 }, (_, i) => ({ id: "place-" + i, people: round })) });
`)}`;
