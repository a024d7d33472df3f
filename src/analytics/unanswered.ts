/** Why a question is on the list: not understood, or the person said that the answer was no help. */
export type UnansweredReason = "misunderstood" | "unhelpful";

/** A question that the bot owes an answer. */
export type Unanswered = {
  id: number;
  /** Masked. */
  text: string;
  at: Date;
  reason: UnansweredReason;
  /** Intent id that was likeliest, or that the unhelpful answer was for. */
  intent?: string;
  contactId: string;
  /** The person wants to hear when there is an answer. */
  tell: boolean;
  state: "open" | "answered" | "ignored";
};

export type UnansweredStore = {
  /** Puts a question on the list; returns its id. */
  add(question: Omit<Unanswered, "id" | "state" | "tell">): number;
  get(id: number): Unanswered | undefined;
  /** Those still open, oldest first. */
  open(): Unanswered[];
  /** All of one contact, whatever became of them, oldest first. */
  of(contactId: string): Unanswered[];
  settle(ids: readonly number[], state: "answered" | "ignored"): void;
  /** The person's last open question is to be told about once it is answered. False when there is none. */
  tellAbout(contactId: string): boolean;
  sweep(before: Date): number;
};
