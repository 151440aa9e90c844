import type { HttpClient } from "@/lib/platform/http";
import type { AccessToken } from "@/lib/platform/token-source";
import type { VippsKeys } from "@/lib/providers/vipps/access";
import { invalidAnswer, parseJson } from "@/lib/providers/vipps/invalid";
import { refusalOf } from "@/lib/providers/vipps/refusals";
import { TokenAnswer } from "@/lib/providers/vipps/schemas";

export type TokenRequest = Readonly<{
  http: HttpClient;
  url: string;
  systemHeaders: Readonly<Record<string, string>>;
  keys: VippsKeys;
  signal?: AbortSignal;
}>;

/** Asks for a new token. Throws: keys_rejected, provider_unavailable, provider_rejected, provider_answer_invalid. */
export function requestToken({ http, url, systemHeaders, keys, signal }: TokenRequest): Promise<AccessToken> {
  const basic = Buffer.from(`${keys.clientId}:${keys.clientSecret}`, "utf8").toString("base64");
  return http.send(
    {
      method: "POST",
      url,
      // No Ocp-Apim-Subscription-Key: with accounting keys it makes them invalid.
      headers: {
        ...systemHeaders,
        accept: "application/json",
        authorization: `Basic ${basic}`,
        "content-type": "application/x-www-form-urlencoded; charset=utf-8",
      },
      body: "grant_type=client_credentials",
      ...(signal === undefined ? {} : { signal }),
    },
    (answer) => {
      if (answer.status !== 200) throw refusalOf(answer, { kind: "token", hasCursor: false });
      const what = "the token";
      const parsed = TokenAnswer.safeParse(parseJson(what, answer.text));
      if (parsed.success) return parsed.data;
      throw invalidAnswer(what, String(parsed.error.issues[0]?.path[0] ?? "the answer"), "as documented");
    },
  );
}
