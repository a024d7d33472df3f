// Writes data/regions.json from the package idn-area-data (Kemendagri codes and names, ODbL 1.0):
// all provinces, all kabupaten and kota, and the kecamatan and desa listed in NAMED below.
// usage: node data/scripts/build-regions.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const packageFolder = dirname(createRequire(import.meta.url).resolve("idn-area-data/package.json"));

/** Smaller places that facts or common questions name: Soreang, Bojongsoang, Arjasari. */
const NAMED = ["32.04.37", "32.04.08", "32.04.16", "32.04.16.2001"];

/** Words that keep their own spelling when the register's capitals are turned into names. */
const AS_IS = new Map([
  ["DKI", "DKI"],
  ["DI", "DI"],
]);

const rows = (file) =>
  readFileSync(join(packageFolder, "data", file), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").map((cell) => cell.replace(/^"|"$/g, "")));

const title = (name) =>
  name
    .toLowerCase()
    .replace(/[\p{L}\d']+/gu, (word) => AS_IS.get(word.toUpperCase()) ?? word[0].toUpperCase() + word.slice(1))
    .replace("Daerah Istimewa Yogyakarta", "DI Yogyakarta");

const provinces = rows("provinces.csv").map(([code, name]) => ({ code, level: "provinsi", name: title(name), parent: "ID" }));
const regencies = rows("regencies.csv").map(([code, parent, name]) => ({
  code,
  level: /^kota\b/i.test(name) ? "kota" : "kabupaten",
  name: title(name),
  parent,
}));
const named = [...rows("districts.csv"), ...rows("villages.csv")]
  .filter(([code]) => NAMED.includes(code))
  .map(([code, parent, name]) => ({
    code,
    level: code.length === 8 ? "kecamatan" : "desa",
    name: `${code.length === 8 ? "Kecamatan" : "Desa"} ${title(name)}`,
    parent,
  }));

if (provinces.length !== 38 || regencies.length !== 514 || named.length !== NAMED.length)
  throw new Error(`expected 38 + 514 + ${NAMED.length} places, got ${provinces.length} + ${regencies.length} + ${named.length}`);

const country = { code: "ID", level: "nasional", name: "Indonesia", parent: null };
const lines = [country, ...provinces, ...regencies, ...named].map((row) => `    ${JSON.stringify(row)}`);
writeFileSync(
  join(here, "..", "regions.json"),
  `{\n  "licence": "ODbL-1.0, see regions.LICENSE.md",\n  "regions": [\n${lines.join(",\n")}\n  ]\n}\n`,
);
console.log(`data/regions.json: ${lines.length} places`);
