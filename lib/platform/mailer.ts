import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { createTransport } from "nodemailer";

import { SECOND_MS } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { systemClock } from "@/lib/platform/clock";

export type MailMessage = Readonly<{ to: string; subject: string; text: string; html: string }>;

export type Mailer = Readonly<{
  /** Throws: provider_unavailable (trying again may help), provider_rejected (the address is refused). */
  send: (message: MailMessage) => Promise<void>;
  close: () => void;
}>;

const TIMEOUT_MS = 20 * SECOND_MS;
const LOCAL_FROM = "Avstemt <avstemt@localhost>";

/**
 * Outgoing mail over SMTP. Without a mail server, as in development, each message is written to
 * `<dataDir>/mail/` as an `.eml` file.
 */
export function createMailer(
  env: Readonly<{ smtpUrl: string | undefined; mailFrom: string | undefined; dataDir: string }>,
): Mailer {
  const from = env.mailFrom ?? LOCAL_FROM;
  if (env.smtpUrl === undefined) return createFolderMailer(join(env.dataDir, "mail"), from);
  const transport = createTransport(env.smtpUrl, {
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as Parameters<typeof createTransport>[1]);
  return {
    send: async (message) => {
      try {
        await transport.sendMail({ from, ...message });
      } catch (error) {
        throw explain(error);
      }
    },
    close: () => transport.close(),
  };
}

function createFolderMailer(folder: string, from: string): Mailer {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: "unix" });
  return {
    send: async (message) => {
      const { message: bytes } = await transport.sendMail({ from, ...message });
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(join(folder, `${newId<"mail">(systemClock.nowMs())}.eml`), bytes, { mode: 0o600 });
    },
    close: () => transport.close(),
  };
}

/** A permanent refusal (5xx) of the address is not tried again; all else is. Answers of servers may quote the mail: only codes are kept. */
function explain(error: unknown): AppError {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  const shown = [code, responseCode].filter((part) => part !== undefined).join(" ");
  if (code === "EENVELOPE" && (responseCode ?? 0) >= 500) {
    return new AppError("provider_rejected", `the mail server refuses the address (${shown})`);
  }
  return new AppError("provider_unavailable", `the mail server did not take the mail (${shown})`, {
    retryAfterMs: 30 * SECOND_MS,
  });
}
