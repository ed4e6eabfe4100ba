/**
 * What markdown-it needs of the package `entities`. Names such as `&nbsp;` are shown as they were written, so the table of two
 * thousand of them stays out of the bundle.
 */
const asWritten = (text: string): string => text;

export { asWritten as decodeHTML, asWritten as decodeHTMLStrict };
