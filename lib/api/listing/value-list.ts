/**
 * Values within one parameter, separated by commas; a comma of a value is written `%2C` before URL encoding. A value
 * that holds `%2C` itself is written with one `25` more, `%252C`, so that every value can be written.
 */
export const splitValues = (text: string): string[] =>
  text
    .split(',')
    .map((value) => value.replace(/%(25)*2C/g, (code) => (code === '%2C' ? ',' : `%${code.slice(3)}`)))

export const joinValues = (values: readonly string[]): string =>
  values.map((value) => value.replace(/%(?=(?:25)*2C)/g, '%25').replaceAll(',', '%2C')).join(',')
