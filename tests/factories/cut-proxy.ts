import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";

/** A TCP proxy on loopback, in front of a server that is then taken away and given back. */
export type CutProxy = Readonly<{
  port: number;
  /** Ends every connection and takes no more, as a server that went down. */
  cut: () => Promise<void>;
  restore: () => Promise<void>;
  close: () => Promise<void>;
}>;

export async function createCutProxy(target: Readonly<{ host: string; port: number }>): Promise<CutProxy> {
  const sockets = new Set<Socket>();
  let server = listener();
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;

  function listener(): Server {
    return createServer((inner) => {
      const outer = connect(target.port, target.host);
      for (const socket of [inner, outer]) {
        sockets.add(socket);
        socket.on("error", () => undefined);
        socket.on("close", () => {
          sockets.delete(socket);
          inner.destroy();
          outer.destroy();
        });
      }
      inner.pipe(outer).pipe(inner);
    });
  }

  async function cut(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  return {
    port,
    cut,
    restore: async () => {
      server = listener();
      await listen(server, port);
    },
    close: cut,
  };
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
}
