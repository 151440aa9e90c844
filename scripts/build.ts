import { createProgress } from "@/scripts/services/progress";
import { buildWeb } from "@/scripts/services/web-build";

/** `npm run build`: builds the web process for production. */
createProgress()
  .step("web is built", () => buildWeb())
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
