import type { TopicStore } from "../../channels/channel.ts";
import type { Database } from "./database.ts";
import { first, insert, run } from "./sql.ts";
import type { Row } from "./tables.ts";

/** The topics of the staff's group in SQLite. */
export function createSqliteTopics(db: Database): TopicStore {
  return {
    threadOf: (key) => first<Row<"topic", "thread">>(db, "select thread from topic where key = ?", key)?.thread,
    keyOf: (thread) => first<Row<"topic", "key">>(db, "select key from topic where thread = ?", thread)?.key,
    save(key, thread) {
      db.atomically(() => {
        run(db, "delete from topic where key = ? or thread = ?", key, thread);
        insert(db, "topic", { key, thread });
      });
    },
    drop: (key) => void run(db, "delete from topic where key = ?", key),
  };
}
