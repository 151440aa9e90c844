import { AppError } from "@/lib/core/errors";
import type { Services } from "@/lib/services/context";
import { letIn } from "@/lib/services/identity/sign-in";
import type { SignInOutcome } from "@/lib/services/identity/sign-in";
import type { Visitor } from "@/lib/services/identity/visitor";
import { withSystem } from "@/lib/store/system";
import { findIdentity } from "@/lib/store/user-identity";

/**
 * Signs in somebody whom an OpenID Connect provider has named. The first time its verified e-mail says who it is,
 * from then on issuer and subject do. It never makes a person; a second factor is asked for all the same. Throws:
 * unauthenticated (nobody here is that person).
 */
export async function signInElsewhere(
  services: Pick<Services, "database" | "clock">,
  input: Visitor &
    Readonly<{ issuer: string; subject: string; email: string | undefined; isEmailVerified: boolean }>,
): Promise<SignInOutcome> {
  const found = await withSystem(services.database, (tx) =>
    findIdentity(tx, {
      issuer: input.issuer,
      subject: input.subject,
      verifiedEmail: input.isEmailVerified ? input.email?.trim() : undefined,
      nowMs: services.clock.nowMs(),
      device: input.device,
      address: input.address,
    }),
  );
  if (found === undefined) throw new AppError("unauthenticated", "nobody here is known by this identity");
  return letIn(services, found, input);
}
