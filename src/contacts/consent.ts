import type { ChannelName } from "../message.ts";

/** What somebody may agree to be sent. Answers and help need no consent. */
export const TOPICS = ["discount", "registration", "safety"] as const;

export type Topic = (typeof TOPICS)[number];

/** Who changed it: the person in the chat, a list that staff brought in, or staff for the person. */
export type ConsentSource = "person" | "import" | "staff";

/** One change of what a person agreed to, kept as the proof of it. */
export type ConsentChange = {
  topic: Topic;
  granted: boolean;
  at: Date;
  channel: ChannelName;
  /** What was said, word for word (masked), or which list it came from. */
  wording: string;
  source: ConsentSource;
};

/** What people agreed to. The last change of a topic holds; somebody without one has not agreed. */
export type ConsentStore = {
  change(contactId: string, change: ConsentChange): void;
  /** The topics that a contact has agreed to now. */
  of(contactId: string): Topic[];
  /** All changes, oldest first. */
  history(contactId: string): ConsentChange[];
};
