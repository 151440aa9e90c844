import { QueryClient } from "@tanstack/react-query";

import { ProblemError } from "@/lib/browser/api";

const FRESH_MS = 15_000;
const RETRIES_MAX = 2;

/** A query client; on the server one a request, in the browser one. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        // What the server refused stays refused; a lost connection is worth another try.
        retry: (count, error) =>
          count < RETRIES_MAX && !(error instanceof ProblemError && error.status < 500),
      },
    },
  });
}
