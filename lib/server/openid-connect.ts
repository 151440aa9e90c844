import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";

import type { Env } from "@/lib/platform/env";

/** The claims that count; whether the e-mail is verified decides at the first sign-in. */
const Claims = z.looseObject({
  iss: z.string(),
  sub: z.string(),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
});

type Client = Parameters<NonNullable<Extract<UserInfo, { request?: unknown }>["request"]>>[0]["client"];
type UserInfo = NonNullable<OAuthConfig<z.output<typeof Claims>>["userinfo"]>;
type CheckedTokens = Exclude<Parameters<Client["userinfo"]>[0], string>;

/**
 * The one OpenID Connect provider of an installation, by its discovery document: authorization code with PKCE, state
 * and nonce. Claims come from the ID token, whose signature and issuer are checked, and from the user info, since
 * providers differ in where they put the e-mail.
 */
export function openIdConnect(oidc: NonNullable<Env["oidc"]>): OAuthConfig<z.output<typeof Claims>> {
  return {
    id: "oidc",
    name: oidc.name,
    type: "oauth",
    wellKnown: `${oidc.issuer}/.well-known/openid-configuration`,
    clientId: oidc.clientId,
    clientSecret: oidc.clientSecret,
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    authorization: { params: { scope: "openid email profile" } },
    userinfo: {
      request: async ({ client, tokens }) => {
        // What next-auth hands over is openid-client's own set, whose claims are those of the checked ID token.
        const set = tokens as unknown as CheckedTokens;
        const more = client.issuer.metadata.userinfo_endpoint === undefined ? {} : await client.userinfo(set);
        return Claims.parse({ ...more, ...set.claims() });
      },
    },
    profile: ({ sub }) => ({ id: sub }),
  };
}
