import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";

/** A letter as it arrived. */
export type Arrived = Readonly<{ to: string; subject: string; text: string; html: string }>;

export type Letters = Readonly<{ url: string; arrived: Arrived[]; close: () => Promise<void> }>;

/** A real mail server on a free port, which keeps what it is given. */
export async function createLetterServer(): Promise<Letters> {
  const arrived: Arrived[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onData: (stream, session, done) => {
      const to = session.envelope.rcptTo.map(({ address }) => address).join(", ");
      const keep = async (): Promise<void> => {
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(chunk as Buffer);
        const mail = await PostalMime.parse(Buffer.concat(chunks));
        arrived.push({ to, subject: mail.subject ?? "", text: mail.text ?? "", html: mail.html ?? "" });
      };
      keep().then(() => done(), done); // oxlint-disable-line promise/no-callback-in-promise -- the server's way to hear of it
    },
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${String(port)}`,
    arrived,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
