import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Kit } from "./answers/answer.ts";
import { menuChoices } from "./answers/next-steps.ts";
import { loadKnowledge, readExamples, readTranslation, type CheckedStore, type Folders } from "./knowledge/load.ts";
import type { Knowledge } from "./knowledge/knowledge.ts";
import { createVoice } from "./knowledge/voices.ts";
import { DEFAULT_TIME_ZONE } from "./lib/calendar.ts";
import type { Clock } from "./lib/clock.ts";
import { INTENTS } from "./lib/intent.ts";
import { silentLog, type Log } from "./lib/log.ts";
import { zoneOfName } from "./lib/zones.ts";
import { createOfficeDesk, type DeskPlaces, type OfficeDesk } from "./office-desk.ts";
import type { OutreachOffice } from "./outreach.ts";
import { createPostOffice, type PostOffice } from "./post.ts";
import { createLeaderActs } from "./router/leaders.ts";
import { createOutreachAnswers } from "./router/outreach-answers.ts";
import { createRouter, type Router } from "./router.ts";
import { DEFAULT_SETTINGS } from "./settings/defaults.ts";
import type { SettingsStore } from "./settings/settings.ts";
import { createModelFile, type ModelStore } from "./storage/model-file.ts";
import { openMemoryStores } from "./storage/sqlite/index.ts";
import type { Stores } from "./storage/stores.ts";
import type { TeachingStore } from "./teaching/store.ts";
import { taughtReply } from "./teaching/answers.ts";
import { createFingerprint, examplesWithTaught, type Example } from "./teaching/fingerprint.ts";
import { materialDigest } from "./teaching/material-digest.ts";
import { createSwappableUnderstanding } from "./teaching/swap.ts";
import { learn } from "./understanding/learn.ts";
import type { Model } from "./understanding/model.ts";
import { createUnderstanding, type UnderstandingParts } from "./understanding/understand.ts";

/** The project's folder: where package.json, data/ and locales/ are. */
export const HOME = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Everything that answers a message, joined; channels and commands are put on top of it. */
export type App = {
  router: Router;
  knowledge: Knowledge;
  kit: Kit;
  understanding: ReturnType<typeof createUnderstanding>;
  stores: Stores;
  post: PostOffice;
  desk: OfficeDesk;
  /** Removes files of campaigns that nothing needs any more. */
  sweepFiles(before: Date): number;
  /** Ends what runs beside the program. */
  stop(): Promise<void>;
};

/** An app that also writes to people first. */
export type RunningApp = App & { outreach: OutreachOffice };

/** What an app may be told to do differently. */
export type AppOptions = {
  clock: Clock;
  folders?: Folders;
  timeZone?: string;
  modelStore?: ModelStore;
  /** What is kept; without it the memory of this process, which answers and writes to nobody first. */
  stores?: Stores;
  /** What staff may change; without it the defaults. */
  settings?: SettingsStore;
  /** Where staff are reached. Without it chats behave as if staff were there, and nobody sees it. */
  places?: DeskPlaces;
  /** Where the running program is taught, and what it was taught so far; without it nobody can teach it. */
  teaching?: { stateDir: string; store: TeachingStore };
  /** Where the running program keeps the files of campaigns; without it staff cannot write to many. */
  filesDir?: string;
  random?: () => number;
  log?: Log;
  /** Which documents need no check, and which model is known to be theirs; without it all are checked. */
  checked?: CheckedStore;
  /** Told when the model has to be learned, which takes some seconds. */
  onLearning?: () => void;
};

