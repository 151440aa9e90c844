import { AppError } from "@/lib/core/errors";

const PASSWORD_MIN = 12;
const PASSWORD_MAX = 200;

/** The password that somebody new has chosen. Throws: invalid_input. */
export function requirePassword(password: string | undefined): string {
  if (password === undefined || password.length < PASSWORD_MIN || password.length > PASSWORD_MAX) {
    const range = `${String(PASSWORD_MIN)} to ${String(PASSWORD_MAX)}`;
    throw new AppError("invalid_input", `the password must have ${range} characters`, {
      fields: [{ field: "password", message: `must have ${range} characters` }],
    });
  }
  return password;
}
