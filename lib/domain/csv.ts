/** One row of RFC 4180 with its CRLF. A line without any character would be no row to many readers. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.length === 1 && cells[0] === '' ? '""' : cells.join(',')}\r\n`

/** A text that strangers chose, as a cell: a spreadsheet would run one that begins like a formula. */
export const csvText = (text: string): string => csvValue(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

/** A value of our own making, as a cell. */
export const csvValue = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