/** Loads and checks all knowledge, takes the model (learning it when the examples changed) and joins the rooms. */
export function createApp(options: AppOptions & { stores: Stores }): Promise<RunningApp>;
export function createApp(options: AppOptions): Promise<App>;
export async function createApp({
  clock,
  folders = { data: join(HOME, "data"), locales: join(HOME, "locales") },
  timeZone = DEFAULT_TIME_ZONE,
  modelStore = createModelFile(join(HOME, "dist", "model.bin")),
  stores: kept,
  settings = FIXED_SETTINGS,
  places,
  teaching,
  filesDir,
  random = Math.random,
  log = silentLog,
  checked,
  onLearning,
}: AppOptions): Promise<App & Partial<RunningApp>> {
  const stores = kept ?? openMemoryStores({ clock });
  const { knowledge, texts } = await loadKnowledge(folders, checked);
  const { say, indonesian, speaking } = createVoice(texts, (language) => readTranslation(folders.locales, language));
  const kit: Kit = { knowledge, say };
  const material = understandingMaterial(knowledge, kit);
  const taught = teaching?.store.examples() ?? [];
  const model = await currentModel({
    folders,
    material,
    modelStore: teaching && taught.length > 0 ? createModelFile(join(teaching.stateDir, "model.bin")) : modelStore,
    taught,
    ...(checked ? { checked } : {}),
    ...(onLearning ? { onLearning } : {}),
  });
  const understanding = createSwappableUnderstanding(
    (next) => createUnderstanding({ ...material, model: next }),
    model,
  );
  const opened =
    teaching &&
    (await (
      await import("./school.ts")
    ).openSchool({ ...teaching, folders, understanding, material, kit, timeZone, clock, log }));
  const post = createPostOffice({ outbox: stores.outbox, clock });
  const zone = () => zoneOfName(settings.current().office.timeZone ?? timeZone);
  const answers = createOutreachAnswers({ stores, kit, zone, clock });
  // what sends, and when, is loaded only where something can be sent: one answer needs none of it
  const outreach =
    kept &&
    (await import("./outreach.ts")).createOutreach({
      stores,
      kit,
      settings,
      accounts: places?.accounts ?? {},
      send: (out) => post.send(out),
      timeZone,
      zone,
      answers,
      random,
      clock,
      log,
    });
  const written =
    filesDir === undefined || !outreach
      ? undefined
      : (await import("./outreach-desk.ts")).openOutreachDesk({
          filesDir,
          kit,
          settings,
          stores,
          outreach,
          testAccount: places?.accounts?.telegram,
          clock,
          log,
        });
  const desk = createOfficeDesk({
    stores,
    kit: { knowledge, say: indonesian },
    toPeople: say,
    speaking,
    settings,
    send: places ? (out) => post.send(out) : () => {},
    places: places ?? {},
    shown: places === undefined,
    timeZone,
    school: opened?.school,
    ...(written ? { broadcast: written.broadcast } : {}),
    clock,
    log,
  });
  const leaders = createLeaderActs({
    ...stores,
    reports: answers.reports,
    say: kit.say,
    links: () => outreach?.links() ?? {},
    timeZone,
    clock,
  });
  const { handle } = createRouter({
    understand: understanding.understand,
    kit,
    speaking,
    ...stores,
    handoff: desk.handoff,
    desk: desk.desk,
    staff: desk.staff,
    forget: desk.forget,
    leaders,
    reminders: answers.reminders,
    votes: answers.votes,
    ...(opened
      ? {
          taught(text, today) {
            const answer = opened.answers.find(text, today);
            return answer && taughtReply(answer, kit.say);
          },
        }
      : {}),
    retention: () => settings.current().retention,
    timeZone,
    clock,
  });
  // whole or not at all, also where no inbox sees to it; within the inbox's transaction it is part of that
  const router: Router = { handle: (message, account) => stores.atomically(() => handle(message, account)) };
  return {
    router,
    knowledge,
    kit,
    understanding,
    stores,
    post,
    desk,
    ...(outreach ? { outreach } : {}),
    sweepFiles: (before) => written?.sweepFiles(before) ?? 0,
    stop: async () => opened?.stop(),
  };
}

/** Settings that nobody can change. */
const FIXED_SETTINGS: SettingsStore = {
  current: () => DEFAULT_SETTINGS,
  change: () => {
    throw new Error("there is no settings.json here");
  },
};

/** What understanding is made from, but for the model. */
export function understandingMaterial(knowledge: Knowledge, kit: Kit): Omit<UnderstandingParts, "model"> {
  return {
    lexicon: knowledge.lexicon,
    languages: knowledge.languages,
    regions: knowledge.regions.all,
    regionNames: knowledge.regions.names,
    needCue: knowledge.needCue,
    occupations: knowledge.occupations,
    outlets: knowledge.outlets,
    terms: knowledge.terms,
    menu: menuChoices(kit.say),
  };
}

/**
 * The model for the examples as they are now: from the store when its fingerprint fits, else learned and stored. `checked`
 * remembers that a model fits the files, byte for byte, for reading all examples again takes longer than the model.
 */
async function currentModel({
  folders,
  material,
  modelStore,
  taught,
  checked,
  onLearning,
}: {
  folders: Folders;
  material: Omit<UnderstandingParts, "model">;
  modelStore: ModelStore;
  /** Examples that staff added. */
  taught: readonly Example[];
  checked?: CheckedStore;
  onLearning?: () => void;
}): Promise<Model> {
  const stored = await modelStore.load();
  const pairWith = ({ fingerprint }: Model) => `${materialDigest(folders, taught)}:${fingerprint}`;
  const pair = checked && stored && pairWith(stored);
  if (stored && pair && (await checked.has(pair))) return stored;
  const examples = examplesWithTaught(await readExamples(join(folders.data, "examples")), taught);
  const fingerprint = (await createFingerprint(folders))(examples);
  if (stored?.fingerprint === fingerprint) {
    // not when a file was changed while the examples were read
    if (pair && pairWith(stored) === pair) await checked.add(pair);
    return stored;
  }
  onLearning?.();
  const model = learn(examples, { ...material, intents: INTENTS, fingerprint });
  await modelStore.save(model);
  return model;
}
