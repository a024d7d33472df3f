import type { Answer } from "../answers/answer.ts";
import { handoffChoice } from "../answers/next-steps.ts";
import { withLinks } from "../answers/share.ts";
import { inviteIn } from "../broadcast/leaders/arrivals.ts";
import { codeIn } from "../broadcast/leaders/codes.ts";
import type { LeaderReports } from "../broadcast/leaders/reports.ts";
import type { LeaderStore, Links } from "../broadcast/ledger.ts";
import type { ContactStore } from "../contacts/contact.ts";
import type { ConversationStore } from "../conversation.ts";
import type { Say } from "../knowledge/texts.ts";
import { dayOf, type Day } from "../lib/calendar.ts";
import type { Clock } from "../lib/clock.ts";
import type { Intent } from "../lib/intent.ts";
import type { InboundMessage } from "../message.ts";
import type { Turn } from "../router.ts";
import type { ChatMemory, Choice } from "../understanding/context.ts";
import type { Understanding } from "../understanding/understand.ts";
import { plain } from "../understanding/whole-message.ts";
import { textAnswer, withChoices } from "./answers.ts";

/** Codes that one person may get wrong in a day; more would be guessing. */
const WRONG_A_DAY = 5;

/** Whole messages of a leader that end the weekly line, and that begin it again. */
const NO_REPORT = /^(?:stop|berhenti|hentikan|tidak mau|ga mau|gak mau) (?:laporan|laporan mingguan|kabar mingguan)$/;
const REPORT_AGAIN = /^(?:laporan lagi|mulai laporan|terima laporan|mau laporan|kirim laporan)$/;

/** Whole messages that ask for a text to pass on: the word alone, and with somebody it is for. */
const SHARE =
  /^(?:(?:bagikan|bagikeun|bagiin|sebarkan|share)(?: (?:lagi|dong|ya|yuk|min|kak|saja|aja))*|(?:link|tautan) saya)$/;
const SHARE_FOR =
  /^(?:bagikan|bagikeun|bagiin|sebarkan|share)(?: lagi)? (?:untuk|utk|buat|bwt|ke|kepada|kanggo|kangge|ka) (?!(?:saya|aku|sy|petugas)\b)/;
const SHARE_WITH = /^(?:bagikan|bagikeun|bagiin|sebarkan|share) /;
/** The same after such a text: "kalau untuk nelayan?". */
const FOR_OTHERS = /^(?:(?:kalau|kalo|klo|yang|yg|nu|sing|ada)\s+)*(?:untuk|utk|buat|bwt|kanggo|kangge|versi) /;

/** Words of another wish: "untuk ojol iurannya berapa". */
const OTHER_WISH =
  /\b(?:berapa|brp|iuran\w*|bayar\w*|cara\w*|gimana|bagaimana|daftar\w*|klaim\w*|syarat\w*|apa|kapan)\b/;

/** So many words are one wish; more tell something else too. */
const ONE_WISH = 6;

/** What the router has done for community leaders and for those who come through them. */
export type LeaderActs = {
  /** Counts who comes through a leader's link, and takes its code out of the message. Before anything is stored. */
  before(message: InboundMessage, contactId: string): { message: InboundMessage; arrived: boolean };
  /** What a message asks, where its words mean one thing here: a text to pass on, a code, the weekly line. */
  read(turn: Pick<Turn, "contactId" | "text">, understanding: Understanding, memory: ChatMemory): Understanding;
  /** Does what a message sets going; undefined when it is for others to answer. */
  act(turn: Pick<Turn, "contactId" | "message" | "text">, memory: ChatMemory): { answer: Answer } | undefined;
  /** Puts a leader's own links into a text to pass on; any other answer stays as it is. */
  linked(contactId: string, understanding: Understanding, answer: Answer): Answer;
  /** The person wants nothing from us any more. */
  stop(contactId: string): void;
};

