import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";

const PATIENCE_MS = 20_000;

/** A letter as a recipient's mail program reads it. */
export type ReceivedLetter = Readonly<{
  /** The address of the envelope: whom the server was told to bring it to. */
  to: string;
  from: string;
  subject: string;
  text: string;
  html: string;
  /** The message as it came over the wire. */
  raw: string;
  /** The first link of the plain text. Throws: when there is none. */
  link: () => string;
}>;

export type TestMailServer = Readonly<{
  /** For SMTP_URL. */
  url: string;
  /** Every letter that came, in order. */
  letters: () => readonly ReceivedLetter[];
  /** The next letter to this address that nobody has waited for yet; resolves as it arrives. Throws: when none comes. */
  nextTo: (address: string) => Promise<ReceivedLetter>;
  /** From now on this address is refused for good (550), as one that does not exist. */
  refuse: (address: string) => void;
  /** From now on every letter is put off (451), until `accept`. */
  putOff: () => void;
  accept: () => void;
  close: () => Promise<void>;
}>;

/** A real SMTP server on this machine. It takes every letter unless told otherwise. */
export async function startMailServer(): Promise<TestMailServer> {
  const letters: ReceivedLetter[] = [];
  const taken = new Set<ReceivedLetter>();
  const listeners = new Set<() => void>();
  const refused = new Set<string>();
  let isPuttingOff = false;
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    logger: false,
    onRcptTo: ({ address }, _session, done) => {
      if (refused.has(address.toLowerCase())) done(answer(550, "no such mailbox"));
      else if (isPuttingOff) done(answer(451, "try again later"));
      else done();
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map(({ address }) => address.toLowerCase());
        void keep(Buffer.concat(chunks), to, done);
      });
    },
  });
  const keep = async (raw: Buffer, to: readonly string[], done: (error?: Error) => void): Promise<void> => {
    const failure = await read(raw, to).then(
      (received) => void letters.push(...received),
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    );
    for (const heard of listeners) heard();
    done(failure ?? undefined);
  };
  // Connections that end early are what some tests are about.
  server.on("error", () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const bound = server.server.address();
  if (bound === null || typeof bound === "string") throw new Error("the mail server has no port");

  const take = (address: string): ReceivedLetter | undefined => {
    const letter = letters.find((of) => of.to === address.toLowerCase() && !taken.has(of));
    if (letter !== undefined) taken.add(letter);
    return letter;
  };
  return {
    url: `smtp://127.0.0.1:${String(bound.port)}`,
    letters: () => letters,
    nextTo: (address) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const letter = take(address);
          if (letter === undefined) return;
          listeners.delete(look);
          clearTimeout(limit);
          resolve(letter);
        };
        const limit = setTimeout(() => {
          listeners.delete(look);
          const came = letters.map((of) => `${of.to}: ${of.subject}`).join("; ");
          reject(new Error(`no letter to ${address} came; those that did: ${came === "" ? "none" : came}`));
        }, PATIENCE_MS);
        listeners.add(look);
        look();
      }),
    refuse: (address) => refused.add(address.toLowerCase()),
    putOff: () => (isPuttingOff = true),
    accept: () => (isPuttingOff = false),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function answer(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

/** One letter for each recipient of the envelope. */
async function read(raw: Buffer, recipients: readonly string[]): Promise<ReceivedLetter[]> {
  const mail = await PostalMime.parse(raw);
  const text = mail.text ?? "";
  const common = {
    from: mail.from?.address ?? "",
    subject: mail.subject ?? "",
    text,
    html: mail.html ?? "",
    raw: raw.toString(),
    link: () => {
      const link = /https?:\/\/\S+/.exec(text)?.[0];
      if (link === undefined) throw new Error(`the letter has no link: ${text}`);
      return link;
    },
  };
  return recipients.map((to) => ({ to, ...common }));
}
