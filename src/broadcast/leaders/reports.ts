import type { ContactStore } from "../../contacts/contact.ts";
import { sayIn } from "../../lib/say-in.ts";
import type { InterestStore, LeaderStore } from "../ledger.ts";
import type { Say } from "./links.ts";
import { leaderLine } from "./weekly.ts";

/** Kept with a leader who wants no weekly line; staff see it among the tags. */
const NO_REPORT = "tanpa-laporan";

const PAGE = 200;

/** The weekly lines to leaders: who gets one, and what it says. */
export type LeaderReports = {
  /** Leaders who have something to read about the time since then, page by page as they are asked for. */
  leaderReports(since: Date): Iterable<{ contactId: string }>;
  /** What one of them reads. undefined: nobody came, they are no leader (any more), or they want none. */
  leaderText(contactId: string, since: Date): string | undefined;
  /** No more lines to this contact; false when they got none anyway. */
  stop(contactId: string): boolean;
  /** Lines again; false when they were never stopped. */
  resume(contactId: string): boolean;
};

export function createLeaderReports({
  leaders,
  contacts,
  interests,
  say,
  subjectOf,
}: {
  leaders: Pick<LeaderStore, "leaders" | "tally">;
  contacts: Pick<ContactStore, "get">;
  interests: Pick<InterestStore, "tag" | "untag" | "tagsOf">;
  say: Say;
  /** What they read people asked about; the subjects of leader.json unless given. */
  subjectOf?: (intent: string) => string | undefined;
}): LeaderReports {
  const isLeader = (contactId: string) => contacts.get(contactId)?.role === "leader";
  const isStopped = (contactId: string) => interests.tagsOf(contactId).includes(NO_REPORT);

  function leaderText(contactId: string, since: Date): string | undefined {
    const contact = contacts.get(contactId);
    if (contact?.role !== "leader" || isStopped(contactId)) return undefined;
    const own = sayIn(say, contact.replyLanguage);
    return leaderLine({ tally: leaders.tally(contactId, since), say: own, ...(subjectOf ? { subjectOf } : {}) });
  }

  return {
    leaderText,

    *leaderReports(since) {
      for (let after = ""; ;) {
        const page = leaders.leaders({ after, limit: PAGE });
        for (const contactId of page) if (leaderText(contactId, since) !== undefined) yield { contactId };
        const last = page.at(-1);
        if (last === undefined || page.length < PAGE) return;
        after = last;
      }
    },

    stop(contactId) {
      if (!isLeader(contactId) || isStopped(contactId)) return false;
      interests.tag(contactId, NO_REPORT);
      return true;
    },

    resume(contactId) {
      if (!isStopped(contactId)) return false;
      interests.untag(contactId, NO_REPORT);
      return true;
    },
  };
}
