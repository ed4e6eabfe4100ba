/** What markdown-it asks of `linkify-it` when it starts; addresses are made links in `links.ts`. */
export default function LinkifyIt(this: object): object {
  return this;
}
