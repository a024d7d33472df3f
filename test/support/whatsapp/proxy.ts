import net, { type AddressInfo, type Socket } from "node:net";

/** A TCP proxy on loopback: cuts or stalls a link, which neither of its ends can do. */
export async function startProxy(targetPort: number) {
  const links = new Set<Socket>();
  let stalled = false;
  const server = net.createServer((near) => {
    const far = net.connect(targetPort, "127.0.0.1");
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      links.add(from);
      from.on("data", (data) => {
        if (!stalled) to.write(data);
      });
      from.on("error", () => {});
      from.on("close", () => {
        links.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stall(on = true) {
      stalled = on;
    },
    close(): Promise<void> {
      for (const link of links) link.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
