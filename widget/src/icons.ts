import { html, svg, type SVGTemplateResult, type TemplateResult } from "lit";

const icon = (shape: SVGTemplateResult): TemplateResult =>
  html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">${shape}</svg>`;

export const icons = {
  sail: icon(svg`<path d="M12.5 2.5v12h7.2c-.9-5-3.4-9-7.2-12z" class="full"/><path d="M10.5 6.5c-2.3 2-3.8 4.8-4.2 8h4.2z" class="full"/><path d="M3 17.5c1.5 1.3 3 1.3 4.5 0s3-1.3 4.5 0 3 1.3 4.5 0 3-1.3 4.5 0M5.5 21c1.1.8 2.2.8 3.3 0s2.2-.8 3.3 0 2.2.8 3.3 0 2.2-.8 3.3 0"/>`),
  close: icon(svg`<path d="M6 6l12 12M18 6L6 18"/>`),
  options: icon(svg`<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>`),
  send: icon(svg`<path d="M12 19V5M6 11l6-6 6 6"/>`),
  phone: icon(svg`<path d="M6.5 3.5h3l1.5 4-2 1.5a12 12 0 0 0 6 6l1.5-2 4 1.5v3a2 2 0 0 1-2.2 2A17 17 0 0 1 4.5 5.7a2 2 0 0 1 2-2.2z"/>`),
  globe: icon(svg`<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c5 5.5 5 12.5 0 18M12 3c-5 5.5-5 12.5 0 18"/>`),
  pin: icon(svg`<path d="M12 21s7-6.2 7-11.5a7 7 0 0 0-14 0C5 14.8 12 21 12 21z"/><circle cx="12" cy="9.5" r="2.5"/>`),
  way: icon(svg`<path d="M12 3l9 9-9 9-9-9z"/><path d="M9 14v-2a1.5 1.5 0 0 1 1.5-1.5H15M13 8.5l2 2-2 2"/>`),
  alert: icon(svg`<path d="M12 3.5L2.5 20h19z"/><path d="M12 10v4.5M12 17.3v.2"/>`),
  heart: icon(svg`<path d="M12 20.5S3.5 15.5 3.5 9.3A4.6 4.6 0 0 1 12 6.7a4.6 4.6 0 0 1 8.5 2.6c0 6.2-8.5 11.2-8.5 11.2z"/>`),
  info: icon(svg`<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.5v.2"/>`),
  next: icon(svg`<path d="M9 5l7 7-7 7" class="turns"/>`),
  more: icon(svg`<path d="M12 5v14M5 12h14"/>`),
  simpler: icon(svg`<path d="M5 7h14M5 12h9M5 17h5"/>`),
  up: icon(svg`<path d="M7 11v9H4v-9zM7 11l4-8a2.5 2.5 0 0 1 2.5 2.5V9h5a2 2 0 0 1 2 2.4l-1.3 7a2 2 0 0 1-2 1.6H7"/>`),
  down: icon(svg`<path d="M17 13V4h3v9zM17 13l-4 8a2.5 2.5 0 0 1-2.5-2.5V15h-5a2 2 0 0 1-2-2.4l1.3-7a2 2 0 0 1 2-1.6H17"/>`),
  offline: icon(svg`<path d="M3 3l18 18M8.5 8.7A6 6 0 0 0 7 18h10M19.7 16.5A4.2 4.2 0 0 0 17 9.6a6 6 0 0 0-5-3.5"/>`),
  copy: icon(svg`<rect x="8.5" y="8.5" width="12" height="12" rx="2"/><path d="M15.5 8.5v-3a2 2 0 0 0-2-2h-8a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h3"/>`),
  print: icon(svg`<path d="M7 8V3.5h10V8M7 17H5a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2h-2"/><path d="M7 14h10v6.5H7z"/>`),
  save: icon(svg`<path d="M12 4v11M7 10.5l5 5 5-5M4 20h16"/>`),
  again: icon(svg`<path d="M4.5 12a7.5 7.5 0 1 0 2.3-5.4L4.5 9M4.5 4.5V9H9"/>`),
  bin: icon(svg`<path d="M4 6.5h16M9.5 6.5v-3h5v3M6 6.5l1 14h10l1-14M10 10.5v6M14 10.5v6"/>`),
  clock: icon(svg`<circle cx="12" cy="12" r="9"/><path d="M12 7v5.5l3.5 2"/>`),
  fold: icon(svg`<path d="M6 9l6 6 6-6"/>`),
};
