import lit from "eslint-plugin-lit";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist", "node_modules", "test-results"] },
  ...tseslint.configs.strict,
  lit.configs["flat/recommended"],
  {
    rules: {
      "max-lines": ["error", 220],
      "max-lines-per-function": ["error", { max: 45, skipBlankLines: true, skipComments: true }],
      "no-console": "error",
      "@typescript-eslint/consistent-type-imports": "error",
    },
  },
  {
    files: ["scripts/**", "e2e/**", "test/**"],
    rules: { "no-console": "off", "max-lines-per-function": "off" },
  },
);
