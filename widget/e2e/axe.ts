import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { AxeResults, RunOptions } from "axe-core";
import { expect } from "./fixtures";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Fails with what axe-core finds wrong on the page, shadow trees included. */
export async function expectNoViolations(page: Page): Promise<void> {
  await page.evaluate(SOURCE);
  const results = await page.evaluate(
    (options: RunOptions) => (window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run(options),
    { runOnly: TAGS },
  );
  const found = results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.flat().join(" > ")).join(", ")}`);
  expect(found).toEqual([]);
  expect(results.passes.length).toBeGreaterThan(10);
}
