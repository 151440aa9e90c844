/** `POST /miami/v1/token` (Access Token API guide, specialised authentication for accounting partners). */
import type { IncomingHttpHeaders } from "node:http";

import { TOKEN_SECONDS, type AccessControl } from "./access";
import { json, oauthError, type Answer } from "./answers";

export type TokenRequest = Readonly<{
  headers: IncomingHttpHeaders;
  body: string;
  nowMs: number;
  /** The 2023 document types `expires_in` as a string; every example shows a number. */
  expiresInText: boolean;
}>;

/** `invalid_client` also when the grant type is missing or a subscription key is sent (quick start). */
export function answerToken(access: AccessControl, request: TokenRequest): Answer {
  const { headers } = request;
  if (headers["ocp-apim-subscription-key"] !== undefined) return oauthError(401, "invalid_client");
  const isForm = headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true;
  const grantType = isForm ? new URLSearchParams(request.body).get("grant_type") : null;
  if (grantType === null) return oauthError(401, "invalid_client");
  const clientId = authenticatedClient(access, headers.authorization);
  if (clientId === undefined) return oauthError(401, "invalid_client");
  if (grantType !== "client_credentials") return oauthError(400, "unsupported_grant_type");
  return json(
    200,
    JSON.stringify({
      access_token: access.issueToken(clientId, request.nowMs),
      token_type: "Bearer",
      expires_in: request.expiresInText ? String(TOKEN_SECONDS) : TOKEN_SECONDS,
    }),
  );
}

function authenticatedClient(access: AccessControl, authorization: string | undefined): string | undefined {
  const encoded = /^Basic (.+)$/.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const pair = Buffer.from(encoded, "base64").toString();
  const colon = pair.indexOf(":");
  const clientId = pair.slice(0, colon);
  const credential = access.credentials.get(clientId);
  return credential?.enabled === true && credential.clientSecret === pair.slice(colon + 1)
    ? clientId
    : undefined;
}
