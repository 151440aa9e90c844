/** Answers that do not come from the API itself, but from what stands around it. */
import { json, problem, serverError, unauthorized, type Answer } from "./answers";
import type { Fault } from "./faults";

/** The answer that takes the place of the real one, or undefined when the real one is given, in whatever way. */
export function replacementFor(
  fault: Fault | undefined,
  counter: number,
  instance: string,
): Answer | undefined {
  switch (fault?.kind) {
    case "unauthorized":
      return unauthorized();
    case "forbidden":
      return json(403, JSON.stringify({ statusCode: 403, message: "Forbidden" }));
    case "throttled":
      return json(429, throttledBody(1), { "Retry-After": "1" });
    case "throttled-azure":
      return json(429, throttledBody(7));
    case "server-error":
      return serverError(counter);
    case "server-problem":
      return problem(500, "Internal Server Error", "An unexpected error occurred", instance);
    case "bad-gateway":
      return { status: 502, contentType: "text/html", body: BAD_GATEWAY };
    default:
      return undefined;
  }
}

/** Some errors are sent by Azure API Management, in a format of its own (knowledge base, errors). */
function throttledBody(seconds: number): string {
  return JSON.stringify({
    statusCode: 429,
    message: `Rate limit is exceeded. Try again in ${seconds} seconds.`,
  });
}

const BAD_GATEWAY =
  "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n" +
  "<hr><center>Microsoft-Azure-Application-Gateway/v2</center>\r\n</body>\r\n</html>\r\n";
