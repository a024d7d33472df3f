import type { OutreachWorld } from "../../support/outreach.ts";
import type { Mail } from "./people.ts";
import type { Plan } from "./rules.ts";

/**
 * Holds the ledger of a campaign against what the networks saw of it; throws when they differ, or when somebody was left
 * who could have got it. Gives why people were left out.
 */
export function checkLedger(
  { broadcasts, counts }: OutreachWorld,
  { id, plan, mail }: { id: number; plan: Plan; mail: readonly Mail[] },
): string[] {
  const { total, byStatus, skipped, failed } = counts(id);
  const of = (status: keyof typeof byStatus) => byStatus[status] ?? 0;
  /** Of somebody who was forgotten meanwhile nobody knows what became of it. */
  const count = (what: Mail["fate"]) =>
    mail.filter(({ fate, forgotten }) => (forgotten === "under way" ? "unknown" : fate) === what).length;
  const ends = plan.state === "running";
  if (ends && broadcasts.get(id)?.state !== "done") throw new Error(`campaign ${id} does not come to its end`);
  const right = {
    sent: count("sent"),
    unknown: count("unknown"),
    failed: count("failed"),
    skipped: sum(skipped),
    queued: ends ? 0 : of("queued"),
    sending: 0,
  };
  const told = {
    sent: of("sent"),
    unknown: of("unknown"),
    failed: of("failed"),
    skipped: of("skipped"),
    queued: of("queued"),
    sending: of("sending"),
  };
  const rows = [...broadcasts.receipt(id)].length;
  const [says, is] = [
    { ...told, total, rows, failures: sum(failed) },
    { ...right, total: sum(right), rows: total, failures: right.failed },
  ].map((one) => JSON.stringify(one));
  if (says !== is) throw new Error(`campaign ${id}: the ledger says ${says}, but it is ${is}`);
  return Object.keys(skipped);
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
