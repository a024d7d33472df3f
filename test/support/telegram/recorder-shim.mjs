// What crabline's server needs of its recorder. Events go to `onEvent` and nowhere else.
export const createServerRecorder = ({ onEvent }) => ({
  record: async (event) => onEvent?.(event),
  recordCommitted: async (event) => onEvent?.(event),
  close: async () => {},
});
