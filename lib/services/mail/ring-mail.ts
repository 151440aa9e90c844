import type { Services } from "@/lib/services/context";

/**
 * Has posted mail go at once, after the transaction that posted it. A bell that cannot be rung is no failure of the
 * change, which is done: the scan rings within seconds.
 */
export async function ringMail(services: Pick<Services, "enqueue" | "log">): Promise<void> {
  try {
    await services.enqueue("mail.send", {});
  } catch (error) {
    services.log.warn({ error }, "mail not rung for");
  }
}
