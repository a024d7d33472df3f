/** Fields of a log line: ids, counts and outcomes only. Nothing anybody wrote, no name, no phone number. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Structured log. What it writes to is decided where the program is joined. */
export type Log = {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
};

/** Logs nothing. */
export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
