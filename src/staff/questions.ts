import type { Unanswered, UnansweredStore } from "../analytics/unanswered.ts";
import type { Say } from "../handoff/ports.ts";
import type { Clock } from "../lib/clock.ts";
import type { Button } from "../message.ts";
import type { StaffAct } from "./commands.ts";
import { questionsIn } from "./forgetting.ts";
import type { Post } from "./telegram-desk.ts";

/** Groups that a list shows at once; a longer one is not read. */
const SHOWN = 10;

/** Questions of a group that are shown along with the most typical one. */
const ALSO_SHOWN = 2;

/** Questions that are named in a key; those shown in words are among the first. */
const MOST_IDS = 200;

/** Longest label of a button that still shows whole on a phone. */
const LONGEST_LABEL = 40;

/** Questions that mean the same. */
export type QuestionGroup = { ids: readonly number[]; text: string };

/** What came of an answer that staff wrote. */
export type Written = { ok: true; reply: string } | { ok: false; problems: readonly string[] };

/** What the list needs of the room where the program is taught. */
export type School = {
  group(questions: readonly Unanswered[]): QuestionGroup[];
  /** The likeliest intents of a question, best first. */
  suggest(text: string): string[];
  /**
   * Teaches that all these mean this intent, when nothing else breaks. Tells what would. Takes seconds; what everything
   * learned anew shows later may still take it back.
   */
  same(texts: readonly string[], intent: string, by: string): Promise<{ ok: true } | { ok: false; why: string }>;
  /** Keeps an answer of staff for these questions. */
  write(texts: readonly string[], text: string, by: string): Promise<Written>;
  /** Told when something was taught and taken back again, and why. */
  onTakenBack(tell: (text: string, why: string) => void): void;
  /** What is answered to a question now. */
  answer(text: string): string;
};

/** What the bot could not answer, as a list for staff, and what they make of it. */
export type Questions = {
  /** Shows the list now; says so when there is nothing on it. */
  show(): void;
  /** Shows it when its weekly time has come and something is on it. */
  weekly(): void;
  /** A button of the list; false for all others. */
  pressed(data: string, act: StaffAct): boolean;
  /** A message of staff that answers our request to write an answer; false for all others. */
  wrote(promptKey: string, act: StaffAct): boolean;
};

export function createQuestions({
  unanswered,
  school,
  post,
  tell,
  subject,
  isDue,
  say,
  clock,
  failed,
}: {
  unanswered: UnansweredStore;
  school: School;
  post: Post;
  /** Tells somebody who asked to hear of it. */
  tell: (question: Unanswered, text: string) => void;
  /** What an intent is called on a button. */
  subject: (intent: string) => string;
  /** Whether the weekly list is due; true once for each time. */
  isDue: () => boolean;
  say: Say;
  clock: Clock;
  failed: (error: unknown) => void;
}): Questions {
  let count = 0;
  school.onTakenBack((text, why) => post(undefined, "questions", { text: say("questions.taken-back", { text, why }) }));

  /** Names the questions that are shown, so that it can be found again when one of their people asks to be forgotten. */
  function keyOf(ids: readonly number[], what: "list" | "write"): string {
    return `q:${ids.slice(0, MOST_IDS).join(",")}:${what}:${clock().getTime()}:${++count}`;
  }

  function list(): void {
    const open = unanswered.open();
    const groups = school.group(open);
    post(undefined, "questions", {
      text: say("questions.head", { count: open.length, groups: Math.min(groups.length, SHOWN) }),
    });
    for (const { ids, text } of groups.slice(0, SHOWN)) {
      const [first = 0] = ids;
      const others = open
        .filter((question) => ids.includes(question.id) && question.text !== text)
        .slice(0, ALSO_SHOWN)
        .map((question) => say("questions.also", { text: question.text }));
      const buttons: Button[][] = [
        ...school.suggest(text).map((intent): Button[] => [
          {
            label: shortened(say("questions.same", { subject: subject(intent) })),
            data: `q-same:${first}:${intent}`,
          },
        ]),
        [
          { label: say("questions.write"), data: `q-write:${first}` },
          { label: say("questions.ignore"), data: `q-ignore:${first}` },
        ],
      ];
      post(undefined, keyOf(ids, "list"), {
        text: [say("questions.group", { count: ids.length, text }), ...others].join("\n"),
        buttons,
      });
    }
  }

  /** The open questions of the group that one of them belongs to, as they are grouped now. */
  function groupOf(id: number): Unanswered[] {
    const open = unanswered.open();
    const ids = school.group(open).find((group) => group.ids.includes(id))?.ids ?? [];
    return open.filter((question) => ids.includes(question.id));
  }

  function answered(group: readonly Unanswered[], reply: (text: string) => string): void {
    unanswered.settle(
      group.map(({ id }) => id),
      "answered",
    );
    const told = new Set<string>();
    for (const question of group) {
      if (!question.tell || told.has(question.contactId)) continue;
      told.add(question.contactId);
      tell(question, say("questions.told", { question: question.text, answer: reply(question.text) }));
    }
  }

  return {
    show() {
      if (unanswered.open().length === 0) post(undefined, "questions", { text: say("questions.none") });
      else list();
    },
    weekly() {
      if (isDue() && unanswered.open().length > 0) list();
    },
    pressed(data, { member, back }) {
      const [what = "", id = "", intent = ""] = data.split(":");
      if (!what.startsWith("q-")) return false;
      const group = groupOf(Number(id));
      const [first] = group;
      if (!first) {
        back(say("questions.settled"));
        return true;
      }
      if (what === "q-ignore") {
        unanswered.settle(
          group.map((question) => question.id),
          "ignored",
        );
        back(say("questions.ignored", { count: group.length }));
      } else if (what === "q-write") {
        post(
          undefined,
          keyOf(
            group.map((question) => question.id),
            "write",
          ),
          {
            text: say("questions.how-to-write", { text: first.text }),
          },
        );
      } else if (what === "q-same") {
        back(say("questions.learning", { subject: subject(intent) }));
        school
          .same(
            group.map(({ text }) => text),
            intent,
            member.id,
          )
          .then((taught) => {
            if (!taught.ok) return back(say("questions.not-learned", { why: taught.why }));
            answered(group, (text) => school.answer(text));
            return back(say("questions.learned", { count: group.length, subject: subject(intent) }));
          })
          .catch(failed);
      }
      return true;
    },
    wrote(promptKey, { member, text, back }) {
      const [id] = WRITE_KEY.test(promptKey) ? questionsIn(promptKey) : [];
      if (id === undefined) return false;
      const group = groupOf(id);
      if (group.length === 0) {
        back(say("questions.settled"));
        return true;
      }
      school
        .write(
          group.map((question) => question.text),
          text,
          member.id,
        )
        .then((written) => {
          if (!written.ok) return back(say("questions.not-written", { problems: written.problems.join("\n") }));
          answered(group, () => written.reply);
          return back(say("questions.written", { count: group.length, reply: written.reply }));
        })
        .catch(failed);
      return true;
    },
  };
}

/** The key of a request to write an answer. */
const WRITE_KEY = /^q:[\d,]+:write:/;

function shortened(label: string): string {
  return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;
}
