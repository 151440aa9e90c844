import { defineConfig } from "prisma/config";

/** For the Prisma CLI. The product itself reads its environment in lib/platform/env.ts. */
export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env["DATABASE_ADMIN_URL"] ?? "" },
});
