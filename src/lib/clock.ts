/** Tells the present instant. Everything that depends on time is given one, so that tests decide what day it is. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

/** A clock that stands still at one instant. */
export function fixedClock(instant: Date): Clock {
  return () => instant;
}
