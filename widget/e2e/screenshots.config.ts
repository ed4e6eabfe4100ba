import { defineConfig } from "@playwright/test";
import base from "../playwright.config";

/** `npm run screenshots` makes the pictures of docs/ anew; it is no part of the tests. */
export default defineConfig(base, { testDir: ".", testMatch: "screenshots.ts", timeout: 120_000 });
