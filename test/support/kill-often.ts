import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import type { ReceiptRow } from "../../src/broadcast/broadcasts.ts";
import { seededRandom } from "../../src/lib/hash.ts";
import { campaignOf, type CampaignFolder } from "./campaign-folder.ts";
import { startSapa, type SapaProcess } from "./process.ts";
import { until } from "./wait.ts";

/** After so many rounds one more campaign begins. */
const ROUNDS_A_CAMPAIGN = 6;

/**
 * When the program dies: while it looks for recipients; when a message has arrived and nobody told it; just after the
 * answer, while it writes that down; when a message is on its way; between two; whenever it may be.
 */
export const MOMENTS = ["filling", "arrived", "answered", "sending", "between", "any"] as const;

/** What becomes of a message at the network: "lost" never arrives, and of neither the sender hears. */
type Fate = "lost" | "unheard" | undefined;

/** A network that outlives the program. */
export type Network = {
  account: string;
  env: Record<string, string>;
  /** Everything of campaigns that arrived, in order. */
  arrived(): { chatId: string; text: string }[];
  /** Asked at each message, before its sender hears of it. */
  onMessage(fate: (chatId: string) => Fate): void;
  /** How often the program has come on the line. */
  greetings(): number;
};

type Kept = Parameters<Parameters<CampaignFolder["look"]>[0]>[0];

/**
 * Runs campaigns on a network, killing the program so many times; then lets it come to its end. `unreachable`: chats that
 * refuse every message.
 */
export async function killOften(
  network: Network,
  folder: CampaignFolder,
  { rounds, unreachable = new Set() }: { rounds: number; unreachable?: ReadonlySet<string> },
) {
  const random = seededRandom(rounds);
  const campaigns: number[] = [];
  let sapa: SapaProcess | undefined;
  let written = "";
  /** Kills that met the program while it was looking for recipients; and the most that one left on their way. */
  let whileFilling = 0;
  let mostInDoubt = 0;
  onTestFinished(() => sapa?.kill());

  /** Starts the program; gives whether it is on the line. */
  function begin(): () => boolean {
    const before = network.greetings();
    sapa = startSapa(network.env);
    return () => network.greetings() > before;
  }

  for (let round = 0; round < rounds; round++) {
    const moment = MOMENTS[round % MOMENTS.length] ?? "any";
    if (round % ROUNDS_A_CAMPAIGN === 0) campaigns.push(folder.begin());
    let dead = false;
    const die = () => {
      dead = true;
      sapa?.child.kill("SIGKILL");
    };
    let left = 1 + Math.floor(random() * 10);
    network.onMessage((): Fate => {
      if (dead) return "lost";
      if (moment === "filling" || moment === "any" || --left !== 0) return undefined;
      if (moment === "answered") setTimeout(die, random() * 4);
      else if (moment === "between") setTimeout(die, random() * 60);
      else die();
      return moment === "arrived" ? "unheard" : moment === "sending" ? "lost" : undefined;
    });
    const isOnline = begin();
    if (moment === "filling") {
      const looking = ({ stores }: Kept) => stores.campaigns.get(campaigns.at(-1) ?? 0)?.cursor !== undefined;
      await folder.wait(looking, "a page of people", 20_000);
      await sleep(random() * 40);
    } else {
      await until(() => dead || isOnline(), "the program to come on the line", 20_000);
      if (moment === "any") await sleep(random() * 900);
      else await until(() => dead, moment, 20_000);
    }
    die();
    await sapa?.kill();
    written += sapa?.written() ?? "";
    folder.look(({ stores }) => {
      mostInDoubt = Math.max(mostInDoubt, stores.outbox.inDoubt(network.account).length);
      if (campaigns.some((id) => !stores.campaigns.get(id)?.filled)) whileFilling++;
    });
  }

  network.onMessage(() => undefined);
  begin();
  const ended = ({ broadcasts }: Kept) => campaigns.every((id) => broadcasts.get(id)?.state === "done");
  await folder.wait(ended, "the campaigns to end", 60_000).catch(() => {});
  const { code } = (await sapa?.stop()) ?? {};
  written += sapa?.written() ?? "";

  const times = new Map<string, number>();
  for (const { chatId, text } of network.arrived()) {
    const key = `${campaignOf(text)} ${chatId}`;
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  /** Whether the ledger says of somebody what the network says, as far as that can be known. */
  const isTrue = (row: ReceiptRow | undefined, count: number, chatId: string) =>
    unreachable.has(chatId)
      ? count === 0 && row?.status !== "sent"
      : row?.status === "unknown"
        ? count <= 1
        : row?.status === "sent" && count === 1;
  const ledgers = campaigns.map((id) => {
    const ledger = folder.ledger(id);
    const status = folder.look(({ broadcasts }) => broadcasts.status(id));
    const unknown = [...ledger.values()].flatMap((row) => (row.status === "unknown" ? [row.contactId] : []));
    return {
      state: status?.campaign.state,
      wrong: [...folder.contactIds.keys()].filter(
        (chatId) => !isTrue(ledger.get(chatId), times.get(`${id} ${chatId}`) ?? 0, chatId),
      ),
      unknown: unknown.toSorted(),
      named: status?.unknown.map(({ contactId }) => contactId).toSorted(),
    };
  });
  return {
    code,
    mostInDoubt,
    whileFilling,
    written,
    campaigns,
    ledgers,
    repeated: [...times].filter(([, count]) => count > 1),
    strangers: [...times.keys()].filter((key) => !folder.contactIds.has(key.split(" ")[1] ?? "")),
  };
}
