import type { ServiceContext } from "@/lib/services/context";

/**
 * Rings for the matching of the firm's accounts, after the change that made it necessary was committed. A queue that
 * is down costs time and nothing else: the next scan for what is due rings again.
 */
export async function ringReconcile(
  ctx: Pick<ServiceContext, "enqueue" | "log" | "tenantId">,
): Promise<void> {
  try {
    await ctx.enqueue("bank.reconcile", { tenantId: ctx.tenantId });
  } catch (error) {
    ctx.log.warn({ error }, "matching not rung for");
  }
}
