import type { ConsentSource, Topic } from "../../../src/contacts/consent.ts";

/** A chat id on one of the networks, as one text: "whatsapp 62812…@s.whatsapp.net". */
export type Chat = string;

/** Something that went to a chat, or tried to. "back": the network gave it back, so that it certainly did not arrive. */
export type Mail = {
  campaign: number;
  chat: Chat;
  at: number;
  fate: "under way" | "sent" | "failed" | "unknown" | "back";
  /** The person asked to be forgotten while it was under way, or later. */
  forgotten?: "under way" | "later";
};

type Word = { topic: Topic; granted: boolean; at: number; source: ConsentSource };

/** Somebody, with all chats that are known to be theirs. */
export type Person = {
  chats: Set<Chat>;
  blocked: Set<Chat>;
  /** Since when we know of them. */
  since: number;
  wrote: boolean;
  region: string | undefined;
  words: Word[];
  mail: Mail[];
};

const DAY_MS = 86_400_000;

/** What is right to know of people, kept as simply as can be: nothing here comes from the stores. */
export function createPeople() {
  const people = new Set<Person>();

  const at = (chat: Chat) => [...people].find(({ chats }) => chats.has(chat));

  function meet(chat: Chat, now: number): Person {
    const known = at(chat);
    if (known) return known;
    const person: Person = {
      chats: new Set([chat]),
      blocked: new Set(),
      since: now,
      wrote: false,
      region: undefined,
      words: [],
      mail: [],
    };
    people.add(person);
    return person;
  }

  const about = ({ words }: Person, topic: Topic) =>
    words.filter((word) => word.topic === topic).toSorted((a, b) => a.at - b.at);

  return {
    at,
    meet,

    /** Whoever writes has not blocked us, or not any more. */
    wrote(chat: Chat, now: number, region?: string): Person {
      const person = meet(chat, now);
      person.wrote = true;
      person.blocked.delete(chat);
      person.region = region ?? person.region;
      return person;
    },

    /** Just these topics from now on, by the person or by staff for them. */
    said(person: Person, topics: readonly Topic[], all: readonly Topic[], now: number, source: ConsentSource): void {
      for (const topic of all) person.words.push({ topic, granted: topics.includes(topic), at: now, source });
    },

    /** A list names only the day of a word; what was said on that day or later, and the person's own no, outdo its yes. */
    listed(person: Person, granted: boolean, topics: readonly Topic[], daysAgo: number, now: number): void {
      const day = (time: number) => Math.floor((time + 7 * 3_600_000) / DAY_MS);
      const then = day(now) - daysAgo;
      const noon = Math.min(then * DAY_MS + 5 * 3_600_000, now);
      for (const topic of topics) {
        const said = about(person, topic);
        const last = said.at(-1);
        const ownNo = said.some((word) => word.source === "person" && !word.granted);
        const outdone = last && (granted ? ownNo || day(last.at) >= then : day(last.at) > then);
        if (!outdone) person.words.push({ topic, granted, at: Math.max(noon, last?.at ?? 0), source: "import" });
      }
    },

    /** Two chats are one person, whom we know since the older of the two. */
    joined(one: Chat, other: Chat, now: number): void {
      const person = meet(one, now);
      const second = at(other);
      if (!second) return void person.chats.add(other);
      if (second === person) return;
      const [keep, drop] = person.since <= second.since ? [person, second] : [second, person];
      people.delete(drop);
      for (const chat of drop.chats) keep.chats.add(chat);
      for (const chat of drop.blocked) keep.blocked.add(chat);
      keep.wrote ||= drop.wrote;
      keep.region ??= drop.region;
      keep.words.push(...drop.words);
      keep.mail.push(...drop.mail);
    },

    forgotten(person: Person): void {
      people.delete(person);
      for (const mail of person.mail) mail.forgotten ??= mail.fate === "under way" ? "under way" : "later";
    },

    /** The last word, whoever it came through; but a list says nothing against a person's own no. */
    agrees(person: Person, topic: Topic): boolean {
      const said = about(person, topic);
      const last = said.at(-1);
      const own = said.findLast(({ source }) => source === "person");
      return last?.granted === true && !(last.source === "import" && own?.granted === false);
    },
  };
}

export type People = ReturnType<typeof createPeople>;
