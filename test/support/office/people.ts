import { until } from "../wait.ts";
import type { Scene } from "./scene.ts";

/** Somebody who writes to the office in a scene. */
export type Person = {
  name: string;
  says(text: string): Promise<unknown>;
  /** Everything said to them so far. */
  heard(): string[];
  /** Waits until they are told something like this after `from` messages. */
  hears(pattern: RegExp, from?: number): Promise<string>;
};

/** Somebody on WhatsApp whose messages come under a LID, with the phone number beside it. */
export function hiddenWorker(
  { whatsapp }: Pick<Scene, "whatsapp">,
  { name, lid, phone }: { name: string; lid: string; phone: string },
): Person {
  const [from, alias] = [`${lid}@lid`, `${phone}@s.whatsapp.net`];
  return person({
    name,
    says: (text) =>
      whatsapp.message({ from, text, pushName: name, attrs: { addressing_mode: "lid", sender_pn: alias } }),
    heard: () =>
      whatsapp.sent
        .filter(({ to }) => to === from || to === alias)
        .map(({ message }) => message?.conversation ?? message?.extendedTextMessage?.text ?? "")
        .filter((text) => text !== ""),
  });
}

/** Somebody on Telegram. */
export function telegramWorker({ api }: Pick<Scene, "api">, { name, id }: { name: string; id: number }): Person {
  return person({
    name,
    says: (text) => api.injectText(text, { chatId: id, fromId: id, fromName: name }),
    heard: () => api.saidTo(id),
  });
}

function person({ name, says, heard }: Pick<Person, "name" | "says" | "heard">): Person {
  return {
    name,
    says,
    heard,
    hears: (pattern, from = 0) =>
      until(
        () =>
          heard()
            .slice(from)
            .find((text) => pattern.test(text)),
        `${name} to hear ${pattern}`,
      ),
  };
}
