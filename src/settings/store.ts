import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { LowSync } from "lowdb";
import { DocumentError, safeJsonAdapterSync } from "../knowledge/document.ts";
import { DEFAULT_SETTINGS } from "./defaults.ts";
import { settingsSchema } from "./schema.ts";
import type { Settings, SettingsStore } from "./settings.ts";

/**
 * The settings in a file that staff also edit by hand, or with a command while the program runs. A missing file is
 * written with the defaults, so that it is found; a broken one throws DocumentError and stays as it is. Once open, a
 * broken edit is told to `onProblem`, once for each version of the file.
 */
export function openSettings({
  path,
  onProblem,
}: {
  path: string;
  onProblem: (error: DocumentError) => void;
}): SettingsStore {
  const document = new LowSync<Settings>(safeJsonAdapterSync({ path, schema: settingsSchema }), DEFAULT_SETTINGS);
  if (versionOf(path) === MISSING) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    document.write();
  }
  // looked at before the content: what is edited in between is read again next time
  let seen = versionOf(path);
  document.read();
  let broken: DocumentError | undefined;

  function refresh(): void {
    const version = versionOf(path);
    if (version === seen) return;
    seen = version;
    try {
      document.read();
      broken = undefined;
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      broken = error;
      onProblem(error);
    }
  }

  return {
    current() {
      refresh();
      return document.data;
    },

    change(edit) {
      refresh();
      // somebody is in the middle of an edit: writing would throw their work away; a file that is gone holds none
      if (broken && seen !== MISSING) throw broken;
      const before = document.data;
      try {
        document.data = edit(before);
        document.write();
      } catch (error) {
        document.data = before;
        throw error;
      }
      refresh();
    },
  };
}

const MISSING = "missing";

/** Changes with every edit, whether the file was written over or replaced by another. */
function versionOf(path: string): string {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats ? `${stats.mtimeNs} ${stats.size} ${stats.ino}` : MISSING;
}
