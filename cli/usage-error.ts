/** Wrong usage: the message is the sentence that mends it. Exit status 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
