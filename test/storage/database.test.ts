import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { isInUse, openDatabase, StorageError } from "../../src/storage/sqlite/database.ts";

let folder: string;
let path: string;
const migrations = [{ name: "first", sql: "create table note (id integer primary key, text text) strict" }];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-database-"));
  path = join(folder, "test.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

it("tells whether a program works on the store, and leaves it as it was", () => {
  expect(isInUse(path)).toBe(false);
  const db = openDatabase({ path, migrations });
  expect(isInUse(path)).toBe(true);
  db.exec("insert into note (text) values ('still ours')");
  db.close();
  expect(isInUse(path)).toBe(false);
});

/** A process that opens the database, says so, and does `then` with it. */
function otherProcess(then: string) {
  const code = `
    const { openDatabase } = await import(${JSON.stringify(new URL("../../dist/storage/sqlite/database.js", import.meta.url).href)});
    try {
      const db = openDatabase({ path: ${JSON.stringify(path)}, migrations: ${JSON.stringify(migrations)} });
      process.stdout.write("open\\n");
      ${then}
    } catch (error) { process.stdout.write(error.message + "\\n"); }
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const said = new Promise<string>((resolve) =>
    child.stdout.once("data", (data: Buffer) => resolve(data.toString().trim())),
  );
  return { said, child };
}

describe("the database file", () => {
  it("is the owner's alone, and its changes run once", () => {
    openDatabase({ path, migrations }).close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const db = openDatabase({
      path,
      migrations: [...migrations, { name: "second", sql: "alter table note add column at integer" }],
    });
    db.prepare("insert into note (text, at) values (?, ?)").run("a", 1);
    expect(db.prepare("select count(*) as n from note").get()?.["n"]).toBe(1);
    db.close();
  });

  it("of a newer program is left alone", () => {
    openDatabase({ path, migrations: [...migrations, { name: "second", sql: "select 1" }] }).close();
    expect(() => openDatabase({ path, migrations })).toThrow(/newer version/);
  });

  it("keeps what was there when a change fails", () => {
    openDatabase({ path, migrations }).close();
    expect(() =>
      openDatabase({
        path,
        migrations: [...migrations, { name: "wrong", sql: "create table other (id integer); nonsense" }],
      }),
    ).toThrow(/the change "wrong" failed/);
    const db = openDatabase({ path, migrations });
    expect(db.prepare("select name from sqlite_master where name = 'other'").get()).toBeUndefined();
    db.close();
  });

  it.each([
    ["no database", "halo, ini bukan basis data".repeat(200)],
    ["torn", ""],
  ])("that is %s stops the start and is not replaced", (kind, text) => {
    if (kind === "torn") {
      const db = openDatabase({ path, migrations });
      for (let i = 0; i < 2000; i++) db.prepare("insert into note (text) values (?)").run("x".repeat(200));
      db.close();
      const bytes = readFileSync(path);
      bytes.fill(0x41, 8192, 8192 * 3);
      writeFileSync(path, bytes);
    } else writeFileSync(path, text);
    const before = readFileSync(path);
    expect(() => openDatabase({ path, migrations })).toThrow(StorageError);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it("has one process at a time, and is free again when that one is killed", async () => {
    const holder = otherProcess("setInterval(() => {}, 1000);");
    expect(await holder.said).toBe("open");
    expect(() => openDatabase({ path, migrations })).toThrow(/another process already works on this store/);
    const gone = new Promise((resolve) => holder.child.once("exit", resolve));
    holder.child.kill("SIGKILL");
    await gone;
    openDatabase({ path, migrations }).close();
  });

  it("loses nothing that was committed, and nothing half, to kill -9", async () => {
    for (let round = 0; round < 6; round++) {
      const writer = otherProcess(`
        for (let i = 0; ; i++) {
          db.atomically(() => { for (let j = 0; j < 10; j++) db.prepare("insert into note (text) values (?)").run(String(i)); });
          process.stdout.write(i + "\\n");
          await new Promise((resolve) => setImmediate(resolve));
        }`);
      await writer.said;
      let last = -1;
      writer.child.stdout.on("data", (data: Buffer) => (last = Number(data.toString().trim().split("\n").at(-1))));
      await new Promise((resolve) => setTimeout(resolve, 20 + round * 15));
      const gone = new Promise((resolve) => writer.child.once("exit", resolve));
      writer.child.kill("SIGKILL");
      await gone;
      const db = openDatabase({ path, migrations });
      const rows = Number(db.prepare("select count(*) as n from note").get()?.["n"]);
      db.exec("delete from note");
      db.close();
      expect(rows % 10).toBe(0);
      expect(rows / 10).toBeGreaterThanOrEqual(last + 1);
    }
  });

  it("moves its log into the file before that grows long, whatever is written", () => {
    const db = openDatabase({ path, migrations });
    const text = "x".repeat(20_000);
    for (let i = 0; i < 60; i++)
      db.atomically(() => {
        for (let j = 0; j < 50; j++) db.prepare("insert into note (text) values (?)").run(text);
      });
    expect(statSync(path).size).toBeGreaterThan(20e6);
    expect(statSync(`${path}-wal`).size).toBeLessThan(45e6);
    db.close();
  });

  it("joins a transaction within a transaction", () => {
    const db = openDatabase({ path, migrations });
    expect(() =>
      db.atomically(() => {
        db.atomically(() => db.prepare("insert into note (text) values ('a')").run());
        throw new Error("outer");
      }),
    ).toThrow("outer");
    expect(db.prepare("select count(*) as n from note").get()?.["n"]).toBe(0);
    db.close();
  });
});
