import type { Clock } from "@/lib/core/clock";

export type HttpRequest = Readonly<{
  method: "GET" | "POST";
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
  signal?: AbortSignal;
}>;

/** A complete answer of any status, its body decoded. */
export type HttpAnswer = Readonly<{
  status: number;
  text: string;
  /** A header's value by its lower-case name. */
  header: (name: string) => string | undefined;
  /** What `Retry-After` asks for, in milliseconds, at most an hour; 0 when it is absent or unreadable. */
  retryAfterMs: number;
}>;

export type HttpClient = Readonly<{
  /**
   * Sends a request that may safely be sent twice, and lets `read` judge the answer. What `read` throws as a
   * transient AppError is tried again, as is a lost connection: a few times, for about 15 seconds in all.
   * Throws: what `read` throws, provider_unavailable, provider_answer_invalid, the reason of the signal.
   */
  send: <T>(request: HttpRequest, read: (answer: HttpAnswer) => T) => Promise<T>;
  /** Closes all connections. */
  close: () => void;
}>;

export type HttpLimits = Readonly<{
  connectMs: number;
  wholeMs: number;
  bodyBytes: number;
  attempts: number;
  retryWindowMs: number;
}>;

export type HttpDependencies = Readonly<{
  clock: Clock;
  random: () => number;
  limits?: Partial<HttpLimits>;
}>;

export declare function createHttpClient(deps: HttpDependencies): HttpClient;