export function createLeaderActs({
  contacts,
  leaders,
  reports,
  conversations,
  say,
  links,
  timeZone,
  clock,
}: {
  contacts: Pick<ContactStore, "get" | "learn">;
  leaders: Pick<LeaderStore, "linkCode" | "leaderOfLink" | "arrived" | "useInvite">;
  reports: Pick<LeaderReports, "stop" | "resume">;
  conversations: Pick<ConversationStore<ChatMemory>, "save">;
  say: Say;
  /** The links that there are now. */
  links: () => Links;
  timeZone: string;
  clock: Clock;
}): LeaderActs {
  const wrong = new Map<string, number>();
  let wrongOn: Day | undefined;

  /** Codes that somebody got wrong today. Not stored: five more guesses after a restart help nobody. */
  function wrongToday(contactId: string): number {
    const today = dayOf(clock(), timeZone);
    if (wrongOn !== today) wrong.clear();
    wrongOn = today;
    return wrong.get(contactId) ?? 0;
  }

  function useCode(contactId: string, code: string): Answer {
    const role = contacts.get(contactId)?.role;
    if (role !== undefined && role !== "worker") return textAnswer(say("leader.already"));
    const tried = wrongToday(contactId);
    if (tried >= WRONG_A_DAY) return withStaff("leader.too-many");
    if (!leaders.useInvite(code, contactId, clock())) {
      wrong.set(contactId, tried + 1);
      return withStaff("leader.wrong-code");
    }
    contacts.learn(contactId, { role: "leader" });
    reports.resume(contactId);
    return textAnswer(say("leader.welcome"));
  }

  function withStaff(key: string): Answer {
    const choices: Choice[] = [handoffChoice(say)];
    return textAnswer(withChoices(`${say(key)}\n`, choices), choices);
  }

  const isLeader = (contactId: string) => contacts.get(contactId)?.role === "leader";

  /** What a whole message sets going: the weekly line ended or begun again, or a code used. */
  function wishOf(contactId: string, text: string): (() => Answer) | undefined {
    const bare = plain(text);
    const code = codeIn(text);
    if (code !== undefined) return () => useCode(contactId, code);
    if (NO_REPORT.test(bare) && isLeader(contactId))
      return () => {
        reports.stop(contactId);
        return textAnswer(say("leader.stopped"));
      };
    if (REPORT_AGAIN.test(bare) && isLeader(contactId))
      return () => {
        reports.resume(contactId);
        return textAnswer(say("leader.resumed"));
      };
    return undefined;
  }

  return {
    before(message, contactId) {
      const { invite: _, ...rest } = message;
      const typed = codeIn(message.text);
      const link = inviteIn(message, say) ?? (typed === undefined ? undefined : { code: typed, rest: GREETING });
      const leader = link && leaders.leaderOfLink(link.code);
      // a typed code that is no leader's link is one from staff, if anything
      if (!link || (typed !== undefined && leader === undefined)) return { message: rest, arrived: false };
      return {
        message: { ...rest, text: link.rest },
        arrived: leader !== undefined && leaders.arrived(contactId, leader, clock()),
      };
    },

    read({ contactId, text }, understanding, memory) {
      if (understanding.via === "choice") return understanding;
      if (wishOf(contactId, text)) return sure(understanding, "menu");
      const bare = plain(text);
      const isOneWish = bare.split(" ").length <= ONE_WISH && !OTHER_WISH.test(bare);
      const names = understanding.entities.occupations.length > 0;
      const shares =
        SHARE.test(bare) ||
        (isOneWish && SHARE_FOR.test(bare)) ||
        (isOneWish && names && SHARE_WITH.test(bare)) ||
        (isOneWish && names && memory.last?.intent === "share.kit" && FOR_OTHERS.test(bare));
      return shares ? sure(understanding, "share.kit") : understanding;
    },

    act({ contactId, message, text }, memory) {
      const answer = wishOf(contactId, text)?.();
      if (!answer) return undefined;
      const choices = answer.choices.length > 0 ? [...answer.choices] : undefined;
      conversations.save(message.from, { ...memory, asked: undefined, choices });
      return { answer };
    },

    linked(contactId, { intent, also }, answer) {
      if (intent !== "share.kit" && also?.intent !== "share.kit") return answer;
      const now = links();
      if (Object.keys(now).length === 0 || !isLeader(contactId)) return answer;
      return withLinks(answer, now, leaders.linkCode(contactId), say);
    },

    stop: (contactId) => void reports.stop(contactId),
  };
}

/** What is left of a typed link code: whoever came by it asks who we are. */
const GREETING = "Halo";

/** Words with one meaning leave no doubt, and no second question. */
function sure(understanding: Understanding, intent: Intent): Understanding {
  return { ...understanding, intent, confidence: 1, via: "word", alternatives: [], also: undefined };
}
