import type { BUDI, Scene } from "../../support/office/scene.ts";
import { until } from "../../support/wait.ts";

type Person = typeof BUDI;

/** The general part of the staff's group in a scene, as those in it see and use it. */
export function groupOf({ api }: Pick<Scene, "api">) {
  const messages = () => api.general().messages;
  const newest = (pattern: RegExp) => messages().findLast(({ text }) => pattern.test(text));

  const group = {
    messages,
    /** How many messages there are now: what comes later can be told apart from what was there. */
    count: () => messages().length,
    /** Somebody writes. Returns the message's id. */
    says: (who: Person, text: string, replyTo?: number) =>
      api.deskSays({ ...who, text, ...(replyTo === undefined ? {} : { replyTo }) }),
    /** Waits until a message says this, of those after the first `from`. */
    shows: (pattern: RegExp, from = 0, ms?: number) =>
      until(
        () =>
          messages()
            .slice(from)
            .find(({ text }) => pattern.test(text)),
        `the group to show ${pattern}`,
        ms,
      ),
    /** Presses a button below the newest message that says this, as soon as it is there. */
    async presses(who: Person, label: string, below: RegExp): Promise<void> {
      const holds = () => {
        const message = newest(below);
        return message?.buttons.flat().some((button) => button.label === label) ? message : undefined;
      };
      const { id } = await until(holds, `a button ${label} below ${below}`);
      api.deskPresses({ ...who, label, messageId: id });
    },
    /** The labels of the buttons of a message, row by row. */
    buttonsOf: (pattern: RegExp) =>
      newest(pattern)?.buttons.map((row) => row.map(({ label }) => label).join(" | ")) ?? [],
  };
  return group;
}

export type Group = ReturnType<typeof groupOf>;

/** One writes a message to many, the other approves it, so that it only has to be started. Gives its number. */
export async function composeAndApprove(
  group: Group,
  {
    author,
    approver,
    name,
    text,
    topic,
  }: { author: Person; approver: Person; name: string; text: string; topic: string },
): Promise<number> {
  const posted = group.says(author, text);
  group.says(author, `/siaran ${name}`, posted);
  await group.presses(author, topic, /Kabar ini tentang apa\?/);
  await group.presses(author, "Lihat kartu ➡️", /Tekan untuk mengubah penerima/);
  await group.presses(approver, "Setuju", /Penerima: /);
  const { text: approved } = await group.shows(/Mulai kapan\?/);
  return Number(/Siaran (\d+) disetujui/.exec(approved)?.[1]);
}
