import { describe, expect, it } from "vitest";
import { placesAsked } from "../../src/understanding/places-asked.ts";

/** Places in brackets, as the reader finds them; what lies in another place is written "in other". */
function asked(message: string): string[] {
  const codes: Record<string, string> = { Soreang: "32.04.37", "Kabupaten Bandung": "32.04", "Jawa Barat": "32" };
  const names = [...message.matchAll(/\[([^\]]+)\]/g)].map(([, name = ""]) => name);
  const words = message
    .replace(/\[[^\]]+\]/g, "_wilayah_")
    .replace(/[?,.]/g, "")
    .toLowerCase()
    .split(/\s+/);
  return placesAsked(
    words,
    names.map((name) => [codes[name] ?? name]),
  ).map(([code]) => Object.keys(codes).find((name) => codes[name] === code) ?? code ?? "");
}

describe("who tells where they are asks about the other place", () => {
  it.each([
    ["saya wartawan di [Medan], berapa persen pekerja [Sragen] yang terlindungi?", ["Sragen"]],
    ["kami di [Subang] ingin tahu persentase [Garut]", ["Garut"]],
    ["abdi urang [Cimahi], ari [Garut] sabaraha persen nu tos ngiring?", ["Garut"]],
    ["kula saking [Klaten], badhe takon [Sragen] pinten persen pesertane", ["Sragen"]],
    ["saya orang [Klaten] kerja di [Solo], berapa persen yang ikut di sini?", ["Solo"]],
    ["i am from [Bekasi], how many workers in [Jambi] are covered", ["Jambi"]],
    ["berapa peserta [Jambi]? saya nanya dari [Palembang]", ["Jambi", "Palembang"]],
  ])("%s", (message, places) => {
    expect(asked(message)).toEqual(places);
  });
});

describe("all places are asked about", () => {
  it.each([
    ["[Sleman] dan [Bantul] berapa persen", ["Sleman", "Bantul"]],
    ["warga kami di [Bantul] dan [Sleman] berapa persen yang ikut", ["Bantul", "Sleman"]],
    ["saya mau tahu di [Bantul] sama di [Sleman] berapa", ["Bantul", "Sleman"]],
    ["di tempat saya di [Bantul] lebih banyak dari [Sleman]?", ["Bantul", "Sleman"]],
    ["[Kabupaten Bandung] sama [Jawa Barat] berapa", ["Kabupaten Bandung", "Jawa Barat"]],
  ])("%s", (message, places) => {
    expect(asked(message)).toEqual(places);
  });
});

describe("a place and the larger one around it are one", () => {
  it.each([
    ["[Soreang], [Kabupaten Bandung] berapa persen", ["Soreang"]],
    ["[Kabupaten Bandung], [Jawa Barat] berapa persen", ["Kabupaten Bandung"]],
    ["[Jawa Barat] [Kabupaten Bandung] berapa persen", ["Jawa Barat", "Kabupaten Bandung"]],
  ])("%s", (message, places) => {
    expect(asked(message)).toEqual(places);
  });
});
