import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const slim = (name: string) => fileURLToPath(new URL(`./src/slim/${name}.ts`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: { entities: slim("entities"), "linkify-it": slim("linkify") },
  },
  build: {
    target: "es2022",
    modulePreload: false,
    rollupOptions: {
      input: "src/index.ts",
      output: { format: "es", entryFileNames: "shipmate.js", inlineDynamicImports: true },
    },
  },
  test: {
    environment: "jsdom",
    include: ["test/**/*.test.ts"],
    server: { deps: { inline: ["markdown-it"] } },
  },
});
