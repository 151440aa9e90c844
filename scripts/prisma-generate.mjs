// Generates the Prisma client when its schema changed. Plain Node.js, so that it can run before anything else.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const generated = join(root, "prisma", "generated");
const stampPath = join(generated, ".stamp");
const inputs = [
  "prisma.config.ts",
  "scripts/prisma-model.mjs",
  "node_modules/prisma/package.json",
  "node_modules/@prisma/client/package.json",
]
  .map((path) => join(root, path))
  .concat(filesIn(join(root, "prisma"), ".prisma"))
  .filter((path) => existsSync(path));

if (inputs.some((path) => path.endsWith(".prisma"))) generate();

function generate() {
  const hash = createHash("sha256");
  for (const path of inputs) hash.update(readFileSync(path));
  const stamp = hash.digest("hex");
  if (existsSync(stampPath) && readFileSync(stampPath, "utf8") === stamp) return;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "node_modules/prisma/build/index.js"), "generate"],
    {
      cwd: root,
      env: { ...process.env, ...engineSettings(), PRISMA_HIDE_UPDATE_MESSAGE: "1", CHECKPOINT_DISABLE: "1" },
    },
  );
  if (status !== 0) {
    process.stderr.write(`${stdout}${stderr}`);
    process.exit(1);
  }
  mkdirSync(generated, { recursive: true });
  writeFileSync(stampPath, stamp);
}

/** `generate` wants the schema engine to exist, downloads it if not, and never runs it: any program will do. */
function engineSettings() {
  if (process.env.PRISMA_SCHEMA_ENGINE_BINARY !== undefined || process.platform === "win32") return {};
  const folder = join(root, "node_modules/@prisma/engines");
  const isPresent =
    existsSync(folder) && readdirSync(folder).some((name) => name.startsWith("schema-engine-"));
  if (isPresent) return {};
  return { PRISMA_SCHEMA_ENGINE_BINARY: ["/bin/true", "/usr/bin/true"].find((path) => existsSync(path)) };
}

function filesIn(folder, ending) {
  if (!existsSync(folder) || folder === generated) return [];
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path, ending) : path.endsWith(ending) ? [path] : [];
  });
}
