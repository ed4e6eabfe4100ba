import { en, type Words } from "./en";

export type { Words };

/** Languages by their code. Cards are in English, whatever the language round them. */
const languages: Record<string, Words> = { en };
export const CARD_LANGUAGE = "en";

/** The words of a language, such as "en-AU"; English where there are none. */
export function wordsOf(language: string): Words {
  return languages[language] ?? languages[language.split("-")[0] ?? ""] ?? en;
}
