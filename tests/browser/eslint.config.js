// Lints the scripts of the theme and the preview, their tests, and the style sheets. Form is prettier's affair.

import css from "@eslint/css";
import js from "@eslint/js";
import globals from "globals";

const SCRIPTS = ["themes/**/*.js", "src/serve/client/*.js"];

export default [
  { ignores: ["**/node_modules/", "target/", "src/serve/client/idiomorph.js"] },
  {
    files: ["**/*.js", "**/*.mjs"],
    ...js.configs.recommended,
    languageOptions: { ecmaVersion: 2023, sourceType: "module" },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      ...js.configs.recommended.rules,
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "no-param-reassign": "error",
      "no-shadow": "off",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
    },
  },
  {
    files: SCRIPTS,
    languageOptions: { globals: globals.browser },
    rules: {
      complexity: ["error", 15],
      "max-len": ["error", 120],
      "max-lines": ["error", 400],
      "max-lines-per-function": ["error", 60],
      "max-params": ["error", 5],
      "no-console": ["error", { allow: ["error"] }],
      "no-restricted-syntax": [
        "error",
        { selector: "AssignmentExpression > .left[property.name=/^(inner|outer)HTML$/]", message: "set text as text" },
        { selector: "CallExpression[callee.property.name='insertAdjacentHTML']", message: "set text as text" },
      ],
    },
  },
  { files: ["themes/**/boot.js", "themes/**/redirect.js"], languageOptions: { sourceType: "script" } },
  { files: ["tests/**/*.js", "tests/**/*.mjs"], languageOptions: { globals: { ...globals.node, ...globals.browser } } },
  {
    files: ["themes/**/*.css"],
    plugins: { css },
    language: "css/css",
    languageOptions: {
      // The parser does not know nested rules that begin with a combinator.
      tolerant: true,
      customSyntax: {
        // Boxes in the margin of a printed page.
        atrules: {
          "bottom-right": { descriptors: { content: "<any-value>", font: "<any-value>", color: "<any-value>" } },
        },
      },
    },
    rules: {
      "css/no-duplicate-imports": "error",
      "css/no-empty-blocks": "error",
      "css/no-invalid-at-rules": "error",
      "css/no-invalid-properties": ["error", { allowUnknownVariables: true }],
    },
  },
  // The rule takes the value of a custom property from the last rule of the file that sets any.
  { files: ["themes/ink/**/*.css"], rules: { "css/no-invalid-properties": "off" } },
];
