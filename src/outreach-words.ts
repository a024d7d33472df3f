import type { Kit } from "./answers/answer.ts";
import { intentLabels } from "./answers/next-steps.ts";
import {
  preflightText,
  progressText,
  receiptText,
  audienceText,
  remarkText,
  type CardHelpers,
} from "./broadcast/card.ts";
import { receiptCsv } from "./broadcast/receipt.ts";
import { contactWords } from "./commands/contact-words.ts";
import { dateText, dayOf, timeText } from "./lib/calendar.ts";
import { zoneShort } from "./handoff/office-hours.ts";
import type { SettingsStore } from "./settings/settings.ts";
import type { DeskTexts, Place } from "./staff/broadcast/words.ts";
import { nameOf } from "./staff/members.ts";

/** What is said of campaigns and read from staff about them, at the desk and on the command line alike. */
export type OutreachWords = {
  texts: DeskTexts;
  csv: (rows: Parameters<typeof receiptCsv>[0]) => Iterable<string>;
  regions: { find(text: string): Place[] };
  occupations: readonly { id: string; label: string }[];
};

/** Puts campaigns into the words of the office. `timeZone`: by which clock times are told. */
export function createOutreachWords({
  kit: { knowledge, say },
  settings,
  timeZone,
}: {
  kit: Kit;
  settings: SettingsStore;
  timeZone: () => string;
}): OutreachWords {
  const words = contactWords(knowledge);
  const helpers: CardHelpers = {
    say,
    staffName: (id) => nameOf(settings.current(), id),
    time(at) {
      const zone = timeZone();
      return `${dateText(dayOf(at, zone))}, ${timeText(at, zone)} ${zoneShort(zone)}`;
    },
    regionName: (code) => (knowledge.regions.get(code) ? knowledge.regions.name(code) : undefined),
    occupationName: (id) => knowledge.occupation(id)?.label,
    subject: intentLabels(say),
  };
  return {
    texts: {
      preflight: (preflight) => preflightText(preflight, helpers),
      progress: (status) => progressText(status, helpers),
      receipt: (status) => receiptText(status, helpers),
      audience: (audience) => audienceText(audience, helpers),
      remark: (remark) => remarkText(remark, helpers),
    },
    csv: (rows) => receiptCsv(rows, say),
    regions: {
      find(text) {
        const codes = words.regionsOf(text);
        return codes.map((code) => {
          const around = codes.length > 1 ? knowledge.regions.above(code)[0] : undefined;
          return {
            code,
            name: knowledge.regions.name(code),
            ...(around ? { within: knowledge.regions.name(around.code) } : {}),
          };
        });
      },
    },
    occupations: knowledge.occupations,
  };
}
