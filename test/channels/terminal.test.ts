import { describe, expect, it } from "vitest";
import { wrap } from "../../src/channels/terminal/index.ts";

describe("a reply in the terminal", () => {
  it("is broken between words, and hangs under its bullets", () => {
    expect(wrap("Boleh. Tukang ojek bisa ikut.\n• JKK + JKM: Rp16.800 sebulan\n\n1. Cara daftar", 24)).toBe(
      ["  Boleh. Tukang ojek", "  bisa ikut.", "  • JKK + JKM: Rp16.800", "    sebulan", "", "  1. Cara daftar"].join(
        "\n",
      ),
    );
  });

  it("keeps a word that is longer than the line whole", () => {
    expect(wrap("situs sso.bpjsketenagakerjaan.go.id/registrasi ya", 22)).toContain(
      "  sso.bpjsketenagakerjaan.go.id/registrasi",
    );
  });

  it("is never wider than is good to read", () => {
    const rows = wrap("kata ".repeat(100), 300).split("\n");
    expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(80);
  });
});
