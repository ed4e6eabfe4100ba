import type { Choice } from "../protocol";
import type { Words } from "../strings";

/** What the views need to know of the page's settings, and what a person can do in them. */
export interface Context {
  words: Words;
  name: string;
  emergency: string;
  /** The number of the treatment team, and what to call it. */
  phone: string;
  team: string;
  /** The page that shows the way to a centre, with `{destination}`, `{lat}` and `{lon}`. */
  directions: string;
  locating: boolean;
  press(choice: Choice): void;
  say(words: string): void;
  tryAgain(): void;
  shareLocation(): void;
  rate(message: string, helpful: boolean, comment?: string): Promise<void>;
}
