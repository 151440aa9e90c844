/** Answers as the platform gives them. */

export type Answer = Readonly<{
  status: number;
  contentType: string;
  body: string;
  headers?: Readonly<Record<string, string>>;
}>;

export function json(status: number, body: string, headers?: Readonly<Record<string, string>>): Answer {
  return {
    status,
    contentType: "application/json; charset=utf-8",
    body,
    ...(headers === undefined ? {} : { headers }),
  };
}

/** RFC 7807, the default of the Report API. 401 and 500 have shapes of their own. */
export function problem(status: number, title: string, detail: string, instance: string): Answer {
  const type = `https://developer.vippsmobilepay.com/problems/${title.toLowerCase().replaceAll(" ", "-")}`;
  return {
    status,
    contentType: "application/problem+json; charset=utf-8",
    body: JSON.stringify({
      type,
      title,
      status,
      detail,
      instance,
      traceId: "00-0af7651916cd43dd8448eb211c80319c-00",
    }),
  };
}

/** Not problem+json (Report API, OpenAPI, response 401). */
export function unauthorized(): Answer {
  return json(401, JSON.stringify({ code: "Unauthorized", message: "Please check your API keys" }));
}

/** Not problem+json (Report API, OpenAPI, response 500; error code 10001: unknown, try again). */
export function serverError(counter: number): Answer {
  const contextId = `123e4567-e89b-12d3-a456-${String(counter).padStart(12, "0")}`;
  return json(
    500,
    JSON.stringify({ errorCode: 10001, errorMessage: "An unknown error occurred", contextId }),
  );
}

export function oauthError(status: number, error: string): Answer {
  return json(status, JSON.stringify({ error }));
}
