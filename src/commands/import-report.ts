import type { ImportPlan, ImportResult } from "../contacts/import.ts";

/** What an import would do, or has `done`, as lines for the terminal. `columns`: what the file holds and was left out. */
export function importReport(
  plan: ImportPlan,
  { file, done, columns }: { file: string; done: ImportResult | undefined; columns: readonly string[] },
): string {
  const count = (kind: ImportPlan["rows"][number]["kind"]) => plan.rows.filter((row) => row.kind === kind).length;
  const refused = plan.rows.flatMap((row) => (row.kind === "refused" ? [[row.row, row.reason] as const] : []));
  const changes = tally(plan.rows.flatMap((row) => (row.kind === "merged" ? row.changes : [])));
  const lines = [
    `${file}: ${plan.rows.length} rows`,
    ...(["new", "merged", "unchanged", "refused"] as const).map((kind) => `  ${kind.padEnd(9)}  ${count(kind)}`),
  ];
  if (changes.size > 0)
    lines.push(`Changes in merged rows: ${[...changes].map(([what, times]) => `${what} ${times}`).join(", ")}.`);
  if (refused.length > 0) {
    const width = Math.max(3, ...refused.map(([row]) => String(row).length));
    lines.push("Refused:", `  ${"row".padStart(width)}  reason`);
    lines.push(...shortened(refused.map(([row, reason]) => `  ${String(row).padStart(width)}  ${reason}`)));
  }
  const warnings = [...columns, ...byText(plan.warnings)];
  if (warnings.length > 0) lines.push("Warnings:", ...shortened(warnings.map((warning) => `  ${warning}`)));
  lines.push(
    done
      ? `Done: ${done.created} contacts created, ${done.changed} changed, ${done.consents} changes of consent recorded.`
      : "Nothing was changed. Run it again with --apply to do it.",
  );
  return `${lines.join("\n")}\n`;
}

/** Most lines of one kind that are printed. */
const MOST_LINES = 100;

/** The same warning of many rows as one line. */
function byText(warnings: ImportPlan["warnings"]): string[] {
  const rows = new Map<string, number[]>();
  for (const { row, text } of warnings) {
    const known = rows.get(text);
    if (known) known.push(row);
    else rows.set(text, [row]);
  }
  return Array.from(rows, ([text, all]) => {
    const more = all.length > 10 ? ` and ${all.length - 10} more` : "";
    return `row ${all.slice(0, 10).join(", ")}${more}: ${text}`;
  });
}

function tally(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function shortened(lines: readonly string[]): string[] {
  if (lines.length <= MOST_LINES) return [...lines];
  return [...lines.slice(0, MOST_LINES), `  … and ${lines.length - MOST_LINES} more`];
}
