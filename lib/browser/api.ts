import { z } from "zod";

/** What the API refused, in its own words (RFC 9457). */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly status: number;
  readonly detail: string;
  readonly requestId: string | undefined;
  /** What is wrong with the input, by field: the message to show beside it. */
  readonly fields: Readonly<Record<string, string>>;
  /** The same as words, for sentences in the reader's language; only where the API gives one. */
  readonly reasons: Readonly<Record<string, string>>;

  constructor(
    status: number,
    detail: string,
    requestId: string | undefined,
    errors: readonly InputError[] = [],
  ) {
    super(detail);
    this.status = status;
    this.detail = detail;
    this.requestId = requestId;
    this.fields = Object.fromEntries(errors.map(({ field, message }) => [field, message]));
    this.reasons = Object.fromEntries(
      errors.flatMap(({ field, reason }) => (reason === undefined ? [] : [[field, reason]])),
    );
  }
}

export type QueryValues = Readonly<Record<string, string | number | bigint | undefined>>;

type Call<S extends z.ZodType> = Readonly<{
  tenant: string;
  query?: QueryValues;
  output: S;
  signal?: AbortSignal;
}>;

/** Asks our API as the signed-in person, in one firm; the answer is decoded by its schema. Throws: ProblemError. */
export async function apiGet<S extends z.ZodType>(
  path: string,
  { tenant, query, output, signal }: Call<S>,
): Promise<z.output<S>> {
  const response = await fetch(withQuery(`/api/v1${path}`, query ?? {}), {
    headers: { "avstemt-tenant": tenant, accept: "application/json" },
    ...(signal && { signal }),
  });
  return output.parse(await readAnswer(response)) as z.output<S>;
}

/** Posts to our API. Throws: ProblemError. */
export async function apiPost(
  path: string,
  { tenant, body }: Readonly<{ tenant: string; body?: unknown }>,
): Promise<unknown> {
  const response = await fetch(`/api/v1${path}`, {
    method: "POST",
    headers: { "avstemt-tenant": tenant, "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body ?? {}),
  });
  return readAnswer(response);
}

/** Asks any of our own addresses for JSON, as the signed-in person. Throws: ProblemError. */
export async function askJson(address: string, init: RequestInit): Promise<unknown> {
  return readAnswer(await fetch(address, init));
}

async function readAnswer(response: Response): Promise<unknown> {
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body;
  const problem = (typeof body === "object" && body !== null ? body : {}) as Partial<
    Record<"detail" | "title" | "requestId", string>
  >;
  const { errors } = Errors.safeParse(body).data ?? { errors: [] };
  throw new ProblemError(
    response.status,
    problem.detail ?? problem.title ?? response.statusText,
    problem.requestId,
    errors,
  );
}

const InputError = z.object({ field: z.string(), message: z.string(), reason: z.string().optional() });
type InputError = z.output<typeof InputError>;
const Errors = z.object({ errors: z.array(InputError) });

/** The path with its query; what is undefined or empty is left out. */
export function withQuery(path: string, query: QueryValues): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}
