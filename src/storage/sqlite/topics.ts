import type { TopicStore } from "../../channels/channel.ts";
import type { Database } from "./database.ts";
import { first, run, sqlite } from "./tables.ts";

/** The topics of the staff's group in SQLite. */
export function createSqliteTopics(db: Database): TopicStore {
  return {
    threadOf: (key) => first(db, sqlite.selectFrom("topic").select("thread").where("key", "=", key))?.thread,
    keyOf: (thread) => first(db, sqlite.selectFrom("topic").select("key").where("thread", "=", thread))?.key,
    save(key, thread) {
      db.atomically(() => {
        run(
          db,
          sqlite.deleteFrom("topic").where((where) => where.or([where("key", "=", key), where("thread", "=", thread)])),
        );
        run(db, sqlite.insertInto("topic").values({ key, thread }));
      });
    },
    drop: (key) => void run(db, sqlite.deleteFrom("topic").where("key", "=", key)),
  };
}
