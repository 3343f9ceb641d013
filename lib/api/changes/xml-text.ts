/** What XML 1.0 (§2.2) has no way to write, not even escaped; with `u` a pair of surrogates is one character. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  // A reader would make a line feed of it, or in an attribute a space.
  '\r': '&#13;',
}

/** Any text as content or attribute of XML 1.0; what cannot stand there is U+FFFD. */
export const xmlText = (text: string): string =>
  text.replace(FORBIDDEN, '\uFFFD').replace(/[&<>"'\r]/g, (character) => ESCAPES[character] ?? character)
