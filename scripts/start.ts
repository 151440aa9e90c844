import { dataDirOf, readEnvFile } from "@/lib/platform/env-file";
import { EnvError, readEnv } from "@/lib/platform/env";
import { startChild } from "@/scripts/services/child";
import { untilStopped } from "@/scripts/services/until-stopped";
import { isBuilt, SERVE_ENVIRONMENT, serveArguments } from "@/scripts/services/web-build";

/** All interfaces: a proxy or a load balancer stands before it. */
const HOST = "0.0.0.0";

/** `npm start`: the web process, built before. Its environment is checked before it starts. */
async function main(): Promise<number> {
  const stopped = untilStopped();
  const env = readEnv();
  if (!isBuilt()) console.error("the sources changed since the last build, or there was none: npm run build");
  const web = startChild({
    name: "web",
    args: serveArguments(env.port, HOST),
    env: {
      ...SERVE_ENVIRONMENT,
      ...readEnvFile(dataDirOf(process.env)),
      ...process.env,
      NODE_ENV: "production",
      PORT: String(env.port),
      HOSTNAME: HOST,
      NEXTAUTH_URL: env.nextauthUrl,
    },
  });
  const first = await Promise.race([stopped, web.ended]);
  await web.stop();
  return first === "unasked" ? 1 : 0;
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(error instanceof EnvError ? error.message : error);
    process.exit(1);
  },
);
