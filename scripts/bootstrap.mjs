// The first step of the commands that work from a fresh clone. Plain Node.js: nothing is installed yet.
// Usage: node scripts/bootstrap.mjs scripts/demo.ts [arguments]
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const root = fileURLToPath(new URL("..", import.meta.url));
const stampPath = join(root, "node_modules", ".avstemt-stamp");

requireNode();
await install();
run();

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major > 22) return;
  const wanted = readFileSync(join(root, ".nvmrc"), "utf8").trim();
  fail(
    `Node.js ${process.versions.node} is too old for this: install ${wanted} (nodejs.org, or: nvm install)`,
  );
}

/** Installs when the lock file, Node.js or the platform is another than at the last install. */
async function install() {
  const stamp = stampOf();
  if (existsSync(stampPath) && readFileSync(stampPath, "utf8") === stamp) return;
  const started = performance.now();
  const why = existsSync(join(root, "node_modules")) ? "they are stale" : "first run";
  console.log(`  ……     installing dependencies (${why})`);
  const common = ["--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  // An npm that finds the lock file incomplete for its platform refuses `ci`; `install` then completes it.
  const attempts = [
    ["ci", ...common],
    ["install", "--no-save", ...common],
  ];
  const failures = [];
  for (const args of attempts) {
    const { code, output } = await npm(args);
    if (code === 0) {
      writeFileSync(stampPath, stamp);
      console.log(`${seconds(started)}  dependencies installed`);
      return;
    }
    failures.push(`npm ${args[0]}:\n${output.trim()}`);
  }
  fail(`the dependencies could not be installed\n${failures.join("\n")}`);
}

function stampOf() {
  const hash = createHash("sha256");
  for (const file of ["package.json", "package-lock.json"]) {
    const text = readFileSync(join(root, file), "utf8");
    hash.update(file === "package.json" ? dependenciesOf(text) : text);
  }
  hash.update(`${process.versions.modules} ${process.platform} ${process.arch}`);
  return hash.digest("hex");
}

/** Scripts and the like may change without anything to install. */
function dependenciesOf(text) {
  const { dependencies, devDependencies, optionalDependencies, overrides } = JSON.parse(text);
  return JSON.stringify({ dependencies, devDependencies, optionalDependencies, overrides });
}

function npm(args) {
  return new Promise((resolve) => {
    // Inside `npm run` the npm that runs us is known; outside it is the one on the PATH.
    const known = process.env.npm_execpath;
    const [program, prefix] =
      known !== undefined && /npm-cli\.c?js$/.test(known) ? [process.execPath, [known]] : ["npm", []];
    const child = spawn(program, [...prefix, ...args], {
      cwd: root,
      // NODE_ENV=production would leave out what builds and tests.
      env: { ...process.env, NODE_ENV: "", npm_config_include: "dev optional" },
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32" && program === "npm",
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    for (const signal of SIGNALS) {
      process.once(signal, () => {
        child.kill(signal);
        fail("stopped while the dependencies were installed; the next run goes on");
      });
    }
    child.once("error", (error) => resolve({ code: 1, output: String(error) }));
    child.once("close", (code) => {
      for (const signal of SIGNALS) process.removeAllListeners(signal);
      resolve({ code, output });
    });
  });
}

/** Hands over to the TypeScript program, in a process of its own that gets every signal we get. */
function run() {
  const [script, ...args] = process.argv.slice(2);
  if (script === undefined) fail("usage: node scripts/bootstrap.mjs scripts/NAME.ts [arguments]");
  const child = spawn(process.execPath, ["--import", "tsx", script, ...args], {
    cwd: root,
    stdio: "inherit",
  });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  child.once("exit", (code, signal) => {
    process.exitCode = code ?? (signal === null ? 1 : 128);
  });
}

function seconds(started) {
  return `${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s`;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
