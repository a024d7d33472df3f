import { expect, it } from "vitest";
import { describeStores, HOUR } from "./forms.ts";

describeStores("stopped accounts", (kept) => {
  it("stand still until somebody opens them again", () => {
    const stop = { account: "wa-main", at: kept.now, why: "restricted" };
    expect(kept.stops.stoppedAccount("wa-main")).toBeUndefined();
    expect(kept.stops.reopenedAt("wa-main")).toBeUndefined();
    kept.stops.stopAccount(stop);
    expect(kept.stops.stoppedAccount("wa-main")).toStrictEqual(stop);
    expect(kept.stops.stoppedAccount("telegram")).toBeUndefined();
    expect(kept.stops.reopenedAt("wa-main")).toBeUndefined();

    kept.stops.reopenAccount("wa-main", kept.later(HOUR));
    expect(kept.stops.stoppedAccount("wa-main")).toBeUndefined();
    expect(kept.stops.reopenedAt("wa-main")).toEqual(kept.later(HOUR));

    const again = { account: "wa-main", at: kept.later(2 * HOUR), why: "failures" };
    kept.stops.stopAccount(again);
    expect(kept.stops.stoppedAccount("wa-main")).toStrictEqual(again);
    expect(kept.stops.reopenedAt("wa-main")).toEqual(kept.later(HOUR));
  });

  it("what was never stopped cannot be opened again", () => {
    kept.stops.reopenAccount("wa-main", kept.now);
    expect(kept.stops.reopenedAt("wa-main")).toBeUndefined();
  });
});
