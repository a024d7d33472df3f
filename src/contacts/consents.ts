import type { ChannelName } from "../message.ts";
import { TOPICS, type ConsentSource, type ConsentStore, type Topic } from "./consent.ts";

/** Longest piece of what was said that is kept as the proof of a change. */
const LONGEST_WORDING = 200;

/**
 * Makes a person's consent what they said: exactly these topics, all others not. Only what changes is written down, with
 * the words (masked), the channel and the time; a "no" is always written, as the proof that it was heard.
 */
export function setConsent(
  consent: ConsentStore,
  contactId: string,
  topics: readonly Topic[],
  how: { at: Date; channel: ChannelName; wording: string; source: ConsentSource; but?: readonly Topic[] },
): void {
  const now = consent.of(contactId);
  const { but, wording, ...rest } = how;
  for (const topic of TOPICS) {
    if (but?.includes(topic)) continue;
    const granted = topics.includes(topic);
    if (granted && now.includes(topic)) continue;
    consent.change(contactId, { topic, granted, wording: wording.slice(0, LONGEST_WORDING), ...rest });
  }
}
