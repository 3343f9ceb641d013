/** One JSON object per line, each line ended. */
export const toNdjson = (objects: readonly object[]): string =>
  objects.map((object) => `${JSON.stringify(object)}\n`).join('')
