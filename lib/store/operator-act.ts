import { AppError } from "@/lib/core/errors";

/**
 * What operators see and do, through functions that ask for themselves whose session it is. Whoever is no operator
 * gets the same as for what does not exist.
 */

/** Who acts: a session that must hold, and when and from where. */
export type OperatorAct = Readonly<{ sessionId: string; nowMs: number; address: string }>;

/** What a function for operators answers. Throws: not_found, for everybody else. */
export async function asOperator<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && "constraint" in error && error.constraint === "operator")
      throw new AppError("not_found", "there is nothing at this path", { cause: error });
    throw error;
  }
}

/** The first two arguments of each function. */
export const AT = "$1, to_timestamp($2 / 1000.0)";
export const actValues = ({ sessionId, nowMs }: OperatorAct): [string, number] => [sessionId, nowMs];
