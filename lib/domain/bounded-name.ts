const MAX_LENGTH = 200

/** A stranger's name, short enough to be kept with every change: one of several MiB keeps its beginning. */
export const boundedName = (name: string): string =>
  name.length <= MAX_LENGTH ? name : `${name.slice(0, MAX_LENGTH)}…`
