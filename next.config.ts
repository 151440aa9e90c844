import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const withMessages = createNextIntlPlugin("./lib/server/i18n-request.ts");

const config: NextConfig = {
  output: "standalone",
  poweredByHeader: false,
  // These bring native code, or load parts of themselves at run time.
  serverExternalPackages: ["@node-rs/argon2", "bullmq", "ioredis", "pdfkit", "pg", "pino"],
  // Types are checked by `npm run typecheck`, once for everything.
  typescript: { ignoreBuildErrors: true },
};

export default withMessages(config);
