// The table of layers in docs/architecture.md, as rules. A path says what a file may know.
const only = (name, from, to) => ({
  name,
  severity: "error",
  comment: `${from} may import only ${to.join(", ") || "itself"} (docs/architecture.md, layers)`,
  from: { path: `^${from}/` },
  to: {
    path: "^(lib|components|app|workers|cli|simulator|tests|e2e|bench|scripts|prisma)/",
    pathNot: [from, ...to].map((folder) => `^${folder}/`),
  },
});

module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    only("core", "lib/core", []),
    only("domain", "lib/domain", ["lib/core"]),
    only("contracts", "lib/contracts", ["lib/core", "lib/domain"]),
    only("platform", "lib/platform", ["lib/core", "lib/contracts", "prisma/generated"]),
    only("providers", "lib/providers", ["lib/core", "lib/domain", "lib/contracts", "lib/platform"]),
    only("formats", "lib/formats", ["lib/core", "lib/domain", "lib/contracts"]),
    only("store", "lib/store", ["lib/core", "lib/domain", "lib/contracts", "lib/platform", "prisma/generated"]),
    only("services", "lib/services", ["lib/core", "lib/domain", "lib/contracts", "lib/platform", "lib/providers", "lib/formats", "lib/store"]),
    only("server", "lib/server", ["lib/core", "lib/domain", "lib/contracts", "lib/platform", "lib/services", "lib/messages"]),
    only("browser", "lib/browser", ["lib/core", "lib/domain", "lib/contracts", "lib/messages"]),
    only("messages", "lib/messages", ["lib/core", "lib/domain"]),
    only("ui", "components/ui", ["lib/core", "lib/domain", "lib/contracts", "lib/browser"]),
    only("patterns", "components/patterns", ["components/ui", "lib/core", "lib/domain", "lib/contracts", "lib/browser"]),
    only("features", "components/features", ["components/ui", "components/patterns", "lib/core", "lib/domain", "lib/contracts", "lib/browser"]),
    only("app", "app", ["components", "lib/core", "lib/domain", "lib/contracts", "lib/platform", "lib/services", "lib/server", "lib/browser", "lib/messages"]),
    only("workers", "workers", ["lib/core", "lib/domain", "lib/contracts", "lib/platform", "lib/services"]),
    only("cli", "cli", ["lib/core", "lib/domain", "lib/contracts", "lib/platform", "lib/services"]),
    only("simulator", "simulator", []),
    {
      name: "core-is-bare",
      severity: "error",
      comment: "lib/core and lib/domain are plain language: no packages, no Node",
      from: { path: "^lib/(core|domain)/", pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["npm", "npm-dev", "npm-optional", "core"] },
    },
    {
      name: "prisma-behind-store",
      severity: "error",
      from: { path: "^(lib|app|components|workers|cli)/", pathNot: "^lib/(store|platform/database)/?" },
      to: { path: "(node_modules/(@prisma|pg|pg-copy-streams)/|^prisma/generated/)" },
    },
    {
      name: "queue-behind-platform",
      severity: "error",
      from: { path: "^(lib|app|components|cli)/", pathNot: "^lib/platform/" },
      to: { path: "node_modules/(bullmq|ioredis)/" },
    },
    {
      name: "no-web-below-server",
      severity: "error",
      from: { path: "^(lib/(core|domain|contracts|platform|providers|formats|store|services)|workers|cli|simulator)/" },
      to: { path: "node_modules/(next|react|react-dom|next-auth|next-intl)/" },
    },
    {
      name: "no-server-code-in-browser",
      severity: "error",
      from: { path: "^(components|lib/browser)/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "not-to-dev-dependency",
      severity: "error",
      from: { path: "^(lib|app|components|workers|cli|simulator)/", pathNot: "\\.test\\.tsx?$" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"], pathNot: "node_modules/@types/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|prisma/generated)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default", "types"] },
  },
};
