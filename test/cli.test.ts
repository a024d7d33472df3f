import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { HOME } from "../src/app.ts";
import type { AskResult } from "../src/ask.ts";

type Ran = { code: number; stdout: string; stderr: string };

/** Runs the program as npm does, with nothing of our own environment but what it needs. */
async function sapa(
  args: string[],
  { input, env = {}, cwd = HOME }: { input?: string; env?: Record<string, string>; cwd?: string } = {},
): Promise<Ran> {
  const child = promisify(execFile)(process.execPath, [join(HOME, "src", "launch.mjs"), ...args], {
    cwd,
    env: { PATH: process.env["PATH"] ?? "", ...env },
  });
  child.child.stdin?.end(input ?? "");
  try {
    return { code: 0, ...(await child) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

describe("--help", () => {
  it("lists every command, also those that are loaded only when they are wanted", async () => {
    const { code, stdout } = await sapa(["--help"]);
    expect(code).toBe(0);
    const commands = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name);
    expect(commands).toEqual(
      "start chat ask build knowledge eval bench staff broadcast contacts report privacy help".split(" "),
    );
  });

  it("is shown for a command that there is not", async () => {
    const { code, stderr } = await sapa(["brodcast"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/unknown command 'brodcast'[^]*broadcast/);
  });
});

describe("ask", () => {
  it("prints one answer and nothing else", async () => {
    const { code, stdout, stderr } = await sapa(["ask", "berapa persen pekerja Bantul yang sudah terlindungi?"]);
    expect(code).toBe(0);
    expect(stdout).toContain("25,23 persen");
    expect(stdout).not.toContain("*");
    expect(stderr).toBe("");
  });

  it("takes a question in several words", async () => {
    expect((await sapa(["ask", "cara", "daftar", "gimana"])).stdout).toContain("JMO");
  });

  it("--json prints everything about the answer", async () => {
    const { stdout } = await sapa(["ask", "--json", "--now", "2027-02-01", "iuran petani berapa"]);
    const result = JSON.parse(stdout) as AskResult;
    expect(result).toMatchObject({ intent: "contribution.amount", entities: { occupations: ["petani"] } });
    expect(result.reply).toContain("Februari 2027");
  });

  it("--why shows how it was understood", async () => {
    const { stdout } = await sapa(["ask", "--why", "caar dafttar"]);
    expect(stdout).toMatch(/words\s+cara daftar/);
    expect(stdout).toMatch(/registration\.how/);
  });

  it("--jsonl keeps standard output for the answers", async () => {
    const { code, stdout } = await sapa(["ask", "--jsonl"], {
      input: '{"id":1,"text":"halo"}\nbroken\n{"id":3,"text":"menu"}\n',
    });
    expect(code).toBe(0);
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { id?: number; error?: string });
    expect(lines.map(({ id }) => id)).toEqual([1, undefined, 3]);
    expect(lines[1]?.error).toMatch(/no valid JSON/);
  });

  it.each([
    [["ask"], /Give a question/],
    [["ask", "--now", "2026-02-30", "halo"], /must be a day that exists/],
    [["ask", "--tomorrow", "halo"], /unknown option/],
    [["dance"], /unknown command|too many arguments/],
    [["knowledge", "mend"], /must be check/],
  ])("%j is refused with a reason", async (args, message) => {
    const { code, stderr } = await sapa(args);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/ {4}at /);
  });
});

describe("settings", () => {
  it("all wrong ones are listed together, and nothing starts", async () => {
    const { code, stdout, stderr } = await sapa(["start"], {
      env: { OFFICE_TIME_ZONE: "Mars/Olympus", WHATSAPP: "yes", TELEGRAM_BOT_TOKEN: "x" },
    });
    expect(code).toBe(1);
    expect(stdout).toBe("");
    for (const name of ["OFFICE_TIME_ZONE", "WHATSAPP", "TELEGRAM_BOT_TOKEN"])
      expect(stderr).toContain(`${name}: must`);
  });

  it("an empty value counts as not set", async () => {
    expect((await sapa(["ask", "halo"], { env: { OFFICE_TIME_ZONE: "", WHATSAPP: " " } })).code).toBe(0);
  });
});

describe("the terminal chat", () => {
  it("works in a pipe: replies only, one chat, exit 0 at its end", async () => {
    const { code, stdout, stderr } = await sapa(["start"], {
      input: "berapa persen pekerja Bantul yang ikut?\nkalau Jambi?\n\nhapus data saya\nya\n",
    });
    expect(code).toBe(0);
    expect(stdout).toContain("25,23 persen");
    expect(stdout).toContain("44 persen");
    expect(stdout).toContain("[yang dilakukan: menghapus data orang ini]");
    expect(stdout).not.toContain("\u001b");
    expect(stdout).not.toContain("Anda >");
    expect(stderr).toContain("No channel is set up");
  });

  it.each(["SIGINT", "SIGTERM"] as const)("ends on %s within seconds", async (signal) => {
    const child = spawn(process.execPath, [join(HOME, "src", "launch.mjs"), "chat"], {
      cwd: HOME,
      env: { PATH: process.env["PATH"] ?? "" },
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    child.stdin.write("halo\n");
    await new Promise((resolve) => child.stdout.once("data", resolve));
    const exited = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await exited;
    expect(child.exitCode ?? child.signalCode).toBeDefined();
  });
});

describe("knowledge -- check", () => {
  it("counts what is shipped and finds no error", async () => {
    const { code, stdout } = await sapa(["knowledge", "check", "--now", "2026-11-24"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+ facts, \d+ sources, 557 places, \d+ occupations: 0 errors/m);
    expect(stdout).toContain("conflict knowledge/figures.json: S1-09 disagrees with S0-01");
  });
});

describe("contacts", () => {
  it("may be the first that keeps anything; others say that nothing is kept", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sapa-cli-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const env = { STATE_DIR: join(folder, "state") };
    const list = join(folder, "warga.csv");
    writeFileSync(list, "nama,no hp\nAsep,081234500001\n");

    const before = await sapa(["contacts", "tags"], { env });
    expect(before).toMatchObject({ code: 1, stdout: "" });
    expect(before.stderr).toContain("nothing is kept");

    const first = await sapa(["contacts", "import", list, "--apply"], { env });
    expect(first.stderr).toContain("it begins with this");
    expect(first.stdout).toContain("Done: 1 contacts created");
    const again = await sapa(["contacts", "import", list, "--apply"], { env });
    expect(again).toMatchObject({ code: 0, stderr: "" });
    expect(again.stdout).toContain("unchanged  1");
  });
});
