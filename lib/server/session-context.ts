import { AppError } from "@/lib/core/errors";
import type { ServiceContext } from "@/lib/services/context";

/** The context of whoever is signed in, in the firm with this slug. Throws: unauthenticated, not_found. */
export function sessionContext(slug: string): Promise<ServiceContext> {
  return Promise.reject(new AppError("unauthenticated", `nobody is signed in to ${slug}`));
}
