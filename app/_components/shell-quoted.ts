/** One word of a shell's command, whatever a stranger's name has in it. */
export const shellQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
