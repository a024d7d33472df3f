import type { WASocket } from "@whiskeysockets/baileys";
import type { Tuning } from "./tuning.ts";

/**
 * Watches one socket for a silent death, which Baileys reports half a minute late: no frame for two keep-alive
 * periods, or a login after which the server neither hands over what it kept for us nor says that this is done. Returns what to tell.
 */
export function watch(
  socket: WASocket,
  { keepAliveIntervalMs, watchdogMs }: Tuning,
  dead: (why: "stalled" | "handover-missing") => void,
) {
  let lastFrame = performance.now();
  let opened = false;
  let handedOver = false;
  let handover: NodeJS.Timeout | undefined;
  const frame = () => {
    lastFrame = performance.now();
  };
  socket.ws.on("message", frame);
  const allowed = keepAliveIntervalMs * 2;
  const every = Math.max(20, keepAliveIntervalMs / 10);
  let lastLook = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    const heldUp = now - lastLook > every * 3; // we were busy or asleep: what has come in meanwhile is not read yet
    lastLook = now;
    if (!heldUp && now - lastFrame >= allowed) dead("stalled");
  }, every);
  const waitForHandover = () => {
    clearTimeout(handover);
    if (opened && !handedOver) handover = setTimeout(() => dead("handover-missing"), watchdogMs);
  };
  socket.ws.on("CB:message", waitForHandover); // a long backlog takes its time
  return {
    opened(): void {
      opened = true;
      waitForHandover();
    },
    handedOver(): void {
      handedOver = true;
      clearTimeout(handover);
    },
    stop(): void {
      clearInterval(timer);
      clearTimeout(handover);
      socket.ws.off("message", frame);
      socket.ws.off("CB:message", waitForHandover);
    },
  };
}
