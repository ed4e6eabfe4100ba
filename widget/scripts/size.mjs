// Says how big the bundle is, and fails when a page would have to load more than 80 KiB for it.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT = 80 * 1024;
const bundle = readFileSync(new URL("../dist/shipmate.js", import.meta.url));
const size = gzipSync(bundle, { level: 9 }).length;
console.log(`shipmate.js: ${(size / 1024).toFixed(1)} KiB gzip (limit ${LIMIT / 1024})`);
if (size > LIMIT) process.exit(1);
