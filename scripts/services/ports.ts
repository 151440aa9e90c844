import { createServer } from "node:net";

/** How many ports above a wanted one are tried before the system picks. */
const NEIGHBOURS = 20;

/** True when nothing listens on the port of the loopback interface, nor on all interfaces. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await canListen(port, "127.0.0.1")) && (await canListen(port, undefined));
}

/** The wanted port when it is free, else one that the system picks. */
export async function findFreePort(wanted?: number): Promise<number> {
  if (wanted !== undefined && (await isPortFree(wanted))) return wanted;
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === "string") reject(new Error("no port was given"));
        else resolve(address.port);
      });
    });
  });
}

/** The wanted port, else the next free one above it, else any. */
export async function findPortFrom(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + NEIGHBOURS; port += 1) {
    if (await isPortFree(port)) return port;
  }
  return findFreePort();
}

function canListen(port: number, host: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
